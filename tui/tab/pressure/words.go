package pressure

import (
	"math"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

var unknown = math.NaN()

// A strain is what a container waits for, or is kept from.
type strain struct {
	s           *poll.Subject
	host        *model.Host
	psi         probe.Pressure
	throttlings []probe.Throttling
	held        []held
	refaults    float64 // pages of its page cache read again, each second
	full, high  float64 // how often it ran into memory.max and memory.high, each second
}

// held is what the quota of one cgroup does.
type held struct {
	pct  float64 // of its periods
	by   string
	time float64 // CPU seconds each second
}

// A finding is what that means, in a sentence.
type finding struct {
	text string
	bad  bool
}

// Waiting and throttling above these, in percent, is worth a sentence.
const (
	someWait     = 5
	someThrottle = 1
)

// lateOOM is for how long an OOM kill is news.
const lateOOM = 10 * time.Minute

// verdict says what holds the container back, and by what.
func (st *strain) verdict() []finding {
	var all []finding
	for _, of := range []func(*strain) string{(*strain).killed, (*strain).throttled, (*strain).cpu, (*strain).memory, (*strain).io} {
		if text := of(st); text != "" {
			all = append(all, finding{text, true})
		}
	}
	switch {
	case len(all) > 0:
		return all
	case !st.s.State.Live():
		return nil
	case st.noPressure():
		return []finding{{"What it waits for is not known: the kernel tells no pressure (psi=1 on its command line switches that on).", false}}
	}
	return []finding{{"Nothing holds it back now.", false}}
}

// noPressure reports whether the kernel tells of no pressure at all.
func (st *strain) noPressure() bool {
	p := &st.psi
	return math.IsNaN(p.CPUSome) && math.IsNaN(p.MemSome) && math.IsNaN(p.IOSome) && len(st.held) == 0
}

func (st *strain) killed() string {
	age := st.s.OOMAge
	if !(age < lateOOM.Seconds()) {
		return ""
	}
	text := "The OOM killer killed in it " + widget.ValueText(age, model.Seconds) + " ago"
	if st.s.OOMs > 1 {
		text += ", " + widget.ValueText(float64(st.s.OOMs), model.Number) + " times since podtop began"
	}
	return text + "."
}

// worst is the quota that throttles most.
func (st *strain) worst() (w held) {
	for _, h := range st.held {
		if h.pct > w.pct {
			w = h
		}
	}
	return w
}

func (st *strain) throttled() string {
	w := st.worst()
	if !(w.pct >= someThrottle) {
		return ""
	}
	text := "Held back by the quota of " + w.by + ": " + widget.ValueText(w.pct, model.Percent) + " of its periods"
	if w.time > 0 {
		text += ", " + widget.ValueText(w.time, model.Cores) + " s of CPU time each second"
	}
	return text + "."
}

func (st *strain) cpu() string {
	if !(st.psi.CPUSome >= someWait) {
		return ""
	}
	text := "Waits for a CPU " + widget.ValueText(st.psi.CPUSome, model.Percent) + " of the time: "
	switch crowd := st.host.CPU / float64(st.host.CPUs); {
	case st.worst().pct >= someThrottle:
		return text + "its quota is why."
	case crowd > 0.85:
		return text + "the host's CPUs are all busy."
	case st.host.PSICPU >= widget.MuchPressure:
		return text + "others want the host's CPUs too."
	}
	return text + "a narrow cpuset, or more that wants to run at once than there are CPUs."
}

func (st *strain) memory() string {
	var parts []string
	if st.psi.MemSome >= someWait {
		parts = append(parts, "waits for memory "+widget.ValueText(st.psi.MemSome, model.Percent)+" of the time")
	}
	if st.full >= 1 {
		parts = append(parts, "runs into its memory limit "+model.PluralOf(st.full, model.PerSec, "time", "times")+" a second")
	}
	if st.high >= 1 {
		parts = append(parts, "is slowed down at memory.high "+model.PluralOf(st.high, model.PerSec, "time", "times")+" a second")
	}
	if len(parts) == 0 {
		return ""
	}
	text := "It " + strings.Join(parts, ", and ") + "."
	if st.refaults >= 1 {
		text += " It reads again " + model.PluralOf(st.refaults, model.PerSec, "page", "pages") + " a second of the page cache it had to give up: it needs more memory."
	}
	return text
}

func (st *strain) io() string {
	if !(st.psi.IOSome >= someWait) {
		return ""
	}
	text := "Waits for disks " + widget.ValueText(st.psi.IOSome, model.Percent) + " of the time"
	if st.refaults >= 1 {
		text += ", also to read again what memory had no room for"
	}
	return text + "."
}

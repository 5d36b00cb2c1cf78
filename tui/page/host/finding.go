package host

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/widget"
)

// From here on a figure stands out. Those of containers are the same in the
// list.
const (
	fullHigh     = 90 // percent of a file system, or of its inodes
	fullBad      = 97
	iowaitHigh   = 25 // percent of the CPUs' time
	stealHigh    = 10
	availableLow = 5  // percent of the memory
	memoryHigh   = 25 // percent of it that one cgroup holds
	coresHigh    = 1  // of one cgroup
	swapHigh     = 25 // percent of the swap: less of it is what nobody wants back
)

// A finding is something that stands out.
type finding struct {
	of   part
	name string // tells it from others: what it is about, and which figure
	model.Note
}

// A watch collects what stands out.
type watch struct {
	of  part
	all []finding
}

// note notes text about what, if holds.
func (w *watch) note(holds bool, s model.Severity, what, text string) {
	if holds {
		w.all = append(w.all, finding{w.of, what, model.Note{Severity: s, Source: partSources[w.of], Text: text}})
	}
}

// standsOut is what is wrong with the host, in plain words, the worst first.
func standsOut(h *probe.Host, r *probe.HostRates, snap *model.Snapshot) []finding {
	var w watch
	w.cores(r)
	w.memory(h.Memory)
	w.pressure(&r.Pressure)
	w.disks(h, r)
	w.fills(h)
	w.interfaces(h, r)
	w.cgroups(h, r, snap)
	slices.SortStableFunc(w.all, func(a, b finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return w.all
}

func (w *watch) cores(r *probe.HostRates) {
	w.of = cores
	all := &r.AllCPUs
	busy, iowait, steal := 100*all.Busy(), 100*all.IOWait, 100*all.Steal
	w.note(busy >= widget.MuchBusy, model.Warn, "busy", "the CPUs are busy "+percent(busy/100)+" of the time")
	w.note(steal >= stealHigh, model.Warn, "steal", "the hypervisor takes "+percent(steal/100)+" of the CPUs' time (steal)")
	w.note(iowait >= iowaitHigh, model.Warn, "iowait", "the CPUs wait for disks "+percent(iowait/100)+" of the time (iowait)")
}

func (w *watch) memory(m meminfo) {
	w.of = memory
	total, available := m.bytes("MemTotal"), m.bytes("MemAvailable")
	w.note(100*available < availableLow*total, model.Bad, "available", "only "+value(available)+" of "+value(total)+" memory is available")
	swap, all := m.swapUsed(), m.bytes("SwapTotal")
	severity := model.Warn
	if swap >= fullHigh*all/100 {
		severity = model.Bad
	}
	w.note(m.swaps(), severity, "swap", "swap is in use: "+value(swap)+" of "+value(all))
}

// swaps reports whether so much swap is used that memory may be short.
func (m meminfo) swaps() bool {
	all := m.bytes("SwapTotal")
	return all > 0 && 100*m.swapUsed() >= swapHigh*all
}

func (w *watch) pressure(r *probe.Pressure) {
	w.of = pressure
	for _, p := range []struct {
		what       string
		some, full float64
	}{{"a CPU", r.CPUSome, math.NaN()}, {"memory", r.MemSome, r.MemFull}, {"disks", r.IOSome, r.IOFull}} {
		if p.full >= widget.MuchStalled {
			w.note(true, model.Bad, p.what, "all tasks wait for "+p.what+" "+percent(p.full/100)+" of the time")
			continue
		}
		w.note(p.some >= widget.MuchPressure, model.Warn, p.what, "some task waits for "+p.what+" "+percent(p.some/100)+" of the time")
	}
}

func (w *watch) disks(h *probe.Host, r *probe.HostRates) {
	w.of = disks
	for i := range h.Disks {
		name, d := h.Disks[i].Name, &r.Disks[i]
		text := name + " is busy " + percent(d.Busy/100) + " of the time"
		for _, l := range []struct {
			seconds float64
			of      string
		}{{d.ReadLatency, " a read"}, {d.WriteLatency, " a write"}} {
			if l.seconds == l.seconds {
				text += ", " + widget.Latency(l.seconds) + l.of
			}
		}
		w.note(d.Busy >= widget.MuchBusy, model.Warn, name, text)
	}
}

func (w *watch) fills(h *probe.Host) {
	w.of = fills
	for i := range h.Fills {
		f := fill{&h.Fills[i]}
		what := ""
		if f.For != "" {
			what = " (" + f.For + ")"
		}
		w.note(f.taken() >= fullHigh, severity(f.taken()), f.Path, f.Path+" is "+percent(f.taken()/100)+" full, "+value(f.Avail.Float())+" left"+what)
		switch free, ok := f.InodesFree.Get(); {
		case ok && free == 0:
			w.note(true, model.Bad, f.Path+" inodes", f.Path+" has no inode left"+what)
		default:
			w.note(f.inodes() >= fullHigh, severity(f.inodes()), f.Path+" inodes", f.Path+" has used "+percent(f.inodes()/100)+" of its inodes"+what)
		}
	}
}

func severity(full float64) model.Severity {
	if full >= fullBad {
		return model.Bad
	}
	return model.Warn
}

func (w *watch) interfaces(h *probe.Host, r *probe.HostRates) {
	w.of = interfaces
	for i := range h.Interfaces {
		name, f := h.Interfaces[i].Name, &r.Interfaces[i]
		if strings.HasPrefix(name, "veth") {
			continue // a container's: it is told there
		}
		drops, errs := f.RxDrop+f.TxDrop, f.RxErrs+f.TxErrs
		w.note(drops >= widget.MuchLost, model.Warn, name+" drops", name+" drops "+model.PluralOf(drops, model.Number, "packet", "packets")+" a second")
		w.note(errs >= widget.MuchLost, model.Warn, name+" errors", name+" has "+model.PluralOf(errs, model.Number, "error", "errors")+" a second")
	}
}

func (w *watch) cgroups(h *probe.Host, r *probe.HostRates, snap *model.Snapshot) {
	w.of = cgroups
	total := meminfo(h.Memory).bytes("MemTotal")
	for i := range h.Cgroups {
		c := &h.Cgroups[i]
		cpu, mem := r.Cgroups[i].CPU, c.Memory.Float()
		if cpu >= coresHigh {
			w.note(true, model.Warn, c.Path, shortName(c.Path, snap)+", which is no container, takes "+string(model.AppendValue(nil, cpu, model.Cores))+" cores")
		}
		if 100*mem >= memoryHigh*total {
			w.note(true, model.Warn, c.Path+" memory", shortName(c.Path, snap)+", which is no container, holds "+value(mem)+" of memory")
		}
	}
}

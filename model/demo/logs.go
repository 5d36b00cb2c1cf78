package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

// Logs are what the containers of a Host had written up to one instant. They stay
// what they are while the Host goes on, and can be read at the same time.
type Logs struct {
	authors []author
	writers []logs.Container // of the same index
	limits  []uint64
	drivers []string
	begin   time.Time // when the Host's clock said boot
	now     time.Time
}

// bootID is that of the Host's boot.
const bootID = "64656d6f64656d6f64656d6f64656d6f"

// Logs are those up to now.
func (h *Host) Logs() *Logs {
	l := &Logs{begin: h.begin, now: h.time.UTC()}
	for i, c := range h.containers {
		l.authors = append(l.authors, author{
			diary: c.diary, index: i, name: c.Name, key: keyOf(h.seed, c.User+"/"+c.Name), check: storyOf(c.Name).check,
			unit: c.unit, seen: c.Source == model.FromAPI, voice: voiceOf(c.Name),
		})
		l.writers = append(l.writers, logs.Container{ID: c.ID, Name: c.Name, UID: c.UID, Generation: -1})
		l.limits = append(l.limits, c.Limit)
		l.drivers = append(l.drivers, c.LogDriver)
	}
	return l
}

// reach is how far back the logs go at most.
const reach = 33 * time.Hour

// Oldest is how far back they go: somewhat farther than the past.
func (l *Logs) Oldest() time.Time { return later(l.begin.Add(-6*time.Hour), l.now.Add(-reach)) }

// Now is up to when they go.
func (l *Logs) Now() time.Time { return l.now }

// chosen are the indices of the containers that are wanted: those of the same
// names, also if they were made anew.
func (l *Logs) chosen(wanted []logs.Wanted) (chosen []int, missing []string) {
	for i := range l.writers {
		w := &l.writers[i]
		ok := slices.ContainsFunc(wanted, func(x logs.Wanted) bool {
			return x.ID == w.ID && x.UID == w.UID || x.Name != "" && x.Key() == w.Key()
		})
		switch {
		case ok && l.drivers[i] == "none":
			missing = append(missing, logs.NoDriverText(w.Name))
		case ok:
			chosen = append(chosen, i)
		}
	}
	return chosen, missing
}

// between appends the entries of some containers from one time up to another, in
// no order.
func (l *Logs) between(entries []entry, chosen []int, s logs.Sources, from, to time.Time) []entry {
	for _, i := range chosen {
		p := page{author: &l.authors[i], from: from, to: to, now: l.now, entries: entries}
		p.fill(s)
		entries = p.entries
	}
	return entries
}

// line is an entry written out.
func (l *Logs) line(e *entry) logs.Line {
	line := logs.Line{
		Stamp: logs.Stamp{Time: e.at}, Kind: e.kind, Container: l.writers[e.who], Text: e.text,
		Cursor: fmt.Sprintf("demo:%d:%d", e.at.UnixNano(), e.who),
	}
	if e.run.id != "" {
		line.Container.ID = e.run.id
	}
	if l.drivers[e.who] != "k8s-file" { // which has the wall clock alone
		mono := boot + e.at.Sub(l.begin.Truncate(time.Microsecond))
		line.Boot, line.MonoUsec = bootID, model.Known(uint64(max(0, mono.Microseconds()))) //nolint:gosec // not negative
	}
	switch e.kind {
	case logs.OOM:
		line.Level = logs.Err
	case logs.Claimed:
		line.Claim = logs.Claim{Kind: logs.Output, UID: guestUID}
	}
	if p := e.phrase; p != nil {
		a := &l.authors[e.who]
		s := speaker{rand.New(rand.NewPCG(e.seed, 1)), e.at, e.run, float64(a.loadAt(e.at).heap), l.limits[e.who]}
		line.Stream, line.Text = p.stream, s.say(p.text)
	}
	line.Size = uint64(len(line.Text))
	return line
}

// position is where a Place is in the order of entries: before or behind which
// one, if it has a Cursor.
func position(p logs.Place) (at entry, behind bool) {
	nano, who, ok := strings.Cut(strings.TrimPrefix(p.Cursor, "demo:"), ":")
	n, err := strconv.ParseInt(nano, 10, 64)
	i, err2 := strconv.Atoi(who)
	if !ok || err != nil || err2 != nil {
		return entry{at: p.Time.UTC()}, false
	}
	return entry{at: time.Unix(0, n).UTC(), who: i}, true
}

func killText(name string) string {
	return "out of memory: killed process 41007 (" + crewOf(name)[0].name + ")"
}

func exitWords(code int) string { return ", exit code " + strconv.Itoa(code) }

// statusWords are systemd's words for an exit code.
func statusWords(code int) string {
	words := map[int]string{0: "/SUCCESS", 1: "/FAILURE", 78: "/CONFIG"}
	return ", status=" + strconv.Itoa(code) + words[code]
}

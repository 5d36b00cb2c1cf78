package host

import (
	"cmp"
	"math"
	"slices"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// Findings are what stands out, or did just now: what comes and goes stays
// long enough to be read.
type findings struct {
	all  []finding
	seen map[string]time.Duration // when it was so last
}

const findingStays = 5 * time.Second

// take takes in what stands out now.
func (f *findings) take(now time.Duration, fresh []finding) {
	seen := make(map[string]time.Duration, len(fresh))
	for i := range fresh {
		seen[fresh[i].key()] = now
	}
	all := slices.Clone(fresh)
	for _, c := range f.all {
		if last := f.seen[c.key()]; !contains(seen, c.key()) && now-last < findingStays {
			seen[c.key()] = last
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b finding) int { return cmp.Compare(b.Severity, a.Severity) })
	f.all, f.seen = all, seen
}

func contains(m map[string]time.Duration, key string) bool {
	_, ok := m[key]
	return ok
}

func (f *finding) key() string { return partSources[f.of] + " " + f.name }

// worst is how bad it is, by part: 0 where nothing stands out.
func (f *findings) worst() (worst [partCount]int) {
	for _, c := range f.all {
		worst[c.of] = max(worst[c.of], 1+int(c.Severity))
	}
	return worst
}

// drawFindings adds what stands out, a line for each.
func (p *Page) drawFindings(s *widget.Sheet, env pane.Env) {
	most := max(4, env.Height/3)
	switch now := pressed(env.Snapshot); {
	case p.host.At == 0:
		p.drawWaiting(s, env)
	case len(p.findings.all) > 0:
	case len(now) > 0:
		for _, c := range now {
			drawNote(s, c.Note)
		}
	case p.host.Before == nil:
		s.Line(s.Theme.Muted, "measuring: what stands out is known in a second…")
	case len(p.host.Got.Missing) > 0:
		s.Line("", "nothing stands out of what is known of the host")
	default:
		s.Line(s.Theme.Good, "nothing of the host stands out")
	}
	for i, c := range p.findings.all {
		if i == most {
			drawRest(s, len(p.findings.all)-most, "more, below")
			break
		}
		drawNote(s, c.Note)
	}
}

// pressed is what stands out of the pressure that the screen's second line has:
// it is newer than the answer that the page is of.
func pressed(snap *model.Snapshot) []finding {
	h, w, unknown := &snap.Host, watch{}, math.NaN()
	w.pressure(&probe.Pressure{CPUSome: h.PSICPU, MemSome: h.PSIMem, MemFull: unknown, IOSome: h.PSIIO, IOFull: unknown})
	return w.all
}

// drawWaiting says why there is nothing yet.
func (p *Page) drawWaiting(s *widget.Sheet, env pane.Env) {
	switch {
	case env.Prober == nil:
		s.Para(s.Theme.Muted, "Nobody reads more of the host here than the samples have.")
	case p.host.Err != nil:
		drawNote(s, model.Note{Severity: model.Warn, Text: "the host cannot be read: " + p.host.Err.Error() + "; " + pane.First(p.keys.Again) + " tries again"})
	default:
		s.Line(s.Theme.Muted, "reading the host…")
	}
}

// title adds what the page is about, and how old it is if it is old.
func (p *Page) title(env pane.Env) {
	h := &env.Snapshot.Host
	more := h.Name
	if p.host.At > 0 && p.host.Got.Kernel != "" {
		more += "  Linux " + p.host.Got.Kernel
	}
	if h.Cgroups != "" {
		more += "  cgroup " + h.Cgroups
	}
	heading(&p.sheet, "host", more)
	const late = 3 * time.Second
	if since := now(env) - p.host.At; p.host.At > 0 && since > late {
		text := "what follows is " + pane.FormatDuration(since) + " old"
		if p.host.Silent() {
			text = "the host does not answer; " + text
		} else if p.host.Err != nil {
			text += ": " + p.host.Err.Error()
		}
		drawNote(&p.sheet, model.Note{Severity: model.Warn, Text: text})
	}
}

// age says how old something is that came at a time.
func age(env pane.Env, at time.Duration) string {
	return pane.FormatDuration(max(0, now(env)-at)) + " old"
}

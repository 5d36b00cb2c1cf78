// Package pressure is the tab of what the container waits for.
package pressure

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/column"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// pressure is what the tab shows.
type pressure struct {
	*poll.Shared
	waits          table.Table[column.Wait]
	quotas         table.Table[quota]
	reclaims       table.Table[reclaim]
	events, legacy eventTable
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Pressure", Keys: k, Text: &pressure{
		Shared: a, waits: table.Of(column.Waits), quotas: table.Of(quotaColumns),
		reclaims: table.Of(reclaimColumns), events: eventsUnified(), legacy: eventsLegacy(),
	}}
}

// Ask implements tab.Writer.
func (p *pressure) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return p.Cgroups.Ask(env, s, pane.Prober.Cgroups)
}

// Write implements tab.Writer.
func (p *pressure) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	has := p.Cgroups.WriteState(sheet, env, s)
	st := p.strain(env, s)
	for _, v := range st.verdict() {
		style := env.Theme.Warn
		if !v.bad {
			style = ""
		}
		sheet.Para(style, v.text)
	}
	p.writeWaits(sheet, env, &st)
	if has {
		p.writeQuotas(sheet, env, s, &st)
		p.writeReclaim(sheet, env)
		p.writeEvents(sheet, env, s)
	}
	sheet.Gap()
	p.Cgroups.WriteNotes(sheet)
}

// lately is a head that says over how long rates are: between two answers, or
// else the given time.
func (p *pressure) lately(what string, window time.Duration) string {
	if d, ok := p.Cgroups.Between(); ok {
		window = d
	}
	if window == 0 {
		return what
	}
	return what + ", over the last " + pane.FormatDuration(max(time.Second, window.Round(time.Second)))
}

// strain is what is known of what it waits for: from two answers or, where
// there are none, from the samples.
func (p *pressure) strain(env pane.Env, s *poll.Subject) strain {
	st := strain{s: s, host: &env.Snapshot.Host, psi: sampled(&s.Figures)}
	if !p.Cgroups.Has() {
		if s.ThrottledBy != "" {
			st.held = []held{{s.ThrottledPct, probe.Where(s.ThrottledBy, s.Path, &s.Meta), unknown}}
		}
		return st
	}
	c, before := p.Cgroups.Got, p.Cgroups.Before
	if _, ok := p.Cgroups.Between(); ok {
		st.psi = c.Pressure(before)
	}
	st.throttlings = probe.Throttlings(before, c)
	for i := range st.throttlings {
		t := &st.throttlings[i]
		st.held = append(st.held, held{t.Pct, c.Where(t.Level, &s.Meta), t.HeldPerSec})
	}
	st.refaults = c.MemoryRate(before, refaultNames...)
	st.full, st.high = c.EventRate(before, "max", "failcnt"), c.EventRate(before, "high")
	return st
}

// sampled is the pressure the samples tell of.
func sampled(f *model.Figures) probe.Pressure {
	return probe.Pressure{CPUSome: f.PSICPU, CPUFull: unknown, MemSome: f.PSIMem, MemFull: unknown, IOSome: f.PSIIO, IOFull: unknown}
}

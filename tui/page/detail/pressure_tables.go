package detail

import (
	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// What is too high to overlook, in percent.
const (
	muchWait     = 20
	muchThrottle = 25
)

var waitColumns = []column{
	{head: "", width: 10, text: true},
	{head: "some", width: 6},
	{head: "full", width: 6},
	{head: "some, ever", width: 11, rank: 1},
	{head: "full, ever", width: 11, rank: 1},
}

// writeWaits adds the share of time in which some tasks waited, or all of
// them, and how long they have waited ever.
func (p *pressure) writeWaits(sheet *widget.Sheet, env pane.Env, st *strain) {
	var total model.PSI
	if p.cgroups.has() {
		if own := p.cgroups.Got.Own(); own != nil {
			total = own.PSI
		}
	}
	sheet.Head(p.lately("waiting (PSI)", env.Snapshot.Window))
	p.waits.fit(sheet.Width)
	p.waits.addHeads(sheet)
	psi := &st.psi
	for _, r := range []struct {
		name           string
		some, full     float64
		someEv, fullEv model.Count
	}{
		{"cpu", psi.CPUSome, psi.CPUFull, total.CPUSome, total.CPUFull},
		{"memory", psi.MemSome, psi.MemFull, total.MemSome, total.MemFull},
		{"io", psi.IOSome, psi.IOFull, total.IOSome, total.IOFull},
	} {
		p.waits.add(sheet, func(b []byte, col, width int) []byte {
			switch t := env.Theme; col {
			case 1:
				return appendStyled(b, r.some, model.Percent, width, much(r.some, muchWait, t), t)
			case 2:
				return appendStyled(b, r.full, model.Percent, width, much(r.full, muchWait, t), t)
			case 3:
				return appendValue(b, r.someEv.Float()/1e6, model.Seconds, width, t)
			case 4:
				return appendValue(b, r.fullEv.Float()/1e6, model.Seconds, width, t)
			}
			return widget.AppendText(b, r.name, width, env.Theme.Glyphs)
		})
	}
}

// much is the style of v where it is too high from high on.
func much(v, high float64, t theme.Theme) theme.Style {
	switch {
	case v >= high:
		return t.Warn
	case v > 0:
		return ""
	}
	return t.Muted
}

var quotaColumns = []column{
	{head: "whose", width: 12, text: true, wide: true, most: 32},
	{head: "quota", width: 6},
	{head: "thr", width: 4},
	{head: "held", width: 5, rank: 2},
	{head: "periods", width: 7, rank: 4},
	{head: "throttled", width: 9, rank: 1},
	{head: "time", width: 5, rank: 3},
}

// writeQuotas adds what each CPU quota does that bounds the container.
func (p *pressure) writeQuotas(sheet *widget.Sheet, env pane.Env, s *subject, st *strain) {
	sheet.Head(p.lately("CPU quotas", 0))
	if len(st.throttlings) == 0 {
		text := "No quota bounds its CPU time, so nothing is throttled."
		if limit, _ := look.Strictest(p.cgroups.Got.Levels, look.CPUMax); !limit.IsKnown() {
			text = "Whether a quota bounds its CPU time is not known."
		}
		sheet.Para(env.Theme.Muted, text)
		return
	}
	p.quotas.fit(sheet.Width)
	p.quotas.addHeads(sheet)
	for i := range st.throttlings {
		t := &st.throttlings[i]
		p.quotas.add(sheet, func(b []byte, col, width int) []byte {
			if col == 0 {
				return widget.AppendText(b, p.cgroups.Got.Where(t.Level, &s.Meta), width, env.Theme.Glyphs)
			}
			return quotaCell(b, t, col, width, env.Theme)
		})
	}
	sheet.Para(env.Theme.Muted, "thr: share of its periods in which the quota ran out; held: CPU seconds held back each second.")
}

func quotaCell(b []byte, t *look.Throttling, col, width int, th theme.Theme) []byte {
	switch col {
	case 1:
		return appendValue(b, limitValue(t.CPUMax, model.Cores), model.Cores, width, th)
	case 2:
		return appendStyled(b, t.Pct, model.Percent, width, much(t.Pct, muchThrottle, th), th)
	case 3:
		return appendValue(b, t.HeldPerSec, model.Cores, width, th)
	case 4:
		return appendValue(b, t.Periods.Float(), model.Number, width, th)
	case 5:
		return appendValue(b, t.Throttled.Float(), model.Number, width, th)
	}
	return appendValue(b, t.ThrottledUsec.Float()/1e6, model.Seconds, width, th)
}

var reclaimColumns = []column{
	{head: "", width: 22, text: true, wide: true, most: 44},
	{head: "each s", width: 7},
	{head: "ever", width: 7, rank: 1},
}

var refaultNames = []string{"workingset_refault_file", "workingset_refault"}

// reclaims are the lines of memory.stat that tell of memory running short,
// under the names they have had.
var reclaims = []struct {
	says  string
	names []string
}{
	{"refaults: page cache read again", refaultNames},
	{"refaults: swapped in again", []string{"workingset_refault_anon"}},
	{"major faults: read from disk", []string{"total_pgmajfault", "pgmajfault"}},
	{"reclaim: pages looked at", []string{"pgscan"}},
	{"reclaim: pages taken", []string{"pgsteal"}},
	{"  while it waited: looked at", []string{"pgscan_direct"}},
	{"  while it waited: taken", []string{"pgsteal_direct"}},
	{"pages swapped out", []string{"pswpout"}},
	{"pages swapped in", []string{"pswpin"}},
}

// writeReclaim adds what memory running short does, in pages.
func (p *pressure) writeReclaim(sheet *widget.Sheet, env pane.Env) {
	c := p.cgroups.Got
	if len(c.Memory) == 0 {
		return
	}
	sheet.Head(p.lately("memory, in pages", 0))
	p.reclaims.fit(sheet.Width)
	p.reclaims.addHeads(sheet)
	for _, r := range reclaims {
		ever := look.First(c.Memory, r.names...)
		if !ever.IsKnown() {
			continue
		}
		rate := c.MemoryRate(p.cgroups.Before, r.names...)
		p.reclaims.add(sheet, func(b []byte, col, width int) []byte {
			switch col {
			case 1:
				return appendValue(b, rate, model.PerSec, width, env.Theme)
			case 2:
				return appendValue(b, ever.Float(), model.Number, width, env.Theme)
			}
			return widget.AppendText(b, r.says, width, env.Theme.Glyphs)
		})
	}
}

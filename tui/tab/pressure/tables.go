package pressure

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/column"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// writeWaits adds the share of time in which some tasks waited, or all of
// them, and how long they have waited ever.
func (p *pressure) writeWaits(sheet *widget.Sheet, env pane.Env, st *strain) {
	var total model.PSI
	if p.Cgroups.Has() {
		if own := p.Cgroups.Got.Own(); own != nil {
			total = own.PSI
		}
	}
	sheet.Head(p.lately("waiting (PSI)", env.Snapshot.Window))
	psi := &st.psi
	p.waits.Add(sheet, []column.Wait{
		{Name: "cpu", Some: psi.CPUSome, Full: psi.CPUFull, SomeEver: total.CPUSome, FullEver: total.CPUFull},
		{Name: "memory", Some: psi.MemSome, Full: psi.MemFull, SomeEver: total.MemSome, FullEver: total.MemFull},
		{Name: "io", Some: psi.IOSome, Full: psi.IOFull, SomeEver: total.IOSome, FullEver: total.IOFull},
	})
}

// A quota is a row: what a CPU quota holds back, and whose it is.
type quota struct {
	whose string
	*probe.Throttling
}

var quotaColumns = []table.Column[quota]{
	{Head: "whose", Width: 12, Most: 32, Left: true, Draw: func(c table.Cell, q *quota) []byte { return c.Text("", q.whose) }},
	{Head: "quota", Width: 6, Draw: func(c table.Cell, q *quota) []byte {
		return c.Value(widget.LimitValue(q.CPUMax, model.Cores), model.Cores)
	}},
	{Head: "thr", Width: 4, Draw: func(c table.Cell, q *quota) []byte { return c.High(q.Pct, widget.MuchThrottled, model.Percent) }},
	{Head: "held", Width: 5, Rank: 2, Draw: func(c table.Cell, q *quota) []byte { return c.Value(q.HeldPerSec, model.Cores) }},
	{Head: "periods", Width: 7, Rank: 4, Draw: func(c table.Cell, q *quota) []byte { return c.Value(q.Periods.Float(), model.Number) }},
	{Head: "throttled", Width: 9, Rank: 1, Draw: func(c table.Cell, q *quota) []byte { return c.Value(q.Throttled.Float(), model.Number) }},
	{Head: "time", Width: 5, Rank: 3, Draw: func(c table.Cell, q *quota) []byte { return c.Value(q.ThrottledUsec.Float()/1e6, model.Seconds) }},
}

// writeQuotas adds what each CPU quota does that bounds the container.
func (p *pressure) writeQuotas(sheet *widget.Sheet, env pane.Env, s *poll.Subject, st *strain) {
	sheet.Head(p.lately("CPU quotas", 0))
	if len(st.throttlings) == 0 {
		text := "No quota bounds its CPU time, so nothing is throttled."
		if limit, _ := probe.Strictest(p.Cgroups.Got.Levels, probe.CPUMax); !limit.IsKnown() {
			text = "Whether a quota bounds its CPU time is not known."
		}
		sheet.Para(env.Theme.Muted, text)
		return
	}
	p.quotas.AddHeads(sheet)
	for i := range st.throttlings {
		t := &st.throttlings[i]
		p.quotas.AddRow(sheet, &quota{p.Cgroups.Got.Where(t.Level, &s.Meta), t})
	}
	sheet.Para(env.Theme.Muted, "thr: share of its periods in which the quota ran out; held: CPU seconds held back each second.")
}

// A reclaim is a row: how much happened each second, and ever.
type reclaim struct {
	text string
	rate float64
	ever model.Count
}

var reclaimColumns = []table.Column[reclaim]{
	{Width: 22, Most: 44, Left: true, Draw: func(c table.Cell, r *reclaim) []byte { return c.Text("", r.text) }},
	{Head: "each s", Width: 7, Draw: func(c table.Cell, r *reclaim) []byte { return c.Value(r.rate, model.PerSec) }},
	{Head: "ever", Width: 7, Rank: 1, Draw: func(c table.Cell, r *reclaim) []byte { return c.Value(r.ever.Float(), model.Number) }},
}

var refaultNames = []string{"workingset_refault_file", "workingset_refault"}

// reclaims are the lines of memory.stat that tell of memory running short,
// under the names they have had.
var reclaims = []struct {
	text  string
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
	c := p.Cgroups.Got
	if len(c.Memory) == 0 {
		return
	}
	sheet.Head(p.lately("memory, in pages", 0))
	p.reclaims.AddHeads(sheet)
	for _, r := range reclaims {
		if ever := probe.First(c.Memory, r.names...); ever.IsKnown() {
			p.reclaims.AddRow(sheet, &reclaim{r.text, c.MemoryRate(p.Cgroups.Before, r.names...), ever})
		}
	}
}

// Package memory is the tab of what the container's memory is.
package memory

import (
	"math"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// memory is what the tab shows.
type memory struct {
	*poll.Shared
	parts table.Table[part]
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Memory", Keys: k, Text: &memory{Shared: a, parts: table.Of(partColumns)}}
}

// Ask implements tab.Writer.
func (m *memory) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return tea.Batch(m.Cgroups.Ask(env, s, pane.Prober.Cgroups), m.askBiggest(env, s), m.AskMemory(env, s))
}

// askBiggest asks which process is the biggest, less often than the list of
// them does.
func (m *memory) askBiggest(env pane.Env, s *poll.Subject) tea.Cmd {
	const every = 10 * time.Second
	if m.Processes.Ready(env, s) && m.Processes.Has() && m.Processes.Age(env) < every {
		return nil
	}
	return m.Processes.Ask(env, s, pane.Prober.Processes)
}

// Write implements tab.Writer.
func (m *memory) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	c := sampledCgroups(&s.Figures)
	if m.Cgroups.WriteState(sheet, env, s) {
		c = m.Cgroups.Got
	}
	b := c.Breakdown()
	whole, limited, of := m.whole(env, s)
	m.writeBar(sheet, env, &b, whole, of)
	if left := whole - b.Hard; limited && left >= 0 {
		sheet.Para("", "It can take "+widget.ValueText(left, model.Bytes)+" more"+m.andSwap(env, s)+" before the OOM killer comes.")
	}
	m.writeParts(sheet, "what can OOM: ", b.Hard, b.InHard, whole)
	m.writeParts(sheet, "what can be reclaimed: ", b.Soft, b.InSoft, whole)
	m.writeBounds(sheet, env, s, c)
	sheet.Gap()
	m.Cgroups.WriteNotes(sheet)
	m.writeProcess(sheet, env, s)
}

// whole is what memory is a part of: the limit or, without one, what the host
// has.
func (m *memory) whole(env pane.Env, s *poll.Subject) (bytes float64, limited bool, of string) {
	limit, by := probe.MemoryLimited.Effective(m.Cgroups.Got, s.Container)
	if n, ok := limit.Get(); ok {
		return float64(n), true, "its limit of " + widget.ValueText(float64(n), model.Bytes) + " (" + by + ")"
	}
	total := env.Snapshot.Host.MemTotal
	return total, false, "the host's " + widget.ValueText(total, model.Bytes)
}

// writeBar adds how much there is of it, and how much more there can be.
func (m *memory) writeBar(sheet *widget.Sheet, env pane.Env, b *probe.Breakdown, whole float64, of string) {
	t, style := env.Theme, theme.Style("")
	if 100*b.Hard/whole >= widget.NearLimit {
		style = t.Bad
	}
	sheet.Para("", widget.ValueText(b.Current, model.Bytes)+" of "+of+", "+widget.ValueText(percent(b.Current, whole), model.Percent))
	if math.IsNaN(b.Hard) {
		return
	}
	sheet.Add(func(dst []byte) []byte {
		return graph.AppendBar(dst, sheet.Width, b.Hard/whole, b.Soft/whole, style, t)
	})
	g := t.Glyphs
	sheet.Para(t.Muted, g.Hard+" can OOM  "+g.Cache+" can be reclaimed  "+g.Free+" free")
}

// A part is a row: some of the memory, and how much of the whole that is.
type part struct {
	probe.Part
	pct float64
}

var partColumns = []table.Column[part]{
	{Width: 20, Left: true, Draw: func(c table.Cell, p *part) []byte {
		if p.Of {
			indent := min(2, c.Width)
			c.B, c.Width = widget.Pad(c.B, indent), c.Width-indent
		}
		return c.Text("", p.Name)
	}},
	{Width: 6, Draw: func(c table.Cell, p *part) []byte { return c.Value(p.Bytes, model.Bytes) }},
	{Width: 4, Rank: 1, Draw: func(c table.Cell, p *part) []byte { return c.Value(p.pct, model.Percent) }},
	{Width: 10, Most: table.All, Rank: 2, Left: true, Draw: func(c table.Cell, p *part) []byte { return c.Text(c.Theme.Muted, p.Meaning) }},
}

// writeParts adds the parts of some of the memory, with percents of the whole.
func (m *memory) writeParts(sheet *widget.Sheet, title string, sum float64, parts []probe.Part, whole float64) {
	sheet.Head(title + widget.ValueText(sum, model.Bytes) + ", " + widget.ValueText(percent(sum, whole), model.Percent))
	m.parts.Fit(sheet.Width)
	for _, p := range parts {
		m.parts.AddRow(sheet, &part{p, percent(p.Bytes, whole)})
	}
}

// percent is v of whole; NaN if there is no whole.
func percent(v, whole float64) float64 {
	if !(whole > 0) {
		return math.NaN()
	}
	return 100 * v / whole
}

// sampledCgroups is what the samples tell of memory, as an answer would.
func sampledCgroups(f *model.Figures) *probe.Cgroups {
	count := func(v float64) model.Count {
		if !(v >= 0) {
			return model.Count{}
		}
		return model.Known(uint64(v))
	}
	c := &probe.Cgroups{Levels: []probe.Level{{Own: true, MemoryNow: count(f.Mem)}}}
	if math.IsNaN(f.Anon) {
		return c
	}
	c.Memory = []probe.Line{
		{Name: "anon", Value: count(f.Anon)},
		{Name: "file", Value: count(f.File)},
		{Name: "shmem", Value: count(f.Shmem)},
		{Name: "kernel", Value: count(f.Kernel)},
		{Name: "sock", Value: count(f.Sock)},
		{Name: "slab_reclaimable", Value: count(math.Max(0, f.Mem-f.File+f.Shmem-f.MemHard))},
	}
	return c
}

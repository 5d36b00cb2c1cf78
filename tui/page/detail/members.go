package detail

import (
	"cmp"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// members is the tab of a group's page that lists who is in it.
type members struct {
	keys   *tab.KeyMap
	about  *about
	scroll widget.Scroll
	cursor model.Key // what it is on, whatever moves
	moved  bool      // by the user
	rows   []*model.Container
	order  int // of memberOrders
}

// memberOrders are what members can be sorted by.
var memberOrders = []struct {
	name string
	less func(a, b *model.Container) int
}{
	{"CPU", func(a, b *model.Container) int { return cmp.Compare(zero(b.CPU), zero(a.CPU)) }},
	{"MEM", func(a, b *model.Container) int { return cmp.Compare(zero(b.Mem), zero(a.Mem)) }},
	{"NAME", func(a, b *model.Container) int { return cmp.Compare(a.Name, b.Name) }},
}

// zero makes what is not known the least.
func zero(v float64) float64 {
	if v != v {
		return -1
	}
	return v
}

// Title implements tab.Tab.
func (*members) Title() string { return "Members" }

// Release has the rows made anew before they are shown.
func (m *members) Release() { m.rows = nil }

func (m *members) sync() {
	a := m.about
	m.rows = m.rows[:0]
	for _, i := range a.group.Members {
		m.rows = append(m.rows, &a.synced.Containers[i])
	}
	order := memberOrders[m.order]
	slices.SortStableFunc(m.rows, order.less)
	if !m.moved {
		return
	}
	if i := slices.IndexFunc(m.rows, func(c *model.Container) bool { return c.Key == m.cursor }); i >= 0 {
		m.scroll.At = i
	}
}

// Update implements tab.Tab.
func (m *members) Update(env pane.Env, _ *poll.Subject, msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	m.sync()
	lines, moves := m.keys.Lines(press, max(1, env.Height-2))
	switch k := m.keys; {
	case moves:
		m.scroll.Move(lines, len(m.rows))
		m.moved = true
	case key.Matches(press, k.Sort):
		m.order = (m.order + 1) % len(memberOrders)
	case key.Matches(press, k.Choose) && m.scroll.At < len(m.rows):
		m.moved, m.cursor = true, m.rows[m.scroll.At].Key
		env.Open(pane.Detail{Key: m.cursor})
		return nil
	}
	if m.scroll.At < len(m.rows) {
		m.cursor = m.rows[m.scroll.At].Key
	}
	return nil
}

func (m *members) chosen() (*model.Container, string) {
	m.sync()
	if m.scroll.At < len(m.rows) {
		return m.rows[m.scroll.At], ""
	}
	return nil, "it has no members"
}

func (m *members) Value(pane.Env, *poll.Subject) string {
	m.sync()
	if m.scroll.At < len(m.rows) {
		return m.rows[m.scroll.At].Name
	}
	return ""
}

// memberColumns are the figures of a member, in the order in which they leave
// where it is narrow, the last first.
var memberColumns = []memberColumn{
	{title: "CPU", of: func(f *model.Figures) float64 { return f.CPU }, unit: model.Cores},
	{title: "MEM", of: func(f *model.Figures) float64 { return f.Mem }, unit: model.Bytes},
	{title: "MEM%L", of: func(f *model.Figures) float64 { return f.MemLimitPct }, unit: model.Percent, high: widget.NearLimit, bad: true},
	{title: "THR", of: func(f *model.Figures) float64 { return f.ThrottledPct }, unit: model.Percent, high: widget.MuchThrottled},
	{title: "BLK R", of: func(f *model.Figures) float64 { return f.BlkR }, unit: model.BytesPerSec},
	{title: "BLK W", of: func(f *model.Figures) float64 { return f.BlkW }, unit: model.BytesPerSec},
	{title: "PSI M", of: func(f *model.Figures) float64 { return f.PSIMem }, unit: model.Percent, high: widget.MuchPressure},
	{title: "PIDS", of: func(f *model.Figures) float64 { return f.Pids }, unit: model.Number},
	{title: "AGE", of: func(f *model.Figures) float64 { return f.Uptime }, unit: model.Seconds},
}

// A memberColumn is one of them.
type memberColumn struct {
	title string
	of    func(*model.Figures) float64
	unit  model.Dimension
	high  float64 // from here on it is looked at twice; 0: never
	bad   bool    // it is bad then, not only worth a warning
}

// draw appends the column of f.
func (c *memberColumn) draw(b []byte, f *model.Figures, t theme.Theme) []byte {
	v := c.of(f)
	switch {
	case c.high == 0 || !(v >= c.high):
		return widget.AppendValue(b, v, c.unit, memberFigure, t)
	case c.bad:
		return table.Cell{B: b, Width: memberFigure, Theme: t}.Styled(t.Bad, v, c.unit)
	}
	return table.Cell{B: b, Width: memberFigure, Theme: t}.Styled(t.Warn, v, c.unit)
}

const (
	memberFigure = 7  // cells of a figure, with its gap
	memberState  = 13 // cells of the state
	memberName   = 16 // the least cells of a name
)

// condition is how c is at, as the list of containers has it.
func (m *members) condition(c *model.Container, env pane.Env, t theme.Theme) widget.Condition {
	alert := env.Snapshot.AlertOf(c.Key) // one that holds comes before those that do not
	if alert != nil && !alert.Holds() {
		alert = nil
	}
	return widget.ConditionOf(c, env.Snapshot.Time, t).Alerted(c, alert, t)
}

// Draw implements tab.Tab.
func (m *members) Draw(b []byte, env pane.Env, _ *poll.Subject) []byte {
	m.sync()
	t, rows := env.Theme, max(0, env.Height-1)
	m.scroll.Show(len(m.rows), rows)
	below := m.scroll.Aside(len(m.rows), rows)
	columns := max(0, min(len(memberColumns), (env.Width-memberName-memberState-1)/memberFigure))
	name := max(0, env.Width-1-columns*memberFigure)
	state := min(memberState, max(0, name-memberName))
	name -= state
	b = t.Muted.Begin(b)
	b = widget.AppendText(widget.Pad(b, min(1, env.Width)), "NAME, by "+memberOrders[m.order].name, name, t.Glyphs)
	b = widget.AppendText(b, "STATE", state, t.Glyphs)
	for _, c := range memberColumns[:columns] {
		b = widget.AppendRight(b, c.title, memberFigure, "")
	}
	b = t.Muted.End(b)
	for i := range rows {
		b = append(b, '\n')
		if below > 0 && i == rows-1 {
			return widget.AppendBelow(b, env.Width, below, t)
		}
		at := m.scroll.Top + i
		if at >= len(m.rows) {
			b = widget.Pad(b, env.Width)
			continue
		}
		c, look := m.rows[at], t
		if at == m.scroll.At {
			look = t.Plain()
			b = append(t.Selected.Begin(b), t.Glyphs.Cursor...)
		} else {
			b = append(b, ' ')
		}
		b = widget.AppendText(b, c.Name, name, t.Glyphs)
		b = m.condition(c, env, look).Append(b, state, look)
		for i := range memberColumns[:columns] {
			b = memberColumns[i].draw(b, &c.Figures, look)
		}
		if at == m.scroll.At {
			b = t.Selected.End(b)
		}
	}
	return b
}

// Opens implements tab.Opener.
func (m *members) Opens(pane.Env) bool {
	m.sync()
	return m.scroll.At < len(m.rows)
}

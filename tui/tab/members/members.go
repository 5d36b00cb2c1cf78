// Package members is the tab of a group's page that lists who is in it.
package members

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
	"podtop/tui/widget"
)

// members is what the tab shows.
type members struct {
	keys  *tab.KeyMap
	group Group
	table table.Table[member]
	list  table.List[member, model.Key]
}

// A member is a row of the list.
type member struct {
	*model.Container
	of   *model.Snapshot
	mark string // the cursor
}

// A Group returns the snapshot shown, and which of its containers are members.
type Group func() (*model.Snapshot, []int)

// New returns the tab.
func New(k *tab.KeyMap, g Group) tab.Tab {
	return &members{keys: k, group: g, table: table.Of(slices.Clone(memberColumns)), list: table.List[member, model.Key]{
		Key:    func(m *member) model.Key { return m.Container.Key },
		Orders: memberOrders,
	}}
}

// memberOrders are what members can be sorted by.
var memberOrders = []table.Order[member]{
	{Column: memberCPU, Less: func(a, b member) int { return cmp.Compare(zero(b.CPU), zero(a.CPU)) }},
	{Column: memberMem, Less: func(a, b member) int { return cmp.Compare(zero(b.Mem), zero(a.Mem)) }},
	{Column: memberName, Less: func(a, b member) int { return cmp.Compare(a.Name, b.Name) }},
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
func (m *members) Release() { m.list.Rows = nil }

func (m *members) sync() {
	snap, all := m.group()
	m.list.Rows = m.list.Rows[:0]
	for _, i := range all {
		m.list.Rows = append(m.list.Rows, member{Container: &snap.Containers[i], of: snap})
	}
	m.list.Sort()
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
		m.list.Step(lines)
	case key.Matches(press, k.Sort):
		m.list.Resort()
	case key.Matches(press, k.Choose) && m.list.Current() != nil:
		m.list.To(m.list.At)
		env.Open(pane.Detail{Key: m.list.Current().Container.Key})
	}
	return nil
}

// Chosen implements tab.Chooser.
func (m *members) Chosen() (*model.Container, string) {
	m.sync()
	if at := m.list.Current(); at != nil {
		return at.Container, ""
	}
	return nil, "it has no members"
}

// Value implements tab.Valuer.
func (m *members) Value(pane.Env, *poll.Subject) string {
	m.sync()
	if at := m.list.Current(); at != nil {
		return at.Name
	}
	return ""
}

// Columns of the list that it can be sorted by.
const (
	memberName = 0
	memberCPU  = 2
	memberMem  = 3
)

// memberColumns are the figures of a member, which leave where it is narrow,
// the last first.
var memberColumns = []table.Column[member]{
	memberName: {Head: "NAME", Width: 17, Most: table.All, Left: true, Draw: drawMember},
	{Head: "STATE", Width: 13, Most: 13, Left: true, Close: true, Draw: drawCondition},
	memberCPU: {Head: "CPU", Width: 6, Rank: 1, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.CPU, model.Cores) }},
	memberMem: {Head: "MEM", Width: 6, Rank: 2, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.Mem, model.Bytes) }},
	{Head: "MEM%L", Width: 6, Rank: 3, Draw: func(c table.Cell, m *member) []byte {
		return c.Above(m.MemLimitPct, widget.NearLimit, c.Theme.Bad, model.Percent)
	}},
	{Head: "THR", Width: 6, Rank: 4, Draw: func(c table.Cell, m *member) []byte {
		return c.High(m.ThrottledPct, widget.MuchThrottled, model.Percent)
	}},
	{Head: "BLK R", Width: 6, Rank: 5, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.BlkR, model.BytesPerSec) }},
	{Head: "BLK W", Width: 6, Rank: 6, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.BlkW, model.BytesPerSec) }},
	{Head: "PSI M", Width: 6, Rank: 7, Draw: func(c table.Cell, m *member) []byte { return c.High(m.PSIMem, widget.MuchPressure, model.Percent) }},
	{Head: "PIDS", Width: 6, Rank: 8, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.Pids, model.Number) }},
	{Head: "AGE", Width: 6, Rank: 9, Draw: func(c table.Cell, m *member) []byte { return c.Value(m.Uptime, model.Seconds) }},
}

func drawMember(c table.Cell, m *member) []byte {
	return widget.AppendText(append(c.B, m.mark...), m.Name, c.Width-1, c.Theme.Glyphs)
}

// drawCondition draws how a member is at, as the list of containers has it.
func drawCondition(c table.Cell, m *member) []byte {
	alert := m.of.AlertOf(m.Container.Key) // one that holds comes before those that do not
	if alert != nil && !alert.Holds() {
		alert = nil
	}
	return widget.ConditionOf(m.Container, m.of.Time, c.Theme).Alerted(m.Container, alert, c.Theme).Append(c.B, c.Width, c.Theme)
}

// Draw implements tab.Tab.
func (m *members) Draw(b []byte, env pane.Env, _ *poll.Subject) []byte {
	m.sync()
	t, rows := env.Theme, max(0, env.Height-1)
	by := memberOrders[m.list.By].Column
	m.table.Columns[memberName].Head = " NAME, by " + memberColumns[by].Head
	m.table.Fit(env.Width)
	b = m.table.AppendHeads(b, env.Width, t, table.Unsorted, "")
	if rows == 0 {
		return b
	}
	return m.list.Append(append(b, '\n'), env.Width, rows, m.list.Fit(rows), t, func(b []byte, r *member, cursor bool) []byte {
		if cursor {
			r.mark = t.Glyphs.Cursor
			return m.table.AppendSelected(b, env.Width, t, r)
		}
		r.mark = " "
		return m.table.AppendRow(b, env.Width, t, r)
	})
}

// Opens implements tab.Opener.
func (m *members) Opens(pane.Env) bool {
	m.sync()
	return m.list.Current() != nil
}

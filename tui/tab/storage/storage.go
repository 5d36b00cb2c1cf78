// Package storage is the tab of what the container writes to.
package storage

import (
	"cmp"
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/column"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// storage is what the tab shows.
type storage struct {
	answer  poll.Poll[*probe.Storage]
	mounts  table.Table[mount]
	devices table.Table[column.Disk]
}

// New returns the tab.
func New(k *tab.KeyMap, _ *poll.Shared) tab.Tab {
	st := &storage{answer: poll.New[*probe.Storage]("Podman", 3*time.Second), mounts: table.Of(slices.Clone(mountColumns)), devices: table.Of(column.Disks)}
	st.answer.About = existing
	return &tab.Sheet{Name: "Storage", Keys: k, Text: st}
}

// existing is about a container, whether it runs or not.
func existing(_ pane.Env, s *poll.Subject) (id, reason string) {
	if s.ID == "" {
		return "", "It has no container now"
	}
	return string(s.ID), ""
}

// Ask implements tab.Writer.
func (st *storage) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return st.answer.Ask(env, s, pane.Prober.Storage)
}

// Take implements tab.Writer.
func (st *storage) Take(env pane.Env, msg tea.Msg) bool {
	return st.answer.Take(env, msg)
}

// Write implements tab.Writer.
func (st *storage) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	q := &st.answer
	if !q.WriteState(sheet, env, s) {
		poll.AdviseService(sheet, env, s)
		return
	}
	st.writeLayers(sheet)
	st.writeMounts(sheet, q.Got)
	st.writeDevices(sheet, s, q)
	q.WriteNotes(sheet)
	poll.AdviseService(sheet, env, s)
}

// writeLayers adds how large the image is, and what was written over it.
func (st *storage) writeLayers(sheet *widget.Sheet) {
	a := st.answer.Got
	if !a.Image.IsKnown() && !a.Writable.IsKnown() {
		return
	}
	size := func(n model.Count) string { return widget.ValueText(n.Float(), model.Bytes) }
	sheet.Field("image", "", size(a.Image))
	sheet.Field("writable layer", "", size(a.Writable)+", gone with the container")
}

// A mount is a row: what is mounted, and how full it is.
type mount struct {
	*probe.Mount
	used   float64 // percent
	inodes float64 // percent
}

// Columns of mounts that are asked for by place.
const (
	mountOn     = 0
	mountAccess = 1
	mountType   = 2
	mountFrom   = 9
)

// Cells of where something is mounted.
const (
	leastMountOn = 15
	mostMountOn  = 40
)

var mountColumns = []table.Column[mount]{
	mountOn:     {Head: "mounted on", Left: true, Draw: func(c table.Cell, m *mount) []byte { return c.Text("", m.Destination.String()) }},
	mountAccess: {Width: 2, Rank: 4, Left: true, Draw: func(c table.Cell, m *mount) []byte { return c.Text("", access(m.Mount)) }},
	mountType:   {Head: "type", Width: 7, Rank: 3, Left: true, Draw: func(c table.Cell, m *mount) []byte { return c.Text("", m.Type) }},
	{Head: "used", Width: 8, Rank: 2, Left: true, Draw: func(c table.Cell, m *mount) []byte { return drawFill(c, m.used) }},
	{Width: 4, Draw: func(c table.Cell, m *mount) []byte {
		return c.Styled(fullStyle(m.used, c.Theme), m.used, model.Percent)
	}},
	{Head: "free", Width: 5, Rank: 1, Draw: func(c table.Cell, m *mount) []byte { return c.Value(m.Fill.Avail.Float(), model.Bytes) }},
	{Head: "of", Width: 5, Rank: 5, Draw: func(c table.Cell, m *mount) []byte { return c.Value(m.Fill.Total.Float(), model.Bytes) }},
	{Head: "inodes", Width: 6, Rank: 2, Draw: func(c table.Cell, m *mount) []byte {
		return c.Styled(fullStyle(m.inodes, c.Theme), m.inodes, model.Percent)
	}},
	{Head: "fs", Width: 5, Rank: 6, Left: true, Draw: func(c table.Cell, m *mount) []byte { return c.Text("", m.Fill.Type) }},
	mountFrom: {Head: "from", Width: 24, Most: table.All, Rank: 7, Left: true, Draw: func(c table.Cell, m *mount) []byte { return c.Text("", from(m.Mount)) }},
}

// drawFill draws how full a file system is as a bar; nothing, if that is not
// known.
func drawFill(c table.Cell, pct float64) []byte {
	if math.IsNaN(pct) {
		return c.Empty()
	}
	return graph.AppendBar(c.B, c.Width, pct/100, 0, barStyle(pct, c.Theme), c.Theme)
}

// fitMounts gives the first column what it needs as long as there is room for
// the last, and else all that is left.
func (st *storage) fitMounts(sheet *widget.Sheet, mounts []probe.Mount) {
	on := &st.mounts.Columns[mountOn]
	on.Width, on.Most = leastMountOn, 0
	for i := range mounts {
		on.Width = min(mostMountOn, max(on.Width, widget.Width(mounts[i].Destination.String(), sheet.Theme.Glyphs)))
	}
	st.mounts.Fit(sheet.Width)
	if !st.mounts.Has(mountFrom) {
		on.Width, on.Most = leastMountOn, table.All
	}
}

// writeMounts adds a row for each mount. Where it is from stands below it if
// there is no room beside it.
func (st *storage) writeMounts(sheet *widget.Sheet, a *probe.Storage) {
	if len(a.Mounts) == 0 {
		return
	}
	sheet.Gap()
	st.fitMounts(sheet, a.Mounts)
	st.mounts.AddHeads(sheet)
	for i := range a.Mounts {
		m := mount{Mount: &a.Mounts[i], inodes: a.Mounts[i].Fill.UsedInodes()}
		_, m.used = m.Fill.Used()
		st.mounts.AddRow(sheet, &m)
		if !st.mounts.Has(mountFrom) {
			sheet.Line(sheet.Theme.Muted, st.beneath(m.Mount))
		}
	}
}

// beneath is what is to be said of a mount that there is no column for.
func (st *storage) beneath(m *probe.Mount) string {
	text := " "
	if !st.mounts.Has(mountAccess) {
		text += " " + access(m)
	}
	if !st.mounts.Has(mountType) {
		text += " " + m.Type
	}
	return text + " " + from(m)
}

// from is what is mounted, in as few words as tell.
func from(m *probe.Mount) string {
	switch m.Type {
	case "volume":
		return cmp.Or(m.Name, m.Source.String())
	case "tmpfs":
		return "memory"
	}
	return m.Source.String()
}

func access(m *probe.Mount) string {
	if m.ReadOnly {
		return "ro"
	}
	return "rw"
}

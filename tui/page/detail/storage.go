package detail

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// storage is the tab of what the container writes to.
type storage struct {
	body
	*asked
	mounts, devices table
}

func newStorage(k *KeyMap, a *asked) tab {
	return &storage{body: body{keys: k}, asked: a, mounts: table{columns: slices.Clone(mountColumns)}, devices: table{columns: deviceColumns}}
}

func newStorageQuestion() question[*look.Storage] {
	q := newQuestion[*look.Storage]("Podman", 3*time.Second)
	q.about = ofStorage
	return q
}

func (*storage) title() string { return "Storage" }

func (st *storage) update(env pane.Env, s *subject, msg tea.Msg) tea.Cmd {
	switch {
	case st.asked.storage.take(env, msg):
		st.anew()
	case msg == pane.Tick{}:
		return st.asked.storage.ask(env, s, pane.Looker.Storage)
	default:
		st.press(env, msg)
	}
	return nil
}

func (st *storage) draw(b []byte, env pane.Env, s *subject) []byte {
	return st.body.draw(b, env, func(sheet *widget.Sheet) { st.write(sheet, env, s) })
}

func (st *storage) write(sheet *widget.Sheet, env pane.Env, s *subject) {
	q := &st.asked.storage
	if !q.tell(sheet, env, s) {
		adviseService(sheet, env, s)
		return
	}
	st.writeLayers(sheet)
	st.writeMounts(sheet, q.Got)
	st.writeDevices(sheet, s, q)
	q.tellLess(sheet)
	adviseService(sheet, env, s)
}

// writeLayers adds how large the image is, and what was written over it.
func (st *storage) writeLayers(sheet *widget.Sheet) {
	a := st.asked.storage.Got
	if !a.Image.IsKnown() && !a.Writable.IsKnown() {
		return
	}
	size := func(n model.Count) string { return value(n.Float(), model.Bytes) }
	sheet.Field("image", "", size(a.Image))
	sheet.Field("writable layer", "", size(a.Writable)+", gone with the container")
}

const (
	mountOn = iota
	mountAccess
	mountType
	mountBar
	mountUsed
	mountFree
	mountSize
	mountInodes
	mountFS
	mountFrom
)

var mountColumns = []column{
	mountOn:     {head: "mounted on", text: true},
	mountAccess: {width: 2, rank: 4, text: true},
	mountType:   {head: "type", width: 7, rank: 3, text: true},
	mountBar:    {head: "used", width: 8, rank: 2, text: true},
	mountUsed:   {width: 4},
	mountFree:   {head: "free", width: 5, rank: 1},
	mountSize:   {head: "of", width: 5, rank: 5},
	mountInodes: {head: "inodes", width: 6, rank: 2},
	mountFS:     {head: "fs", width: 5, rank: 6, text: true},
	mountFrom:   {head: "from", width: 24, rank: 7, text: true, wide: true},
}

// Cells of where something is mounted.
const (
	leastMountOn = 15
	mostMountOn  = 40
)

// fitMounts gives the first column what it needs as long as there is room for
// the last, and else all that is left.
func (st *storage) fitMounts(sheet *widget.Sheet, mounts []look.Mount) {
	on := &st.mounts.columns[mountOn]
	on.wide, on.width = false, leastMountOn
	for i := range mounts {
		on.width = min(mostMountOn, max(on.width, widget.Width(mounts[i].Destination.String(), sheet.Theme.Glyphs)))
	}
	st.mounts.fit(sheet.Width)
	if st.mounts.widths[mountFrom] == 0 {
		on.wide, on.width = true, leastMountOn
		st.mounts.fit(sheet.Width)
	}
}

// writeMounts adds a row for each mount. Where it is from stands below it if
// there is no room beside it.
func (st *storage) writeMounts(sheet *widget.Sheet, a *look.Storage) {
	if len(a.Mounts) == 0 {
		return
	}
	sheet.Gap()
	st.fitMounts(sheet, a.Mounts)
	st.mounts.addHeads(sheet)
	for i := range a.Mounts {
		m := &a.Mounts[i]
		st.mounts.add(sheet, func(b []byte, col, width int) []byte { return mountCell(b, m, col, width, sheet.Theme) })
		if st.mounts.widths[mountFrom] == 0 {
			sheet.Line(sheet.Theme.Muted, st.beneath(m))
		}
	}
}

// beneath is what is to be said of a mount that there is no column for.
func (st *storage) beneath(m *look.Mount) string {
	text := " "
	if st.mounts.widths[mountAccess] == 0 {
		text += " " + access(m)
	}
	if st.mounts.widths[mountType] == 0 {
		text += " " + m.Type
	}
	return text + " " + from(m)
}

// from is what is mounted, in as few words as tell.
func from(m *look.Mount) string {
	switch m.Type {
	case "volume":
		return cmp.Or(m.Name, m.Source.String())
	case "tmpfs":
		return "memory"
	}
	return m.Source.String()
}

func access(m *look.Mount) string {
	if m.ReadOnly {
		return "ro"
	}
	return "rw"
}

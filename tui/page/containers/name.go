package containers

import (
	"strconv"

	"podtop/model"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// lead is the cells before a name: the cursor's, and the mark's.
const lead = 2

// inset is the cells by which members stand below the head of their group.
const inset = 2

func drawName(c table.Cell, p *painter, r *row) []byte {
	c.B, c.Width = p.lead(c.B, r), c.Width-lead
	l := c.Line()
	if r.group != nil {
		p.head(&l, r)
		return l.End()
	}
	if r.in != nil {
		l.Pad(inset)
	}
	of, mark := r.container, ""
	switch {
	case of.Unit != "":
		mark = " .service"
	case of.OldName():
		mark = " ?"
	}
	if r.in == nil || r.in.By != model.ByUser {
		p.owner(&l, of.UID, of.User)
	}
	named(&l, of.Name, of.ID, mark)
	return l.End()
}

// head appends the name of a group, and how many members are folded away.
func (p *painter) head(l *widget.Line, r *row) {
	g, sign, mark := r.group, p.theme.Glyphs.Open, ""
	if r.fold.closed {
		sign, mark = p.theme.Glyphs.Closed, " "+strconv.Itoa(r.fold.members)
	}
	l.Sign("", sign)
	l.Pad(1)
	l.Text(p.theme.Muted, g.By.String())
	l.Text(p.theme.Muted, " ")
	if g.By != model.ByUser {
		p.owner(l, g.UID, g.User)
	}
	named(l, g.Name, model.ID(g.ID), mark)
}

// lead appends the cells before a name: the cursor or where the row is that is
// pinned, and the mark.
func (p *painter) lead(b []byte, r *row) []byte {
	cursor, mark := " ", " "
	switch {
	case p.away != "":
		cursor = p.away
	case p.selected && p.env.Focused: // a dialog in front has the cursor
		cursor = p.theme.Glyphs.Cursor
	}
	if r.container != nil && p.env.Marks.Has(r.key) {
		mark = p.theme.Glyphs.Mark
	}
	return p.theme.Title.Append(append(b, cursor...), mark)
}

// owner appends whose it is, if not that of the user who watches.
func (p *painter) owner(l *widget.Line, uid int, user string) {
	if uid == p.env.Snapshot.Host.UID || user == "" {
		return
	}
	const most = 10 // cells for a user's name
	l.Narrow(most, func() { l.Text(p.theme.Muted, user) })
	l.Text(p.theme.Muted, "/")
}

// named appends a name, or the id where nothing of a name can be shown, behind
// it the mark if there is room.
func named(l *widget.Line, name string, id model.ID, mark string) {
	room := l.Room
	if l.Text("", name); l.Room == room {
		l.Text("", id.Short())
	}
	if mark != "" && l.Room >= len(mark) {
		l.Text(l.Theme.Muted, mark)
	}
}

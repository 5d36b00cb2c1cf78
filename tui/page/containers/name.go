package containers

import (
	"strconv"

	"podtop/model"
	"podtop/tui/widget"
)

// lead is the cells before a name: the cursor's, and the mark's.
const lead = 2

// inset is the cells by which members stand below the head of their group.
const inset = 2

func drawName(b []byte, p *painter, r *row, width int) []byte {
	b = p.lead(b, r)
	width -= lead
	if r.group != nil {
		return p.head(b, r, width)
	}
	if r.in != nil {
		b, width = widget.Pad(b, inset), width-inset
	}
	c := r.container
	mark := ""
	switch {
	case c.Unit != "":
		mark = " .service"
	case c.OldName():
		mark = " ?"
	}
	if r.in == nil || r.in.By != model.ByUser {
		b, width = p.owner(b, c.UID, c.User, width)
	}
	return p.named(b, c.Name, c.ID, mark, width)
}

// head appends the name of a group, and how many members are folded away.
func (p *painter) head(b []byte, r *row, width int) []byte {
	g, sign, mark := r.group, p.theme.Glyphs.Open, ""
	if r.fold.closed {
		sign, mark = p.theme.Glyphs.Closed, " "+strconv.Itoa(r.fold.members)
	}
	b = append(append(b, sign...), ' ')
	b, width = p.prefix(b, g.By.String(), width-2)
	b, width = p.prefix(b, " ", width)
	if g.By != model.ByUser {
		b, width = p.owner(b, g.UID, g.User, width)
	}
	return p.named(b, g.Name, model.ID(g.ID), mark, width)
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

func (p *painter) prefix(b []byte, s string, width int) ([]byte, int) {
	b, used := widget.AppendClean(p.theme.Muted.Begin(b), s, width, p.theme.Glyphs)
	return p.theme.Muted.End(b), width - used
}

// owner appends whose it is, if not that of the user who watches.
func (p *painter) owner(b []byte, uid int, user string, width int) ([]byte, int) {
	if uid == p.env.Snapshot.Host.UID || user == "" {
		return b, width
	}
	const most = 10 // cells for a user's name
	spare := max(0, width-most)
	b, width = p.prefix(b, user, width-spare)
	return p.prefix(b, "/", width+spare)
}

// named appends a name, or the id where nothing of a name can be shown, behind
// it the mark if there is room.
func (p *painter) named(b []byte, name string, id model.ID, mark string, width int) []byte {
	b, used := widget.AppendClean(b, name, width, p.theme.Glyphs)
	if used == 0 {
		b, used = widget.AppendClean(b, id.Short(), width, p.theme.Glyphs)
	}
	width -= used
	if mark != "" && width >= len(mark) {
		b, width = p.prefix(b, mark, width)
	}
	return widget.Pad(b, width)
}

package events

import (
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A row is an event as the columns draw it.
type row struct {
	*model.Event
	snap *model.Snapshot
	mark string // the cursor
}

// Columns of the list, in their order.
const (
	columnCursor = iota
	columnTime
	columnKind
	columnName
	columnText
	columnSource
)

var columns = []table.Column[row]{
	columnCursor: {Width: cursorWidth, Left: true, Draw: func(c table.Cell, r *row) []byte { return append(c.B, r.mark...) }},
	columnTime:   {Head: "TIME", Left: true, Draw: drawTime},
	columnKind:   {Head: "WHAT", Left: true, Draw: drawKind},
	columnName:   {Head: "WHOSE", Left: true, Close: true, Draw: drawName},
	columnText:   {Head: "WHAT HAPPENED", Width: leastText, Most: table.All, Left: true, Draw: func(c table.Cell, r *row) []byte { return drawWords(c, styleOf(r.Event, c.Theme), r.Text) }},
	columnSource: {Head: "TOLD BY", Left: true, Draw: func(c table.Cell, r *row) []byte { return drawWords(c, c.Theme.Muted, r.Source) }},
}

const (
	cursorWidth = 1
	gaps        = 3 // between the columns that are always there
	leastText   = 11
	margin      = 2 // at the right
)

// lay shares out the width. Clocks are wide where they have to tell the day.
// Who tells is left out where there is little room.
func (p *Pane) lay(env pane.Env) {
	clock, kind, name, source := len(time.TimeOnly)+1, 11, 19, 0
	if p.wide(env) {
		clock = len(day) + 1
	}
	switch {
	case env.Width >= 150:
		kind, name, source = 13, 41, 8
	case env.Width >= 100:
		kind, name, source = 13, 25, 8
	case env.Width < 50:
		kind, name = 2, 10 // the sign has to do
	case env.Width < 70:
		name = 13
	}
	left := env.Width - cursorWidth - clock - kind - leastText - gaps - margin
	p.table.Columns[columnTime].Width = clock
	p.table.Columns[columnKind].Width = kind
	p.table.Columns[columnName].Width = max(0, min(name, left))
	p.table.Columns[columnSource].Width = source
	p.table.Columns[columnKind].Head = columns[columnKind].Head
	if kind == 2 {
		p.table.Columns[columnKind].Head = "" // it would be cut off
	}
	p.table.Fit(env.Width - margin)
}

// wide reports whether the oldest event on the list was on another day, and
// there is room to tell.
func (p *Pane) wide(env pane.Env) bool {
	if len(p.list.Rows) == 0 || env.Width < 60 {
		return false
	}
	oldest, now := p.synced[p.list.Rows[len(p.list.Rows)-1]].Time.In(env.Snapshot.Time.Location()), env.Snapshot.Time
	return oldest.YearDay() != now.YearDay() || oldest.Year() != now.Year()
}

// fits reports whether a row has room for all there is to say of e.
func (p *Pane) fits(e *model.Event, env pane.Env) bool {
	p.lay(env)
	t, g := &p.table, env.Theme.Glyphs
	return t.Has(columnSource) && widget.Width(e.Text, g) <= t.Width(columnText) && widget.Width(title(e, env.Snapshot), g) <= t.Width(columnName)
}

// day is a time of another day.
const day = "Jan _2 15:04"

// drawTime draws a time of today, or the day where clocks are wide and it was
// another.
func drawTime(c table.Cell, r *row) []byte {
	now := r.snap.Time
	at, format := r.Time.In(now.Location()), time.TimeOnly
	if c.Width > len(day) && (at.YearDay() != now.YearDay() || at.Year() != now.Year()) {
		format = day
	}
	return widget.Pad(at.AppendFormat(c.B, format), c.Width-len(format))
}

// drawKind draws the sign of an event, its kind where there is room, and a gap.
func drawKind(c table.Cell, r *row) []byte {
	s := styleOf(r.Event, c.Theme)
	c.B = s.Begin(c.B)
	l := c.Line()
	l.Sign("", signOf(r.Event, c.Theme.Glyphs))
	l.Pad(1)
	l.Narrow(l.Room-1, func() { l.Text("", kindOf(r.Event)) })
	return s.End(l.End())
}

// drawName draws whose it is, if not that of the user who watches, what it is,
// if no container, and its name.
func drawName(c table.Cell, r *row) []byte {
	l := c.Line()
	before(&l, owner(r.Event, r.snap), "/")
	before(&l, typeOf(r.Event), " ")
	l.Text("", r.Name)
	return l.End()
}

// before appends what stands before a name, if anything does, in at most half
// the room.
func before(l *widget.Line, text, behind string) {
	const least = 4 // cells, for both
	if text != "" && l.Room >= least {
		l.Narrow(l.Room/2, func() { l.Text(l.Theme.Muted, text) })
		l.Sign(l.Theme.Muted, behind)
	}
}

// drawWords draws the words of an event. In ASCII an arrow is one, too.
func drawWords(c table.Cell, s theme.Style, text string) []byte {
	c.B = s.Begin(c.B)
	l := c.Line()
	for {
		before, after, arrow := strings.Cut(text, "→")
		if c.Theme.Glyphs.Charset != theme.ASCII {
			before, arrow = text, false
		}
		l.Text("", before)
		if !arrow || l.Room < len("->") {
			l.B = s.End(l.B)
			return l.End()
		}
		l.Digits("", []byte("->"))
		text = after
	}
}

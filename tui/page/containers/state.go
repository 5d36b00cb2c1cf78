package containers

import (
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

func drawState(c table.Cell, p *painter, r *row) []byte {
	is, ok := p.condition(r)
	if !ok {
		return c.Empty()
	}
	return is.Append(append(c.B, ' '), c.Width-1, p.theme)
}

// A condition is how a row's container is at, as its page tells it too.
type condition = widget.Condition

// condition is how the row's container is at, or the worst of those that are
// folded away below it; of a group that is open, how much a filter leaves. What
// fires for it comes before its state, but for what a person did.
func (p *painter) condition(r *row) (condition, bool) {
	c := r.container
	switch {
	case r.fold.closed && r.fold.worst == nil:
		return p.folded(r), true
	case r.fold.closed:
		c = r.fold.worst
	case c == nil && r.fold.hidden > 0:
		return condition{Sign: " ", Text: r.fold.left(), Style: p.theme.Muted}, true
	case c == nil && r.group.Degraded(p.env.Snapshot):
		return degraded(p.theme), true
	case c == nil:
		return condition{}, false
	}
	is := widget.ConditionOf(c, p.env.Snapshot.Time, p.theme)
	return is.Alerted(c, p.alert(r), p.theme), true
}

// folded is how the members of a group are at that is folded, with none of whom
// anything is wrong.
func (p *painter) folded(r *row) condition {
	if r.group.Degraded(p.env.Snapshot) {
		return degraded(p.theme)
	}
	return condition{Sign: p.theme.Glyphs.Running, Text: r.fold.text(), Style: p.theme.Good}
}

// degraded is a pod of which only some members run, or are well.
func degraded(t theme.Theme) condition {
	return condition{Sign: t.Glyphs.Warn, Text: "degraded", Style: t.Warn}
}

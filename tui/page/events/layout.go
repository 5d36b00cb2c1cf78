package events

import (
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A layout is the cells of each column; a gap is part of the one before it.
type layout struct{ time, kind, name, text, source int }

const (
	lead   = 2 // the cursor's
	sign   = 2
	margin = 1 // at the right
)

// lay shares out the width. Clocks are wide where they have to tell the day.
// Who tells is left out where there is little room.
func lay(env pane.Env, wide bool) layout {
	l := layout{time: len(time.TimeOnly) + 2, kind: 9, name: 20}
	if wide {
		l.time = len("Jan _2 15:04") + 2
	}
	switch {
	case env.Width >= 150:
		l.name, l.source, l.kind = 42, 9, 11
	case env.Width >= 100:
		l.name, l.source, l.kind = 26, 9, 11
	case env.Width < 50:
		l.kind, l.name = 0, 11 // the sign has to do
	case env.Width < 70:
		l.name = 14
	}
	l.text = env.Width - lead - l.time - sign - l.kind - l.name - l.source - margin
	if l.text < 12 {
		l.name, l.text = max(0, l.name+l.text-12), 12
	}
	return l
}

// wide reports whether the oldest event on the list was on another day, and
// there is room to tell.
func (p *Pane) wide(env pane.Env) bool {
	if len(p.rows) == 0 || env.Width < 60 {
		return false
	}
	oldest, now := p.synced[p.rows[len(p.rows)-1]].Time.In(env.Snapshot.Time.Location()), env.Snapshot.Time
	return oldest.YearDay() != now.YearDay() || oldest.Year() != now.Year()
}

// fits reports whether a row has room for all there is to say of e.
func (l layout) fits(e *model.Event, env pane.Env) bool {
	g := env.Theme.Glyphs
	return l.source > 0 && widget.Width(e.Text, g) < l.text && widget.Width(title(e, env.Snapshot), g) < l.name
}

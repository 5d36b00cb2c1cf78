package charts

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// A timeline is what part of the past the graphs show, and the instant in it
// that the user reads. Both are on the clock of the samples, which is negative
// before the boot; 0 is none.
type timeline struct {
	end time.Duration // of what is shown; 0: it is now, and moves on
	at  time.Duration // of the time cursor

	columns int           // of the graphs, when they were drawn last
	span    time.Duration // of a column
	window  pane.Window
	reach   time.Duration // how far back the cursor may go, also where there is no history
}

// instant is at, which is not to be none.
func instant(at time.Duration) time.Duration {
	if at == 0 {
		return 1
	}
	return at
}

// column is the first and the last instant of the column of the cursor.
func (l *timeline) column() (first, last time.Duration) {
	span := max(1, l.span)
	first = graph.Timeline{End: l.at, Span: span, Columns: 1}.At(0)
	return first, first + span - 1
}

// axis is the time axis of graphs with so many columns.
func (l *timeline) axis(env pane.Env, columns int) graph.Timeline {
	l.columns, l.span = columns, env.Dot(columns)
	if l.window != env.Window {
		l.window = env.Window
		l.center(env)
	}
	now := env.Snapshot.Mono
	if l.end >= now {
		l.end = 0
	}
	if l.at/l.span > now/l.span { // of the future there is nothing to read
		l.at, l.end = 0, 0
	}
	axis := l.shown(env)
	switch x := axis.Column(l.at); {
	case l.at == 0:
	case x < 0: // it has been left behind
		l.end = instant(l.at + time.Duration(max(0, columns-graph.Dots(env.Theme.Glyphs.Charset)))*l.span)
		axis = l.shown(env)
	case x >= columns:
		l.end = l.at
		axis = l.shown(env)
	}
	return axis
}

// shown is the axis of whole cells up to the end.
func (l *timeline) shown(env pane.Env) graph.Timeline {
	end := l.end
	if end == 0 {
		end = env.Snapshot.Mono
	}
	axis := graph.Timeline{End: end, Wall: wall(env.Snapshot, end), Span: l.span, Columns: l.columns, Live: l.end == 0 && !frozen(env)}
	return axis.WholeCells(env.Theme.Glyphs.Charset)
}

// frozen reports whether what is shown is not what is.
func frozen(env pane.Env) bool { return env.Now > env.Snapshot.Mono }

// wall is what a clock on the wall showed at an instant.
func wall(s *model.Snapshot, at time.Duration) time.Time { return s.Time.Add(at - s.Mono) }

// place is an instant of the wall's clock on that of the samples. There is
// nothing to see of the far future.
func place(s *model.Snapshot, at time.Time) time.Duration {
	return s.Mono - max(s.Time.Sub(at), -24*time.Hour)
}

// center puts the cursor in the middle of another window, unless it is seen in
// what ends now.
func (l *timeline) center(env pane.Env) {
	whole := time.Duration(l.columns) * l.span
	switch {
	case l.at == 0, env.Snapshot.Mono-l.at < whole:
		l.end = 0
	default:
		l.end = instant(l.at + whole/2)
	}
}

// see puts the cursor at an instant.
func (l *timeline) see(at time.Duration) { l.at, l.end, l.window = at, 0, -1 }

// press moves the cursor, and what is shown along with it, and reports whether
// the key was for that.
func (l *timeline) press(k *KeyMap, env pane.Env, msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, k.Earlier):
		l.step(env, -1)
	case key.Matches(msg, k.Later):
		l.step(env, 1)
	case key.Matches(msg, k.EarlierPage):
		l.step(env, -max(1, l.columns/2))
	case key.Matches(msg, k.LaterPage):
		l.step(env, max(1, l.columns/2))
	default:
		return false
	}
	return true
}

// step moves the cursor by n columns; beyond the present there is none. What is
// shown goes along when it is drawn.
func (l *timeline) step(env pane.Env, n int) {
	if l.columns == 0 {
		return
	}
	now := env.Snapshot.Mono
	if l.at == 0 {
		if n > 0 {
			return
		}
		l.at = now + l.span
	}
	oldest := now - max(env.Past.Reach(), l.reach)
	l.at = instant(max(oldest, l.at+time.Duration(n)*l.span))
	if l.at/l.span > now/l.span {
		l.at, l.end = 0, 0
		return
	}
}

// AppendWhen appends what instant is read, if it is not now.
func (c *Charts) AppendWhen(b []byte, snap *model.Snapshot) []byte {
	layout := time.TimeOnly
	if c.time.span < time.Second {
		layout = "15:04:05.0"
	}
	switch {
	case c.time.at != 0:
		at := wall(snap, c.time.at)
		b = at.AppendFormat(append(b, "at "...), layout)
		if ago := snap.Time.Sub(at); ago >= time.Second {
			b = append(model.AppendAge(append(b, ", "...), ago), " ago"...)
		}
	case c.time.end != 0:
		b = wall(snap, c.time.end).AppendFormat(append(b, "until "...), layout)
	}
	return b
}

package detail

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/charts"
	"podtop/tui/feed"
	"podtop/tui/logline"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A tail is the end of the container's log, or what was written around the time
// cursor. It is only looked at: the page of logs has the keys for more.
type tail struct {
	feed  feed.Feed
	until time.Time // lines were last asked for around it; zero: the end
	at    int       // the number of the line at the cursor; before the first: there is none
	top   int       // of the line in the first row

	look  look // what style was made for
	style logline.Style
	texts logline.Texts
}

type look struct {
	theme theme.Theme
	width int
	days  bool
	round int
}

// hasLog reports whether there is a log to show.
func (p *Page) hasLog(env pane.Env) bool {
	return env.Logs != nil && !p.ofGroup() && (p.about.last.Runtime == model.Podman || !p.about.met)
}

// wanted is the container as one whose lines are wanted. Of one that was never
// there they are in the journal, if anywhere.
func (a *about) wanted() logs.Wanted {
	w := logs.WantedOf(&a.last.Meta)
	w.Name, w.UID = a.key.Name, a.key.UID
	if !a.met {
		w.Driver = "journald"
	}
	return w
}

// updateTail takes in a message, and reads what is to be shown. Where there is no
// room for lines the log is let go.
func (p *Page) updateTail(env pane.Env, msg tea.Msg) tea.Cmd {
	s, rows := &p.tail, p.lay(env).tail.h-1
	if rows <= 0 || p.closed {
		s.feed.Close()
		return nil
	}
	if env.Snapshot.Time.IsZero() {
		return nil
	}
	cmd := s.feed.Update(env, msg)
	of, until := []logs.Wanted{p.about.wanted()}, p.charts.Until(env.Snapshot)
	at := feed.AtTime(until)
	if until.IsZero() {
		at = feed.AtEnd
	}
	s.place(env, &p.charts, rows)
	switch _, opens := s.feed.Opens(env); {
	case !s.feed.IsOpen() || !slices.Equal(s.feed.Request().Of, of):
		s.until = until
		return tea.Batch(cmd, s.feed.Open(env, feed.Request{Of: of, Sources: logs.WithEvents}, at))
	case !opens && s.isAway(until.IsZero()) && !until.Equal(s.until):
		s.until = until
		return tea.Batch(cmd, s.feed.Show(env, at))
	case until.IsZero():
		cmd = tea.Batch(cmd, s.feed.Follow(env))
	}
	return tea.Batch(cmd, s.feed.Look(env, s.top, min(s.top+rows, s.feed.End())))
}

// isAway reports whether the lines that are to be shown are not held.
func (s *tail) isAway(follows bool) bool {
	if follows {
		return !s.feed.HasYoungest()
	}
	return s.at < s.feed.First() && !s.feed.HasOldest() || s.at >= s.feed.End()-1 && !s.feed.HasYoungest()
}

// place finds the lines that are in so many rows: the last, or around the last one
// up to the time cursor.
func (s *tail) place(env pane.Env, c *charts.Charts, rows int) {
	first, end := s.feed.First(), s.feed.End()
	s.at, s.top = first-1, end-rows
	if c.HasCursor() {
		s.at = c.LineAt(env.Snapshot, &s.feed)
		s.top = min(s.top, s.at-rows*2/3)
	}
	s.top = max(first, s.top)
}

// drawTail makes ready what is drawn of the log.
func (p *Page) drawTail(env pane.Env) {
	s, r := &p.tail, p.layout.tail
	if r.h < 2 {
		return
	}
	s.place(env, &p.charts, r.h-1)
	s.texts.Keep(func(n int) bool { return n >= s.top && n < s.top+r.h })
	l := look{theme: env.Theme, width: r.w, days: s.days(env.Snapshot.Time), round: s.feed.Round()}
	if s.texts == nil || s.look != l {
		s.look, s.texts = l, map[int]*logline.Text{}
		s.style = logline.Style{Theme: l.theme, Width: l.width, Now: env.Snapshot.Time, Days: l.days}
	}
}

// days reports whether the first line in the tail is not of today.
func (s *tail) days(now time.Time) bool {
	if s.top >= s.feed.End() {
		return false
	}
	at := s.feed.Line(s.top).Time.In(now.Location())
	return at.YearDay() != now.YearDay() || at.Year() != now.Year()
}

// appendTailLine appends line y of the tail: the first says what the others are.
func (p *Page) appendTailLine(b []byte, env pane.Env, y int) []byte {
	s := &p.tail
	if y == 0 {
		return p.appendTailTitle(b, env)
	}
	n, mark := s.top+y-1, " "
	if n >= s.feed.End() {
		return widget.Pad(b, env.Width)
	}
	if n == s.at {
		mark = env.Theme.Glyphs.Cursor
	}
	return s.style.AppendRow(b, s.texts.Text(&s.style, n, s.feed.Line(n)), 0, mark, n == s.at)
}

func (p *Page) appendTailTitle(b []byte, env pane.Env) []byte {
	t, f := env.Theme, &p.tail.feed
	c := widget.Line{B: append(b, ' '), Room: env.Width - 1, Theme: t}
	c.Word(t.Title, "LOG")
	_, opens := f.Opens(env)
	switch missing := f.Missing(); {
	case f.Err() != nil:
		c.Label("  not read: ", t.Warn, f.Err().Error(), env.Width)
	case f.Len() == 0 && (opens || !f.HasOldest()):
		c.Word(t.Muted, "  is being read")
	case len(missing) > 0:
		c.Label("  ", t.Warn, missing[0], env.Width)
	case f.Len() == 0:
		c.Word(t.Muted, "  nothing was written")
	case p.charts.HasCursor() && p.tail.at < f.First():
		c.Word(t.Muted, "  nothing was written before the cursor")
	case p.charts.HasCursor():
		c.Word(t.Muted, "  up to the cursor, and after it")
	case p.about.Gone:
		c.Word(t.Muted, "  the last that was written")
	case !p.about.last.State.Live():
		c.Label("  the last that was written: ", stateStyle(&p.about.last, t), stateText(&p.about.last), 64)
	default:
		c.Word(t.Muted, "  as it is written")
	}
	return c.End()
}

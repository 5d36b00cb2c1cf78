package logs

import (
	"podtop/tui/logline"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A look is what a style is made of, to see whether that is another.
type look struct {
	preferences Preferences
	theme       theme.Theme
	width       int
	rows        int // that a line has at most
	days        bool
	names       int
	find        string
}

// head is how many lines stand above those of the log.
func (p *Page) head(env pane.Env) int {
	_, rows := p.graphs(env)
	if p.saysMissing(env) {
		rows++
	}
	return 1 + rows
}

// saysMissing reports whether there is a line that says what cannot be read.
func (p *Page) saysMissing(env pane.Env) bool {
	return len(p.feed.Missing()) > 0 && p.feed.Len() > 0 && env.Height > 5
}

// height is how many rows there are for lines of the log.
func (p *Page) height(env pane.Env) int { return max(1, env.Height-p.head(env)) }

// Draw implements pane.Pane.
func (p *Page) Draw(b []byte, env pane.Env) []byte {
	if env.Height < 1 {
		return b
	}
	p.restyle(env)
	p.style.Effort = logline.FrameEffort
	p.show(env)
	b = p.drawTitle(b, env)
	if p.saysMissing(env) {
		b = env.Theme.Warn.Begin(append(b, '\n', ' '))
		b = env.Theme.Warn.End(widget.AppendText(b, p.missing(), env.Width-1, env.Theme.Glyphs))
	}
	b = p.drawGraphs(b, env)
	height := env.Height - p.head(env)
	if p.feed.Len() == 0 {
		return p.drawEmpty(b, env, height)
	}
	p.letGo(height)
	first, end := p.selected()
	for n := p.lines.top; height > 0; n++ {
		if n >= p.feed.End() {
			b = widget.Pad(append(b, '\n'), env.Width)
			height--
			continue
		}
		text, mark := p.text(n), " "
		cursor := n == p.lines.at && !p.lines.follow
		switch {
		case cursor && env.Focused:
			mark = env.Theme.Glyphs.Cursor
		case n >= first && n < end:
			mark = env.Theme.Glyphs.Mark
		}
		for i := 0; i < text.Rows() && height > 0; i++ {
			b = p.style.AppendRow(append(b, '\n'), text, i, mark, cursor)
			height--
		}
	}
	return b
}

// text is a line made ready to be drawn. It is kept as long as lines look so.
func (p *Page) text(n int) *logline.Text { return p.texts.Text(&p.style, n, p.feed.Line(n)) }

// letGo lets go of the lines made ready that are far from those on screen, and from
// the last ones, of which it is asked how many fill a screen.
func (p *Page) letGo(height int) {
	top, end := p.lines.top, p.feed.End()
	p.texts.Keep(func(n int) bool { return n >= top-height && n < top+2*height || n >= end-height })
}

// restyle makes the style what it is to be. Lines of another look are made ready
// anew.
func (p *Page) restyle(env pane.Env) {
	l := look{preferences: p.preferences, theme: env.Theme, width: env.Width, rows: max(1, p.height(env)-1), days: p.days(env), names: p.names(env), find: p.find.text}
	if p.texts != nil && l == p.look {
		return
	}
	p.look, p.texts = l, map[int]*logline.Text{}
	p.style = logline.Style{
		Theme: env.Theme, Width: env.Width, Stamp: l.preferences.stamp, Now: env.Snapshot.Time, Days: l.days,
		Started: p.about.started, Names: l.names, Name: p.about.label,
		Wrap: l.preferences.wrap, Rows: l.rows, Pattern: p.find.pattern,
	}
}

// days reports whether the first line on screen was not written today.
func (p *Page) days(env pane.Env) bool {
	n := p.lines.top
	if n < p.feed.First() || n >= p.feed.End() {
		return false
	}
	now := env.Snapshot.Time
	at := p.feed.Line(n).Time.In(now.Location())
	return at.YearDay() != now.YearDay() || at.Year() != now.Year()
}

// names is how wide the column of names is: as the longest, where there are
// several.
func (p *Page) names(env pane.Env) (width int) {
	if len(p.about.wanted) < 2 {
		return 0
	}
	const least = 4
	for i := range p.about.wanted {
		width = max(width, widget.Width(p.about.label(&p.about.wanted[i].Container), env.Theme.Glyphs))
	}
	return max(least, min(width, env.Width/5))
}

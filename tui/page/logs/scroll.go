package logs

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/pane"
)

// lines are which of the feed's lines are on screen, by their numbers.
type lines struct {
	at     int  // the cursor
	top    int  // the first on screen
	follow bool // the cursor stays on the last, whichever that is
	seen   int  // the number behind the last line when the page ceased to follow
	round  int  // of the feed
}

// settle finds the cursor and the selection again after the feed has changed.
func (p *Page) settle(env pane.Env) (cmd tea.Cmd) {
	l := &p.lines
	if round := p.feed.Round(); round != l.round {
		l.round, l.at, l.seen = round, p.feed.Anchor(), p.feed.End()
		if n, ok := p.feed.Find(p.wants); ok {
			l.at = n
		}
		p.wants = logs.Place{}
		p.texts = nil
		cmd = p.findSelection()
		l.at = max(p.feed.First(), min(l.at, p.feed.End()-1))
		p.restyle(env)
		l.top = p.above(env, l.at, p.height(env)/2)
	}
	if _, opens := p.feed.Opens(env); l.follow && !opens && p.feed.HasYoungest() {
		l.at = p.feed.End() - 1
		l.top = p.above(env, l.at, p.height(env))
	}
	p.show(env)
	return cmd
}

// show moves what is on screen as little as shows the cursor.
func (p *Page) show(env pane.Env) {
	l, first, end := &p.lines, p.feed.First(), p.feed.End()
	height := p.height(env)
	l.at = max(first, min(l.at, end-1))
	lowest := p.above(env, end-1, height)
	l.top = max(first, min(l.top, l.at, lowest))
	l.top = max(l.top, p.above(env, l.at, height))
}

// above is the first line with which line n is the last that fits into so many
// rows.
func (p *Page) above(env pane.Env, n, rows int) int {
	for rows -= p.rows(env, n); n > p.feed.First(); n-- {
		if rows -= p.rows(env, n-1); rows < 0 {
			break
		}
	}
	return n
}

// rows is how many rows a line takes.
func (p *Page) rows(env pane.Env, n int) int {
	if !p.preferences.wrap || n < p.feed.First() || n >= p.feed.End() {
		return 1
	}
	return p.text(n).Rows()
}

// onScreen are the first line on screen, and the one behind the last.
func (p *Page) onScreen(env pane.Env) (first, end int) {
	end = p.lines.top
	for rows := p.height(env); rows > 0 && end < p.feed.End(); end++ {
		rows -= p.rows(env, end)
	}
	return p.lines.top, end
}

// page is how many lines a page is.
func (p *Page) page(env pane.Env) int {
	first, end := p.onScreen(env)
	return max(1, end-first-1)
}

// step moves the cursor. Upwards that ends following; down from the last line it
// begins.
func (p *Page) step(n int) {
	l := &p.lines
	p.axis.leads = false
	if n < 0 {
		p.stay()
	}
	if n > 0 && l.at == p.feed.End()-1 && p.feed.HasYoungest() {
		l.follow = true
	}
	l.at += n
}

// stay ends following. The time cursor goes along with the lines.
func (p *Page) stay() {
	p.axis.leads = false
	if p.lines.follow {
		p.lines.follow, p.lines.seen = false, p.feed.End()
	}
}

// unseen is how many lines were written since the page ceased to follow, and are
// below those on screen.
func (p *Page) unseen(env pane.Env) int {
	_, end := p.onScreen(env)
	return max(0, p.feed.End()-max(end, p.lines.seen)) + int(p.feed.Beyond())
}

// wheel moves what is on screen; the cursor stays on it.
func (p *Page) wheel(env pane.Env, n int) {
	p.axis.leads = false
	if n < 0 {
		p.stay()
	}
	l := &p.lines
	lowest := p.above(env, p.feed.End()-1, p.height(env))
	l.top = max(p.feed.First(), min(l.top+n, lowest))
	l.at = max(l.at, l.top)
	for l.at > l.top && p.above(env, l.at, p.height(env)) > l.top {
		l.at--
	}
}

// click puts the cursor on a line, or the time cursor where a graph is.
func (p *Page) click(env pane.Env, at pane.Click) {
	row := at.Y - p.head(env)
	if row < 0 {
		_, rows := p.graphs(env)
		p.clickGraphs(env, at.X, row+rows)
		return
	}
	for n := p.lines.top; n < p.feed.End(); n++ {
		if row -= p.rows(env, n); row < 0 {
			p.stay()
			p.lines.at = n
			return
		}
	}
}

// toOldest shows the beginning of the log.
func (p *Page) toOldest(env pane.Env) tea.Cmd {
	p.stay()
	if p.feed.HasOldest() {
		p.lines.at = p.feed.First()
		return nil
	}
	return p.feed.Show(env, feed.Oldest())
}

// toNewest shows the end of the log, and follows.
func (p *Page) toNewest(env pane.Env) tea.Cmd {
	p.lines.follow, p.axis.leads, p.about.At = true, false, time.Time{}
	if p.feed.HasYoungest() {
		return nil
	}
	return p.feed.Show(env, feed.AtEnd)
}

package events

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// A cursor stays with its event while others come. The zero cursor is on the
// newest, whichever that is.
type cursor struct {
	n    uint64 // of the event; 0: the newest
	row  int    // where it was last, for when it is gone
	line int    // how far down the screen
}

// index is the row of the cursor; that of an event that is not shown any more
// is its neighbour's, that of one that was folded that of the newest with it.
func (c *cursor) index(p *Pane) int {
	if c.n == 0 || len(p.rows) == 0 {
		return 0
	}
	if c.row < len(p.rows) && p.synced[p.rows[c.row]].N == c.n {
		return c.row
	}
	for i := range p.rows {
		if p.synced[p.rows[i]].N == c.n {
			c.row = i
			return i
		}
	}
	for place, head := range p.under {
		if p.synced[place].N == c.n {
			if i := slices.Index(p.rows, head); i >= 0 {
				c.row, c.n = i, p.synced[head].N
				return c.row
			}
		}
	}
	return min(c.row, len(p.rows)-1)
}

// step moves the cursor by n rows, as far as there are any.
func (p *Pane) step(n int) {
	if len(p.rows) > 0 {
		p.goTo(max(0, min(p.cursor.index(p)+n, len(p.rows)-1)))
	}
}

func (p *Pane) goTo(row int) {
	p.cursor.n, p.cursor.row = p.synced[p.rows[row]].N, row
}

// sync makes rows of the snapshot's events, if they are others than before.
// What is on screen stays where it is when events come above it.
func (p *Pane) sync(env pane.Env) {
	events := env.Snapshot.Events
	if p.made && same(events, p.synced) {
		return
	}
	p.synced, p.made = events, true
	p.rows, p.hidden = p.rows[:0], 0
	for i := len(events) - 1; i >= 0; i-- {
		e := &events[i]
		switch {
		case e.Kind != model.CheckEvent || p.checks:
			p.rows = append(p.rows, i)
		case p.query.finds(e):
			p.hidden++
		}
	}
	p.fold()
	if p.of = len(p.rows); len(p.query.words) > 0 {
		p.rows = slices.DeleteFunc(p.rows, func(place int) bool { return !p.finds(place) })
	}
	p.top = max(0, p.cursor.index(p)-p.cursor.line)
}

// same reports whether these are the same events: they are replaced, not
// changed.
func same(a, b []model.Event) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// room is how many rows there is room for.
func (p *Pane) room(env pane.Env) int { return max(0, env.Height-p.above(env)-len(p.foot(env))) }

// scroll moves the rows on screen as little as shows the cursor.
func (p *Pane) scroll(room int) []int {
	if len(p.rows) == 0 || room < 1 {
		return nil
	}
	at := p.cursor.index(p)
	p.top = max(0, min(p.top, at, len(p.rows)-room))
	p.top = max(p.top, at-room+1, 0)
	p.cursor.line = at - p.top
	return p.rows[p.top:min(len(p.rows), p.top+room)]
}

func (p *Pane) click(env pane.Env, at pane.Click) {
	if row := p.top + at.Y - p.above(env); at.Y >= p.above(env) && row < len(p.rows) {
		p.goTo(row)
	}
}

// wheel scrolls by lines; the cursor stays on screen.
func (p *Pane) wheel(env pane.Env, lines int) {
	room := p.room(env)
	if len(p.rows) == 0 || room == 0 {
		return
	}
	p.top = max(0, min(p.top+lines, len(p.rows)-room))
	if at := p.cursor.index(p); at < p.top || at >= p.top+room {
		p.goTo(max(p.top, min(at, p.top+room-1)))
	}
}

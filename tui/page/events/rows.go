package events

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// sync makes rows of the snapshot's events, if they are others than before: to
// fold them costs more than a frame. What is on screen stays where it is when
// events come above it.
func (p *Pane) sync(env pane.Env) {
	events := env.Snapshot.Events
	if p.made && same(events, p.synced) {
		return
	}
	p.synced, p.made = events, true
	p.list.Rows, p.hidden = p.list.Rows[:0], 0
	for i := len(events) - 1; i >= 0; i-- {
		e := &events[i]
		switch {
		case e.Kind != model.CheckEvent || p.checks:
			p.list.Rows = append(p.list.Rows, i)
		case p.query.finds(e):
			p.hidden++
		}
	}
	p.fold()
	if p.of = len(p.list.Rows); len(p.query.words) > 0 {
		p.list.Rows = slices.DeleteFunc(p.list.Rows, func(place int) bool { return !p.finds(place) })
	}
	line := p.list.At - p.list.Top
	p.list.Sync()
	p.toFold()
	p.list.Top = max(0, p.list.At-line)
}

// toFold moves the cursor of an event that was folded to the newest with it.
func (p *Pane) toFold() {
	n, gone := p.list.Gone()
	if !gone {
		return
	}
	for place, head := range p.under {
		if p.synced[place].N == n {
			p.list.To(slices.Index(p.list.Rows, head))
		}
	}
}

// same reports whether these are the same events: they are replaced, not
// changed.
func same(a, b []model.Event) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// room is how many rows there is room for.
func (p *Pane) room(env pane.Env) int { return max(0, env.Height-p.above(env)-len(p.foot(env))) }

func (p *Pane) click(env pane.Env, at pane.Click) {
	if at.Y >= p.above(env) {
		p.list.To(p.list.Top + at.Y - p.above(env))
	}
}

package detail

import (
	"podtop/tui/pane"
	"podtop/tui/tab"
)

// Idle implements pane.Idler.
func (p *Page) Idle(env pane.Env, name string) bool {
	p.sync(env)
	switch name {
	case "earlier": // no graph was drawn yet, so there is no column to go to
		return !p.charts.HasColumns()
	case "open":
		t, ok := p.tabs[p.tab].(tab.Opener)
		return !ok || !t.Opens(p.within(env))
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

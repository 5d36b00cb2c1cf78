package logs

import (
	"podtop/model"
	"podtop/tui/pane"
)

// Idle implements pane.Idler: a page of all containers cannot be widened, and where
// there are no graphs there is no time cursor.
func (p *Page) Idle(env pane.Env, name string) bool {
	switch name {
	case "all":
		return p.about.By == model.ByNone && len(p.about.Of) == 0
	case "graphs":
		return !p.mayHaveGraphs(env)
	case "earlier", "earlier-page":
		return !p.hasGraphs(env)
	case "later", "later-page":
		return p.lines.follow || !p.hasGraphs(env)
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

package logs

import (
	"podtop/model"
	"podtop/tui/pane"
)

// Idle implements pane.Idler: a page of all containers cannot be widened.
func (p *Page) Idle(env pane.Env, name string) bool {
	if name == "all" {
		return p.about.By == model.ByNone && len(p.about.Of) == 0
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

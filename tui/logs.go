package tui

import (
	"podtop/model"
	"podtop/tui/pane"
)

// logs asks for the log of the marked containers, on the list; of what the page on
// screen says itself; else of the chosen container, or group. nil: there is none,
// and it was said why.
func (a *App) logs() pane.Visit {
	if a.pages.atTop() && a.marks.Len() > 0 {
		return pane.Logs{Of: a.marks.Keys()}
	}
	env, reason := a.env(a.focus()), "no container is chosen here"
	if p, ok := a.front().(pane.Logger); ok {
		v, reason := p.Logs(env)
		if v == nil {
			a.say(model.Info, reason+": there is no log of it")
			return nil
		}
		return *v
	}
	if p, ok := a.front().(pane.Chooser); ok {
		var c *model.Container
		if c, reason = p.Chosen(env); c != nil {
			return pane.Logs{Of: []model.Key{c.Key}}
		}
	}
	if p, ok := a.front().(pane.Grouper); ok {
		if g := p.Group(env); g != nil {
			return pane.Logs{By: g.By, Group: g.Key}
		}
	}
	a.say(model.Info, reason+": choose a container to see its log")
	return nil
}

package events

import (
	"podtop/model"
	"podtop/tui/pane"
)

// Logs implements pane.Logger: that of what the event under the cursor is about,
// at its time, also of a container that is no more.
func (p *Pane) Logs(env pane.Env) (*pane.Logs, string) {
	p.sync(env)
	e := p.at()
	switch {
	case e == nil:
		return nil, "nothing has happened"
	case e.Key.Name == "":
		return nil, "the event is about no container"
	case e.Type == "pod":
		return &pane.Logs{By: model.ByPod, Group: e.Key, At: e.Time}, ""
	}
	return &pane.Logs{Of: []model.Key{e.Key}, At: e.Time}, ""
}

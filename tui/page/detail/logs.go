package detail

import (
	"podtop/model"
	"podtop/tui/pane"
)

// Logs implements pane.Logger: that of the container, or of the member under the
// cursor, else of the group; at the time cursor, if there is one.
func (p *Page) Logs(env pane.Env) (*pane.Logs, string) {
	p.sync(env)
	at := p.charts.At(env.Snapshot, &p.about.chart)
	if !p.ofGroup() {
		return &pane.Logs{Of: []model.Key{p.about.key}, At: at}, ""
	}
	if c, _ := p.Chosen(env); c != nil {
		return &pane.Logs{Of: []model.Key{c.Key}, At: at}, ""
	}
	return &pane.Logs{By: p.about.by, Group: p.about.key, At: at}, ""
}

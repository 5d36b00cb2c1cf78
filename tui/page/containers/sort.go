package containers

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
)

// sortKeys are what the list can be sorted by; nil is the name.
func sortKeys() []*model.Metric {
	keys := []*model.Metric{nil}
	for i := range model.Metrics {
		keys = append(keys, &model.Metrics[i])
	}
	return keys
}

// openSort lets the user choose one of the sort keys.
func (p *Pane) openSort(env pane.Env) tea.Cmd {
	keys := sortKeys()
	items := []pane.Item{{Name: "name", Text: "Name of the container."}}
	for _, m := range keys[1:] {
		items = append(items, pane.Item{Name: m.Name, Text: m.Help})
	}
	return env.Menu("sort by", items, slices.Index(keys, p.order.by))
}

// sortBy sorts by m, greatest first, or by name if m is nil.
func (p *Pane) sortBy(m *model.Metric) {
	p.order.by, p.order.inverted = m, false
	p.resort()
}

// resort forgets the places the rows have.
func (p *Pane) resort() { p.order.rank, p.synced = nil, nil }

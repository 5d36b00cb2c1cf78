package containers

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// A sortKey is what rows are sorted by: a metric, greatest first, a text, from a
// to z, or what is wrong, the worst first.
type sortKey struct {
	name   string
	metric *model.Metric
	text   *model.Text
	help   string
}

// byAlert is the key that puts first what is wrong.
const byAlert = "alert"

// sortKeys are what the list can be sorted by, the name first.
func sortKeys() []sortKey {
	keys := []sortKey{textKey(model.TextByName("name"))}
	for i := range model.Metrics {
		m := &model.Metrics[i]
		keys = append(keys, sortKey{name: m.Name, metric: m, help: m.Help})
	}
	for i := range model.Texts {
		if t := &model.Texts[i]; t.Name != "name" {
			keys = append(keys, textKey(t))
		}
	}
	return append(keys, sortKey{name: byAlert, help: "What is wrong first, the worst before all."})
}

func textKey(t *model.Text) sortKey { return sortKey{name: t.Name, text: t, help: t.Help} }

// sortKeyByName is the sort key called name; ok is false if there is none.
func sortKeyByName(name string) (k sortKey, ok bool) {
	keys := sortKeys()
	i := slices.IndexFunc(keys, func(k sortKey) bool { return k.name == name })
	if i < 0 {
		return sortKey{}, false
	}
	return keys[i], true
}

// SortNames are what the list can be sorted by.
func SortNames() []string {
	var names []string
	for _, k := range sortKeys() {
		names = append(names, k.name)
	}
	return names
}

// openSort lets the user choose one of the sort keys.
func (p *Pane) openSort(env pane.Env) {
	var items []pane.Item
	at := 0
	for i, k := range sortKeys() {
		items = append(items, pane.Item{Name: k.name, Text: env.Theme.Glyphs.Own(k.help)})
		if k.name == p.order.by.name {
			at = i
		}
	}
	env.Menu("sort by", items, at)
}

// sortBy sorts by the key called name.
func (p *Pane) sortBy(name string) {
	if k, ok := sortKeyByName(name); ok {
		p.order.by, p.order.inverted = k, false
		p.resort()
	}
}

// resort forgets the places the rows have.
func (p *Pane) resort() { p.order.rank, p.synced, p.cols = nil, nil, nil }

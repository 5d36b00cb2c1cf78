package containers

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// Choices are what the user can choose of a list and would find again. The
// zero Choices are the defaults.
type Choices struct {
	Columns  Layout
	Sort     string // one of SortNames; "": cpu
	Inverted bool
	All      bool   // also containers that are long gone
	Group    string // a model.Grouping; "": pod
}

// newPane returns a Pane that begins with the given choices. Unknown names are
// taken for the defaults.
func newPane(k *KeyMap, c Choices) *Pane {
	p := &Pane{keys: k, layout: c.Columns, choice: choice{all: c.All, by: model.ByPod}}
	p.list.Key = func(r *row) model.Key { return r.key }
	p.sortBy("cpu")
	p.sortBy(c.Sort)
	p.order.inverted = c.Inverted
	if by, err := model.ParseGrouping(c.Group); err == nil {
		p.choice.by = by
	}
	return p
}

// Open returns the list, with preferences of type Choices.
func Open(k *KeyMap, preferences any) pane.Pane {
	choices, _ := preferences.(Choices)
	return newPane(k, choices)
}

// Preferences implements pane.Keeper: they are Choices.
func (p *Pane) Preferences() any {
	return Choices{Columns: p.layout, Sort: p.order.by.name, Inverted: p.order.inverted, All: p.choice.all, Group: p.choice.by.String()}
}

// openColumns lets the user choose the columns, their order and widths.
func (p *Pane) openColumns(env pane.Env) {
	env.Arrange("columns", p.arrange(p.layout, env), p.arrange(defaultLayout, env))
}

type (
	sortBy       string // one of SortNames, to sort by
	toggleColumn string // one of columnNames, to be shown, or hidden
)

// Offers sort the list, and show or hide its columns.
func Offers() (all []pane.Offer) {
	for _, name := range SortNames() {
		all = append(all, pane.Offer{Name: "sort by " + name, Text: "order of the list", Msg: sortBy(name)})
	}
	for _, name := range columnNames() {
		all = append(all, pane.Offer{Name: "column " + name, Text: "show it in the list, or not", Msg: toggleColumn(name)})
	}
	return all
}

// toggleColumn shows a column at the right, or hides it.
func (p *Pane) toggleColumn(name string) {
	layout := slices.Clone(p.layout.orDefault())
	if i := slices.IndexFunc(layout, func(c Column) bool { return c.Name == name }); i >= 0 {
		layout = slices.Delete(layout, i, i+1)
	} else {
		layout = append(layout, Column{Name: name})
	}
	p.layout, p.cols = layout, nil
}

// arrange is every column there can be, those of layout first.
func (p *Pane) arrange(layout Layout, env pane.Env) []pane.Part {
	all := catalogue(env.Theme.Glyphs)
	var parts []pane.Part
	add := func(c *column, on bool, width int) {
		parts = append(parts, pane.Part{Name: c.name, Text: env.Theme.Glyphs.Own(c.help), On: on, Width: width, Least: c.min, Most: maxWidth, Fixed: c.name == "name"})
	}
	for _, want := range layout.orDefault() {
		if c := columnByName(all, want.Name); c != nil {
			add(c, true, want.Width)
		}
	}
	for i := range all {
		if !slices.ContainsFunc(parts, func(p pane.Part) bool { return p.Name == all[i].name }) {
			add(&all[i], false, 0)
		}
	}
	return parts
}

// arranged takes in the columns the user chose.
func (p *Pane) arranged(parts pane.Arranged) {
	p.layout = nil
	for _, c := range parts {
		if c.On {
			p.layout = append(p.layout, Column{c.Name, c.Width})
		}
	}
	p.cols = nil
}

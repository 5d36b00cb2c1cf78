package main

import (
	"cmp"
	"math"
	"strings"

	"podtop/model"
)

// A column is one thing to print of a container: a text, or a metric.
type column struct {
	name, title string
	text        func(*model.Container) string
	metric      *model.Metric // if text is nil
}

// texts are the columns that hold no number.
var texts = []column{
	{name: "name", title: "NAME", text: func(c *model.Container) string { return c.Name }},
	{name: "id", title: "ID", text: func(c *model.Container) string { return c.ID.Short() }},
	{name: "user", title: "USER", text: func(c *model.Container) string { return userOf(c.User, c.UID) }},
	{name: "pod", title: "POD", text: podOf},
	{name: "state", title: "STATE", text: func(c *model.Container) string { return string(c.State) }},
	{name: "health", title: "HEALTH", text: func(c *model.Container) string { return c.Health }},
	{name: "image", title: "IMAGE", text: func(c *model.Container) string { return c.Image }},
	{name: "unit", title: "UNIT", text: func(c *model.Container) string { return c.Unit }},
	{name: "project", title: "PROJECT", text: func(c *model.Container) string { return c.Project }},
	{name: "runtime", title: "RUNTIME", text: func(c *model.Container) string { return string(c.Runtime) }},
}

// defaultColumns are what podtop stats prints.
var defaultColumns = []string{
	"name", "state", "cpu", "mem", "mem.limit%", "net.rx", "net.tx", "blk.r", "blk.w", "psi.cpu", "psi.mem", "psi.io", "throttled%", "pids", "uptime",
}

func columnByName(name string) *column {
	for i := range texts {
		if texts[i].name == name {
			return &texts[i]
		}
	}
	if m := model.MetricByName(name); m != nil {
		return &column{name: m.Name, title: m.Title, metric: m}
	}
	return nil
}

func columnNames() []string {
	var names []string
	for _, c := range texts {
		names = append(names, c.name)
	}
	return append(names, model.MetricNames()...)
}

// value writes c's cell.
func (col *column) value(c *model.Container) string {
	if col.metric != nil {
		return number(&c.Figures, col.metric, c.Net)
	}
	return cmp.Or(col.text(c), model.Dash)
}

// number writes a metric of a row. A container on the host's network has no
// traffic of its own, and says so.
func number(f *model.Figures, m *model.Metric, net model.NetSource) string {
	if net == model.NetHost && strings.HasPrefix(m.Name, "net.") {
		return "host"
	}
	return string(model.AppendValue(nil, m.Of(f), m.Unit))
}

// compare orders rows by col: texts from a to z, numbers from the greatest,
// what is not known last.
func (col *column) compare(a, b *model.Container) int {
	if col.metric == nil {
		return cmp.Compare(col.text(a), col.text(b))
	}
	x, y := col.metric.Of(&a.Figures), col.metric.Of(&b.Figures)
	switch nx, ny := math.IsNaN(x), math.IsNaN(y); {
	case nx && ny:
		return 0
	case nx:
		return 1
	case ny:
		return -1
	}
	return cmp.Compare(y, x)
}

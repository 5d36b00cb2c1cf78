package main

import (
	"cmp"
	"math"

	"podtop/model"
)

// A column is one thing to print of a container: a text, or a metric.
type column struct {
	name, title string
	text        *model.Text // nil for a metric
	metric      *model.Metric
}

// defaultColumns are what podtop stats prints.
var defaultColumns = []string{
	"name", "state", "cpu", "mem", "mem.limit%", "net.rx", "net.tx", "blk.r", "blk.w", "psi.cpu", "psi.mem", "psi.io", "throttled%", "pids", "uptime",
}

func columnByName(name string) *column {
	if t := model.TextByName(name); t != nil {
		return &column{name: t.Name, title: t.Title, text: t}
	}
	if m := model.MetricByName(name); m != nil {
		return &column{name: m.Name, title: m.Title, metric: m}
	}
	return nil
}

func columnNames() []string {
	var names []string
	for _, t := range model.Texts {
		names = append(names, t.Name)
	}
	return append(names, model.MetricNames()...)
}

// value writes c's cell.
func (col *column) value(c *model.Container) string {
	if col.metric != nil {
		return number(&c.Figures, col.metric, c.Net)
	}
	return cmp.Or(col.text.Of(c), model.Dash)
}

// number writes a metric of a row. A container on the host's network has no
// traffic of its own, and says so.
func number(f *model.Figures, m *model.Metric, net model.NetSource) string {
	if net == model.NetHost && m.IsTraffic() {
		return "host"
	}
	return string(model.AppendValue(nil, m.Of(f), m.Unit))
}

// compare orders rows by col: texts from a to z, numbers from the greatest,
// what is not known last.
func (col *column) compare(a, b *model.Container) int {
	if col.metric == nil {
		return compareTexts(col.text.Of(a), col.text.Of(b))
	}
	return compareNumbers(col.metric.Of(&a.Figures), col.metric.Of(&b.Figures))
}

// comparePods is compare for pods.
func (col *column) comparePods(a, b *model.Group) int {
	if col.metric == nil {
		return compareTexts(podText(a, col.name), podText(b, col.name))
	}
	return compareNumbers(col.metric.Of(&a.Figures), col.metric.Of(&b.Figures))
}

func compareTexts(x, y string) int {
	if (x == "") != (y == "") {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
}

func compareNumbers(x, y float64) int {
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

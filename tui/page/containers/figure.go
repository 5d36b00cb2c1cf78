package containers

import (
	"math"
	"strings"

	"podtop/model"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// of picks a figure.
type of = func(*model.Figures) float64

// The figures the list has columns of its own for.
var (
	cpuOf, memOf, pidsOf = model.MetricByName("cpu").Of, model.MetricByName("mem").Of, model.MetricByName("pids").Of
	rxOf, txOf           = model.MetricByName("net.rx").Of, model.MetricByName("net.tx").Of
	readOf, writtenOf    = model.MetricByName("blk.r").Of, model.MetricByName("blk.w").Of
)

// lacks reports whether a figure of the row is a sum that members are missing
// from.
func (r *row) lacks(f of) bool { return r.group != nil && f(&r.group.Unknown) > 0 }

// figure appends v; with a sign that it is at least so much, if it lacks
// something.
func figure(c table.Cell, v float64, lacks bool, d model.Dimension) []byte {
	if !lacks || math.IsNaN(v) {
		return c.Value(v, d)
	}
	var scratch [24]byte
	return c.Digits("", model.AppendValue(append(scratch[:0], c.Theme.Glyphs.AtLeast...), v, d))
}

// high is where a metric's values are looked at twice.
var high = map[string]float64{
	"mem.limit%": widget.NearLimit, "cpu.limit%": widget.NearLimit, "throttled%": widget.MuchThrottled, "psi.cpu": widget.MuchPressure, "psi.mem": widget.MuchPressure, "psi.io": widget.MuchPressure,
}

// drawMetric draws the column of metric m.
func drawMetric(m *model.Metric) func(table.Cell, *painter, *row) []byte {
	from, watched := high[m.Name]
	traffic := m.IsTraffic()
	return func(c table.Cell, _ *painter, r *row) []byte {
		v := m.Of(r.figures())
		switch {
		case traffic && r.net() == model.NetHost:
			return c.Word(c.Theme.Muted, "host")
		case watched && v >= from:
			return c.High(v, from, m.Unit)
		}
		return figure(c, v, r.lacks(m.Of), m.Unit)
	}
}

// drawText draws the column of text t.
func drawText(t *model.Text) func(table.Cell, *painter, *row) []byte {
	return func(c table.Cell, _ *painter, r *row) []byte {
		return text(c, r.text(t), r.container != nil, "")
	}
}

// text appends a text with a gap before it, a dash in its place if it is missed.
func text(c table.Cell, text string, missed bool, s theme.Style) []byte {
	if text == "" && missed {
		text, s = c.Theme.Glyphs.Dash, c.Theme.Muted
	}
	c.B, c.Width = append(c.B, "  "...), c.Width-2
	return c.Text(s, text)
}

// drawAlert says in words what is wrong with the row's container.
func drawAlert(c table.Cell, p *painter, r *row) []byte {
	a := p.alert(r)
	if a == nil {
		return c.Empty()
	}
	what := strings.TrimPrefix(strings.TrimPrefix(a.Text, a.Name), ": ")
	return text(c, what, false, widget.SeverityStyle(a.Severity, p.theme))
}

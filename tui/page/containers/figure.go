package containers

import (
	"math"
	"strings"
	"unicode/utf8"

	"podtop/model"
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
func (p *painter) figure(b []byte, v float64, lacks bool, d model.Dimension, width int) []byte {
	if !lacks || math.IsNaN(v) {
		return widget.AppendValue(b, v, d, width, p.theme)
	}
	var scratch [24]byte
	text := model.AppendValue(append(scratch[:0], p.theme.Glyphs.AtLeast...), v, d)
	return append(widget.Pad(b, width-utf8.RuneCount(text)), text...)
}

// high is where a metric's values are looked at twice.
var high = map[string]float64{
	"mem.limit%": limitHigh, "cpu.limit%": limitHigh, "throttled%": throttledHigh, "psi.cpu": pressureHigh, "psi.mem": pressureHigh, "psi.io": pressureHigh,
}

// drawMetric draws the column of metric m.
func drawMetric(m *model.Metric) func([]byte, *painter, *row, int) []byte {
	from, watched := high[m.Name]
	traffic := m.IsTraffic()
	return func(b []byte, p *painter, r *row, width int) []byte {
		v := m.Of(r.figures())
		switch {
		case traffic && r.net() == model.NetHost:
			return widget.AppendRight(b, "host", width, p.theme.Muted)
		case watched && v >= from:
			return p.percent(b, v, from, p.theme.Warn, width)
		}
		return p.figure(b, v, r.lacks(m.Of), m.Unit, width)
	}
}

// drawText draws the column of text t.
func drawText(t *model.Text) func([]byte, *painter, *row, int) []byte {
	return func(b []byte, p *painter, r *row, width int) []byte {
		return p.text(b, r.text(t), r.container != nil, "", width)
	}
}

// text appends a text with a gap before it, a dash in its place if it is missed.
func (p *painter) text(b []byte, text string, missed bool, s theme.Style, width int) []byte {
	b = append(b, "  "...)
	if text == "" && missed {
		text, s = p.theme.Glyphs.Dash, p.theme.Muted
	}
	b = s.Begin(b)
	return s.End(widget.AppendText(b, text, width-2, p.theme.Glyphs))
}

// drawAlert says in words what is wrong with the row's container.
func drawAlert(b []byte, p *painter, r *row, width int) []byte {
	a := p.alert(r)
	if a == nil {
		return widget.Pad(b, width)
	}
	text := strings.TrimPrefix(strings.TrimPrefix(a.Text, a.Name), ": ")
	return p.text(b, text, false, widget.SeverityStyle(a.Severity, p.theme), width)
}

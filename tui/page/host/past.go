package host

import (
	"math"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A trace is one figure of the host over time.
type trace struct {
	label  string
	metric string // by name
	unit   model.Dimension
	now    func(*model.Host) float64
	full   func(*model.Host) float64 // what stands at full height; nil: the greatest there is
}

func hundred(*model.Host) float64 { return 100 }

// traces are those shown, in their order.
var traces = []trace{
	{"cpu", "cpu", model.Cores, func(h *model.Host) float64 { return h.CPU }, func(h *model.Host) float64 { return float64(h.CPUs) }},
	{"mem", "mem", model.Bytes, func(h *model.Host) float64 { return h.MemUsed }, func(h *model.Host) float64 { return h.MemTotal }},
	{"net ↓", "net.rx", model.BytesPerSec, func(h *model.Host) float64 { return h.NetRx }, nil},
	{"net ↑", "net.tx", model.BytesPerSec, func(h *model.Host) float64 { return h.NetTx }, nil},
	{"blk r", "blk.r", model.BytesPerSec, func(h *model.Host) float64 { return h.BlkR }, nil},
	{"blk w", "blk.w", model.BytesPerSec, func(h *model.Host) float64 { return h.BlkW }, nil},
	{"psi cpu", "psi.cpu", model.Percent, func(h *model.Host) float64 { return h.PSICPU }, hundred},
	{"psi mem", "psi.mem", model.Percent, func(h *model.Host) float64 { return h.PSIMem }, hundred},
	{"psi io", "psi.io", model.Percent, func(h *model.Host) float64 { return h.PSIIO }, hundred},
}

// A past is what is read of the host's history, into memory it keeps.
type past struct {
	spans  []model.Span
	values []float32
}

// Cells of one trace beside its graph.
const (
	traceLabel = 8
	traceNow   = 6
	tracePeak  = 12 // "  peak 1023M"
	traceGap   = 2
	leastTrace = traceLabel + traceNow + 1 + 10 + tracePeak + traceGap
	mostTraces = 3 // beside each other
)

// draw adds the graphs.
func (p *past) draw(s *widget.Sheet, env pane.Env) {
	n := max(1, min(mostTraces, (s.Width+traceGap)/leastTrace))
	width := (s.Width - (n-1)*traceGap) / n
	cells := max(0, width-traceLabel-traceNow-1-tracePeak)
	dots := cells * graph.Dots(env.Theme.Glyphs.Charset)
	heading(s, "the past", env.Span(dots))
	for i := 0; i < len(traces); i += n {
		row := traces[i:min(i+n, len(traces))]
		s.Add(func(b []byte) []byte {
			left := s.Width
			for j := range row {
				if j > 0 {
					b = widget.Pad(b, traceGap)
					left -= traceGap
				}
				b = p.trace(b, &row[j], env, min(width, left), dots)
				left -= min(width, left)
			}
			return widget.Pad(b, left)
		})
	}
}

// trace appends one figure, its graph and its peak.
func (p *past) trace(b []byte, t *trace, env pane.Env, width, dots int) []byte {
	th, h := env.Theme, &env.Snapshot.Host
	b = th.Muted.Begin(b)
	b = widget.AppendText(b, th.Glyphs.Own(t.label), min(traceLabel, width), th.Glyphs)
	b = th.Muted.End(b)
	if width < traceLabel+traceNow {
		return widget.Pad(b, width-traceLabel)
	}
	b = widget.AppendValue(b, t.now(h), t.unit, traceNow, th)
	if dots == 0 {
		return widget.Pad(b, width-traceLabel-traceNow)
	}
	most := p.read(t, env, dots)
	full := most
	if t.full != nil {
		full = t.full(h)
	}
	b = th.Graph.Begin(append(b, ' '))
	graph.Root(p.values)
	b = graph.AppendSpark(b, p.values, float32(math.Sqrt(full)), th.Glyphs.Charset)
	b = th.Graph.End(b)
	b = appendPeak(b, most, t.unit, th)
	return widget.Pad(b, width-traceLabel-traceNow-1-dots/graph.Dots(th.Glyphs.Charset)-tracePeak)
}

// read reads the greatest values in the window, and returns the greatest of
// them, NaN if none is known.
func (p *past) read(t *trace, env pane.Env, dots int) float64 {
	if cap(p.spans) < dots {
		p.spans, p.values = make([]model.Span, dots), make([]float32, dots)
	}
	p.spans, p.values = p.spans[:dots], p.values[:dots]
	env.Past.Read(p.spans, model.HostKey, model.MetricByName(t.metric), env.Snapshot.Mono, env.Dot(dots))
	most := math.NaN()
	for i, s := range p.spans {
		p.values[i] = float32(s.Max)
		if !(s.Max <= most) && s.Max == s.Max {
			most = s.Max
		}
	}
	return most
}

func appendPeak(b []byte, most float64, unit model.Dimension, th theme.Theme) []byte {
	b = th.Muted.Append(b, "  peak ")
	return widget.AppendValue(b, most, unit, tracePeak-len("  peak "), th)
}

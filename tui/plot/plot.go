// Package plot draws how the values of a benchmark lie: a column for each range of
// values, as high as there are many.
package plot

import (
	"math"
	"slices"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Plots are those of one or more shapes above each other, on one scale. They are
// reused.
type Plots struct {
	shapes        []bench.Shape
	all           []plot
	width, height int // of each
	theme         theme.Theme
}

// A plot is that of one shape.
type plot struct {
	canvas graph.Canvas
	scale  graph.Scale
	spans  []model.Span
}

const (
	// Least is the fewest lines of a plot: words, rows, the scale.
	Least = 1 + 3 + 1
	// Most is how many lines there are to be: more show nothing more.
	Most = 1 + 16 + 1

	labels    = 6  // cells at the left, for how many values there are
	figures   = 20 // cells at the right, for the figures
	roomy     = 60 // cells from which on there are some
	fullBlock = 4  // lines of figures, below the words
)

// A span is the range of values that plots show, all the same.
type span struct{ low, high float64 }

// spanOf is the range of all values of some shapes.
func spanOf(shapes []bench.Shape) span {
	s := span{math.Inf(1), math.Inf(-1)}
	for i := range shapes {
		if bins := shapes[i].Bins; len(bins) > 0 {
			s.low, s.high = min(s.low, bins[0].From), max(s.high, bins[len(bins)-1].To)
		}
	}
	return s
}

// known reports whether there is such a range.
func (s span) known() bool { return s.high > s.low && !math.IsInf(s.high-s.low, 0) }

// column is where v is, of so many columns.
func (s span) column(v float64, columns int) int {
	if !s.known() || v != v {
		return -1
	}
	return int(math.Round((v - s.low) / (s.high - s.low) * float64(columns)))
}

// leastTop is how many values a column has at least that is as high as the plot: else
// the first few values would fill it.
const leastTop = 5

// Draw draws shapes, each in so many cells and lines, for AppendLine.
func (p *Plots) Draw(shapes []bench.Shape, width, height int, t theme.Theme) {
	p.shapes, p.width, p.height, p.theme = shapes, width, height, t
	if len(p.all) < len(shapes) {
		p.all = make([]plot, len(shapes))
	}
	s, most := spanOf(shapes), leastTop
	for i := range shapes {
		for _, b := range shapes[i].Bins {
			most = max(most, b.N)
		}
	}
	for i := range shapes {
		style := t.Graph
		if i > 0 {
			style = t.Second
		}
		p.all[i].draw(&shapes[i], s, graph.ScaleFor(float64(most), model.Number), p.canvasWidth(), height-2, t, style)
	}
}

// Lines is how many lines there are.
func (p *Plots) Lines() int { return p.height * len(p.shapes) }

// figuresWidth is how many cells the figures at the right have.
func figuresWidth(width int) int {
	if width >= roomy {
		return figures
	}
	return 1
}

func (p *plot) draw(of *bench.Shape, s span, scale graph.Scale, width, height int, t theme.Theme, style theme.Style) {
	p.canvas.Reset(width, height, t)
	p.scale = scale
	columns := p.canvas.Columns()
	p.spans = slices.Grow(p.spans[:0], columns)[:columns]
	unknown := model.UnknownSpan()
	for i := range p.spans {
		p.spans[i] = unknown
	}
	for _, b := range of.Bins {
		from := max(0, s.column(b.From, columns))
		to := min(columns, max(from+1, s.column(b.To, columns)))
		for x := from; x < to; x++ {
			n := float64(b.N)
			if v := p.spans[x].Max; v == v {
				n = max(n, v)
			}
			p.spans[x] = model.Span{Min: n, Avg: n, Max: n}
		}
	}
	p.canvas.Area(p.spans, scale.Top, style, t.Muted)
}

// AppendLine appends line y.
func (p *Plots) AppendLine(b []byte, y int) []byte {
	t := p.theme
	if y >= p.Lines() {
		return widget.Pad(b, p.width)
	}
	i, row := y/p.height, y%p.height
	of, plot := &p.shapes[i], &p.all[i]
	if row == 0 {
		return appendCaption(b, of, p.width, t)
	}
	line := widget.Line{B: b, Room: p.width, Theme: t}
	if row < p.height-1 {
		line.B = plot.scale.AppendLabel(t.Muted.Begin(line.B), row-1, plot.canvas.Rows(), labels-1)
		line.B = plot.canvas.AppendRow(append(t.Muted.End(line.B), ' '), row-1)
		line.Room -= labels + p.canvasWidth()
	} else {
		s := spanOf(p.shapes)
		line.Pad(labels)
		line.Narrow(p.canvasWidth(), func() { appendScale(&line, of, s) })
		line.Pad(p.canvasWidth() - (p.width - labels - line.Room))
	}
	if figuresWidth(p.width) == figures {
		appendFigure(&line, of, row-1)
	}
	return widget.Pad(line.B, line.Room)
}

func (p *Plots) canvasWidth() int { return max(0, p.width-labels-figuresWidth(p.width)) }

// appendCaption appends the line of words above a plot.
func appendCaption(b []byte, of *bench.Shape, width int, t theme.Theme) []byte {
	l := widget.Line{B: append(b, ' '), Room: width - 1, Theme: t}
	l.Text(t.Title, t.Glyphs.Prose(of.Name))
	if of.N == 0 {
		l.Word(t.Muted, "  nothing measured yet")
		return l.End()
	}
	l.Word(t.Muted, "  "+model.Plural(of.N, "value", "values"))
	if figuresWidth(width) != figures {
		l.Word(t.Muted, "  median ")
		l.Text("", valueText(of.Median, of.Unit, t))
	}
	l.Word(t.Muted, "  newest ")
	l.Text("", valueText(of.Last, of.Unit, t))
	switch of.Better {
	case bench.Less:
		l.Word(t.Muted, "  less is better")
	case bench.More:
		l.Word(t.Muted, "  more is better")
	}
	return l.End()
}

func valueText(v float64, d model.Dimension, t theme.Theme) string {
	return t.Glyphs.Prose(bench.FormatValue(v, d))
}

// appendFigure appends one of the figures beside a plot.
func appendFigure(l *widget.Line, of *bench.Shape, row int) {
	if row >= fullBlock || of.N == 0 {
		return
	}
	f := [fullBlock]struct {
		name  string
		value float64
	}{{"max", of.Max}, {"p95", of.P95}, {"median", of.Median}, {"min", of.Min}}[row]
	l.Pad(2)
	l.Narrow(8, func() { l.Text(l.Theme.Muted, f.name) })
	l.Pad(8 - len(f.name))
	l.Text("", valueText(f.value, of.Unit, l.Theme))
}

// appendScale appends what the ends of a plot stand for, and where the median is.
func appendScale(l *widget.Line, of *bench.Shape, s span) {
	if !s.known() {
		return
	}
	t := l.Theme
	width := l.Room
	low, high := valueText(s.low, of.Unit, t), valueText(s.high, of.Unit, t)
	at := min(width-1, s.column(of.Median, width))
	median := t.Glyphs.Rising + " median"
	lowWidth, highWidth := widget.Width(low, t.Glyphs), widget.Width(high, t.Glyphs)
	if at >= lowWidth+1 || of.N == 0 || at < 0 {
		l.Text(t.Muted, low)
	}
	if of.N > 0 && at >= 0 {
		l.Pad(at - (width - l.Room))
		if at+len("x median")+highWidth+1 < width {
			l.Text(t.Title, median)
		} else {
			l.Sign(t.Title, t.Glyphs.Rising)
		}
	}
	if l.Room > highWidth {
		l.Pad(l.Room - highWidth)
		l.Text(t.Muted, high)
	}
}

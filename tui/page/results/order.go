package results

import (
	"math"
	"slices"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// An order is the values of a series in the order in which they came, or of the two arms
// of an ab below each other, as graphs on one scale. It is reused.
type order struct {
	low, high float64 // of all graphs
	graphs    [2]orderGraph
}

// An orderGraph is the values of one series.
type orderGraph struct {
	canvas graph.Canvas
	spans  []model.Span
}

const labelWidth = 8

// orderRows is how many rows the graph of each of n series has.
func orderRows(n int) int {
	if n > 1 {
		return 3
	}
	return 4
}

// orderHeight is how many lines n series take: with a blank above them, a line of words
// and a line of signs for each; 0 of none.
func orderHeight(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + n*(1+orderRows(n)+1)
}

// draw draws the values, marks the outliers, and those at the cursor, of which texts say
// what they are.
func (o *order) draw(f *frame.Frame, all []*bench.Series, at int, texts []string) {
	t := f.Env.Theme
	const title = "in their order"
	for i := range all {
		f.Line(func(l *widget.Line) {
			if i == 0 {
				l.Word(t.Title, title)
			} else {
				l.Pad(len(title))
			}
			switch {
			case i < len(texts):
				l.Text("", t.Glyphs.Prose("  "+texts[i]))
			case i == 0:
				l.Word(t.Muted, t.Glyphs.Own("  ← → which one is which"))
			}
		})
	}
	n := values(all)
	o.low, o.high = bounds(all)
	for i, of := range all {
		style := t.Graph
		if i > 0 {
			style = t.Second
		}
		o.drawGraph(f, &o.graphs[i], of, n, orderRows(len(all)), style)
		drawSigns(f, of, n, at, o.graphs[i].canvas.Columns())
	}
}

// drawGraph draws the graph of a series in a room for n values.
func (o *order) drawGraph(f *frame.Frame, g *orderGraph, of *bench.Series, n, rows int, style theme.Style) {
	t := f.Env.Theme
	g.canvas.Reset(max(1, f.Env.Width-labelWidth-1), rows, t)
	g.fill(of, n, o.low)
	g.canvas.Area(g.spans, o.high-o.low, style, t.Muted)
	for y := range rows {
		label := ""
		switch y {
		case 0:
			label = bench.FormatValue(o.high, of.Unit)
		case rows - 1:
			label = bench.FormatValue(o.low, of.Unit)
		case 1:
			label = of.Group
		}
		f.Raw(func(b []byte) []byte {
			b = widget.AppendText(t.Muted.Begin(b), t.Glyphs.Prose(label), labelWidth-1, t.Glyphs)
			b = append(t.Muted.End(b), ' ')
			return append(g.canvas.AppendRow(b, y), ' ')
		})
	}
}

// bounds are what graphs go from and to: from the lowest value, or a little below it, to
// the highest. What matters is how they differ.
func bounds(all []*bench.Series) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, of := range all {
		for i := range of.Values {
			if v := of.Values[i].Value; v == v {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if margin := (high - low) / 10; low > margin {
		low -= margin
	} else {
		low = 0
	}
	if high <= low {
		high = low + 1
	}
	return low, high
}

// fill shares out the columns among n values: each has some, or some have one.
func (g *orderGraph) fill(of *bench.Series, n int, low float64) {
	columns := g.canvas.Columns()
	g.spans = slices.Grow(g.spans[:0], columns)[:columns]
	for x := range g.spans {
		s := model.Span{Min: math.NaN(), Avg: math.NaN(), Max: math.NaN()}
		from := x * n / columns
		for i := from; i < max(from+1, (x+1)*n/columns) && i < len(of.Values); i++ {
			switch v := of.Values[i].Value - low; {
			case v != v:
			case s.Max != s.Max:
				s = model.Span{Min: v, Avg: v, Max: v}
			default:
				s.Min, s.Max = min(s.Min, v), max(s.Max, v)
				s.Avg = (s.Min + s.Max) / 2
			}
		}
		g.spans[x] = s
	}
}

// drawSigns draws a line below the graph of a series: where the outliers are, and the
// cursor, in a room for n values.
func drawSigns(f *frame.Frame, of *bench.Series, n, at, columns int) {
	t := f.Env.Theme
	cells := max(1, f.Env.Width-labelWidth-1)
	cell := func(i int) int { return (i*columns/n + columns/n/2) * cells / columns }
	outliers := map[int]bool{}
	for _, i := range of.Outliers() {
		outliers[cell(i)] = true
	}
	cursor := -1
	if at >= 0 {
		cursor = cell(at)
	}
	f.Line(func(l *widget.Line) {
		l.Pad(labelWidth - 1)
		for x := range cells {
			switch {
			case x == cursor:
				l.Sign(t.Title, t.Glyphs.Rising)
			case outliers[x]:
				l.Sign(t.Warn, "!")
			default:
				l.Pad(1)
			}
		}
	})
}

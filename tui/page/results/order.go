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
// of an ab below each other, as graphs. It is reused.
type order struct{ graphs [2]orderGraph }

// An orderGraph is the values of one series.
type orderGraph struct {
	canvas    graph.Canvas
	spans     []model.Span
	low, high float64 // what it goes from and to
}

const labelWidth = 9 // of what stands before a graph, with a blank at each end

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
	n, rows := values(all), orderRows(len(all))
	o.scale(all)
	for i, of := range all {
		g, style := &o.graphs[i], t.Graph
		if i > 0 {
			style = t.Second
		}
		g.draw(f, of, n, rows, style)
		drawSigns(f, of, n, at, g.canvas.Columns())
	}
}

// scale has each graph go from the lowest value of its series, or a little below it, as
// far as the one with the widest range needs. A row is worth the same in all of them, so
// that one sees how each series varies, however far they are apart.
func (o *order) scale(all []*bench.Series) {
	reach := 0.0
	for i, of := range all {
		g := &o.graphs[i]
		g.low, g.high = ends(of)
		reach = max(reach, g.high-g.low)
	}
	for i := range all {
		g := &o.graphs[i]
		if g.low > reach/10 {
			g.low -= reach / 10
		} else {
			g.low = 0
		}
		g.high = g.low + reach*1.1
		if !(g.high > g.low) {
			g.high = g.low + 1
		}
	}
}

// ends are the lowest and the highest value of a series; of none 0.
func ends(of *bench.Series) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range of.Values {
		if v := of.Values[i].Value; v == v {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		return 0, 0
	}
	return low, high
}

// draw draws the graph of a series in a room for n values.
func (g *orderGraph) draw(f *frame.Frame, of *bench.Series, n, rows int, style theme.Style) {
	t := f.Env.Theme
	g.canvas.Reset(max(1, f.Env.Width-labelWidth-1), rows, t)
	g.fill(of, n)
	g.canvas.Area(g.spans, g.high-g.low, style, t.Muted)
	for y := range rows {
		label := ""
		switch y {
		case 0:
			label = bench.FormatValue(g.high, of.Unit)
		case rows - 1:
			label = bench.FormatValue(g.low, of.Unit)
		case 1:
			label = of.Group
		}
		f.Raw(func(b []byte) []byte {
			b = widget.AppendText(t.Muted.Begin(append(b, ' ')), t.Glyphs.Prose(label), labelWidth-2, t.Glyphs)
			b = append(t.Muted.End(b), ' ')
			return append(g.canvas.AppendRow(b, y), ' ')
		})
	}
}

// fill shares out the columns among n values: each has some, or some have one.
func (g *orderGraph) fill(of *bench.Series, n int) {
	columns := g.canvas.Columns()
	g.spans = slices.Grow(g.spans[:0], columns)[:columns]
	for x := range g.spans {
		s := model.UnknownSpan()
		from := x * n / columns
		for i := from; i < max(from+1, (x+1)*n/columns) && i < len(of.Values); i++ {
			switch v := of.Values[i].Value - g.low; {
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

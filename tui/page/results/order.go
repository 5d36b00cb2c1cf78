package results

import (
	"math"
	"slices"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/graph"
	"podtop/tui/widget"
)

// An order is the values of a series in the order in which they came, as a graph. It is
// reused.
type order struct {
	canvas graph.Canvas
	spans  []model.Span
}

const (
	orderRows   = 4                 // of the graph
	orderHeight = 1 + orderRows + 2 // with a blank, words, and the cursor
	labelWidth  = 8
)

// draw draws the values, marks the outliers, and the one at the cursor, of which text
// says what it is.
func (o *order) draw(f *frame.Frame, of *bench.Series, at int, text string) {
	t := f.Env.Theme
	f.Line(func(l *widget.Line) {
		l.Word(t.Title, "in their order")
		if text == "" {
			l.Word(t.Muted, t.Glyphs.Own("  ← → which one is which"))
			return
		}
		l.Text("", t.Glyphs.Prose("  "+text))
	})
	o.canvas.Reset(max(1, f.Env.Width-labelWidth-1), orderRows, t)
	columns := o.canvas.Columns()
	low, high := o.fill(of, columns)
	o.canvas.Area(o.spans, high-low, t.Graph, t.Muted)
	for y := range orderRows {
		f.Raw(func(b []byte) []byte {
			label := ""
			switch y {
			case 0:
				label = bench.FormatValue(high, of.Unit)
			case orderRows - 1:
				label = bench.FormatValue(low, of.Unit)
			}
			b = widget.AppendText(t.Muted.Begin(b), t.Glyphs.Prose(label), labelWidth-1, t.Glyphs)
			b = append(t.Muted.End(b), ' ')
			return append(o.canvas.AppendRow(b, y), ' ')
		})
	}
	o.drawSigns(f, of, at, columns)
}

// fill shares out the columns among the values: each has some, or some have one. The
// graph goes from the lowest value, or a little below it, to the highest: what matters
// is how they differ.
func (o *order) fill(of *bench.Series, columns int) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range of.Values {
		if v := of.Values[i].Value; v == v {
			low, high = min(low, v), max(high, v)
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
	o.spans = slices.Grow(o.spans[:0], columns)[:columns]
	n := len(of.Values)
	for x := range o.spans {
		s := model.Span{Min: math.NaN(), Avg: math.NaN(), Max: math.NaN()}
		from := x * n / columns
		for i := from; i < max(from+1, (x+1)*n/columns) && i < n; i++ {
			switch v := of.Values[i].Value - low; {
			case v != v:
			case s.Max != s.Max:
				s = model.Span{Min: v, Avg: v, Max: v}
			default:
				s.Min, s.Max = min(s.Min, v), max(s.Max, v)
				s.Avg = (s.Min + s.Max) / 2
			}
		}
		o.spans[x] = s
	}
	return low, high
}

// drawSigns draws a line below the graph: where the outliers are, and the cursor.
func (o *order) drawSigns(f *frame.Frame, of *bench.Series, at, columns int) {
	t := f.Env.Theme
	cells := max(1, f.Env.Width-labelWidth-1)
	cell := func(i int) int { return (i*columns/len(of.Values) + columns/len(of.Values)/2) * cells / columns }
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

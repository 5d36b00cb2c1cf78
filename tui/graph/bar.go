package graph

import (
	"math"

	"podtop/tui/theme"
)

// AppendBar appends a bar of the given width in cells: hard and soft are parts
// of the whole, from 0 to 1, soft counted from where hard ends. Hard is drawn
// in style s; less than half a cell shows none.
func AppendBar(b []byte, width int, hard, soft float64, s theme.Style, t theme.Theme) []byte {
	h := cells(hard, width)
	c := min(cells(hard+soft, width)-h, width-h)
	if soft <= 0 || math.IsNaN(soft) {
		c = 0
	}
	b = repeat(s.Begin(b), t.Glyphs.Hard, h)
	b = s.End(b)
	b = repeat(t.Muted.Begin(b), t.Glyphs.Cache, c)
	b = repeat(b, t.Glyphs.Free, width-h-c)
	return t.Muted.End(b)
}

// cells is how many of width cells part fills.
func cells(part float64, width int) int {
	if !(part > 0) {
		return 0
	}
	return int(math.Round(min(part, 1) * float64(width)))
}

func repeat(b []byte, s string, n int) []byte {
	for range n {
		b = append(b, s...)
	}
	return b
}

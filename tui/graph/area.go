package graph

import (
	"math"

	"podtop/model"
	"podtop/tui/theme"
)

// A field is the part of a canvas that values are drawn in: so many dots from
// base up, or down.
type field struct {
	base, dots int
	down       bool
	top        float64 // the value at the far end
}

// whole is all of c.
func (c *Canvas) whole(top float64) field { return field{dots: c.dotRows(), top: top} }

// tiny is more than what calculating loses.
const tiny = 1e-6

// height is how many dots v is high: 0 only if it is not known, and one for
// what is not above 0.
func (f field) height(v float64) int {
	switch {
	case v != v || f.dots == 0:
		return 0
	case v <= 0:
		return 1
	case !(v < f.top): // nor is there a top
		return f.dots
	}
	return min(f.dots, max(1, int(math.Ceil(v/f.top*float64(f.dots)-tiny))))
}

// A part is dot rows from lo up to hi, less that.
type part struct{ lo, hi int }

// part is what is between two heights in f.
func (f field) part(from, to int) part {
	if f.down {
		return part{f.base - to, f.base - from}
	}
	return part{f.base + from, f.base + to}
}

// Area draws spans from the bottom up: each solid to its average, and in band
// lightly from there to its greatest, so that a spike stands out. Top is at the
// top. What is not known leaves a gap; 0 is a dot in band.
func (c *Canvas) Area(spans []model.Span, top float64, area, band theme.Style) {
	c.area(spans, c.whole(top), area, band)
}

// Mirror draws up as Area does from the middle up, and down from the middle
// down. The middle is between two rows, for each has one look; of an odd number
// of rows the one more is up's.
func (c *Canvas) Mirror(up, down []model.Span, top float64, upper, lower, band theme.Style) {
	mid := c.height / 2 * rowsPerCell(c.charset)
	c.area(up, field{base: mid, dots: c.dotRows() - mid, top: top}, upper, band)
	c.area(down, field{base: mid, dots: mid, down: true, top: top}, lower, band)
}

func (c *Canvas) area(spans []model.Span, f field, area, band theme.Style) {
	a, b, x := c.look(area), c.look(band), c.first(len(spans))
	for i, s := range spans {
		if x+i < 0 || s.Avg != s.Avg {
			continue
		}
		avg, peak := f.height(s.Avg), f.height(s.Max)
		switch {
		case s.Avg > 0:
			c.fill(x+i, f.part(0, avg), a)
		case !f.down: // the line in the middle is the upper one's
			c.fill(x+i, f.part(0, 1), b)
		}
		if peak > avg && c.parted(avg, peak) {
			c.fillLightly(x+i, f.part(avg, peak), f.part(f.shoulder(spans, i), peak), b)
		}
	}
}

// shoulder is how high both neighbours of the i-th span are: what stands out
// from there is drawn all, however light the rest is.
func (f field) shoulder(spans []model.Span, i int) int {
	least := f.height(spans[i].Max) - 1
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(spans) {
			least = min(least, f.height(spans[j].Max))
		}
	}
	return least
}

// parted reports whether the band from avg to peak can be told from what is
// below it: not where a sign has but one look from end to end, as long as both
// end in it.
func (c *Canvas) parted(avg, peak int) bool {
	per := rowsPerCell(c.charset)
	return c.charset == theme.Braille || peak/per > (avg-1)/per
}

// A Layer is one of several areas that lie on one another.
type Layer struct {
	Spans []model.Span // as high as their average
	Style theme.Style
	Light bool
}

// Stack draws layers on one another, the first at the bottom. One that is not
// known takes no room; where none is known there is a gap.
func (c *Canvas) Stack(top float64, layers ...Layer) {
	f := c.whole(top)
	for x := range c.Columns() {
		from, sum := 0, math.NaN()
		for _, l := range layers {
			v := l.at(x - c.first(len(l.Spans)))
			if v != v {
				continue
			}
			if sum != sum {
				sum = 0
			}
			sum += max(0, v)
			to := f.height(sum)
			c.layer(x, f.part(from, to), f.part(to-1, to), l)
			from = max(from, to)
		}
	}
}

// layer fills p as l has it.
func (c *Canvas) layer(x int, p, edge part, l Layer) {
	switch {
	case p.lo == p.hi:
	case l.Light:
		c.fillLightly(x, p, edge, c.look(l.Style))
	default:
		c.fill(x, p, c.look(l.Style))
	}
}

// at is the i-th value, NaN if there is none.
func (l *Layer) at(i int) float64 {
	if i < 0 || i >= len(l.Spans) {
		return math.NaN()
	}
	return l.Spans[i].Avg
}

// Peaks draws lightly from what is drawn already up to the greatest of spans.
func (c *Canvas) Peaks(spans []model.Span, top float64, band theme.Style) {
	f, b, x := c.whole(top), c.look(band), c.first(len(spans))
	for i, s := range spans {
		if x+i >= 0 && s.Max == s.Max {
			peak := f.height(s.Max)
			c.fillLightly(x+i, f.part(0, peak), f.part(f.shoulder(spans, i), peak), b)
		}
	}
}

package graph

import (
	"math"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
)

// A Pattern is in which cells a line is drawn: every so-manieth.
type Pattern int

// Patterns.
const (
	Solid Pattern = 1 + iota
	Dashed
	Dotted
)

// Line draws a line at v in cells of a pattern; none if that is above top. It
// comes after the areas it is to be seen in. Line returns the row
// it is in, -1 if in none.
func (c *Canvas) Line(v, top float64, s theme.Style, in Pattern) int {
	l, height, row := c.look(s), c.lineHeight(v, top), -1
	for x := range c.Columns() {
		row = c.lineAt(x, height, l, in)
	}
	return row
}

// Steps draws a line through the averages of spans, such as a limit that was
// changed. It returns the row the line ends in, -1 if in none; what is not yet
// known at the right does not count.
func (c *Canvas) Steps(spans []model.Span, top float64, s theme.Style, in Pattern) int {
	l, before, row := c.look(s), 0, -1
	first := c.first(len(spans))
	for i, span := range spans {
		x := first + i
		if x < 0 {
			continue
		}
		h := c.lineHeight(span.Avg, top)
		if at := c.lineAt(x, h, l, in); span.Avg == span.Avg || x < c.Columns()*3/4 {
			row = at
		}
		if before > 0 && h > 0 && c.charset == theme.Braille {
			c.column(x, min(before, h)-1, max(before, h), func(p *cell, dots uint8) {
				p.line = ink{p.line.dots | dots, l}
			})
		}
		before = h
	}
	return row
}

// lineHeight is how many dots high a line at v is; 0 if there is none.
func (c *Canvas) lineHeight(v, top float64) int {
	if !(v >= 0 && v <= top) || math.IsInf(v, 1) {
		return 0
	}
	return c.whole(top).height(v)
}

// lineAt draws the dot of a line in column x, and makes room for it: from its
// cell it takes the area there, but of one that ends at the line only the dot
// below, so that a line is seen in an area as well as on it. It returns the row
// of the cell.
func (c *Canvas) lineAt(x, height int, l look, in Pattern) int {
	if height == 0 {
		return -1
	}
	if x/Dots(c.charset)%int(in) != 0 {
		return c.rowOf(height)
	}
	ends := c.hasArea(x, height-1) && !c.hasArea(x, height) && !c.hasArea(x, height+1)
	c.column(x, height-1, height, func(p *cell, dots uint8) {
		p.line = ink{p.line.dots | dots, l}
		if !ends {
			p.area.dots &^= c.below(x, rowsPerCell(c.charset))
		}
	})
	if ends && c.charset == theme.Braille {
		c.column(x, height-2, height, func(p *cell, dots uint8) { p.area.dots &^= dots })
	}
	return c.rowOf(height)
}

// hasArea reports whether that dot is part of an area. In a light one every
// other is.
func (c *Canvas) hasArea(x, row int) (has bool) {
	c.column(x, row, row+1, func(p *cell, dots uint8) { has = p.area.dots&dots != 0 })
	return has
}

// rowOf is the row whose cells have the height-th dot from the bottom.
func (c *Canvas) rowOf(height int) int { return c.height - 1 - (height-1)/rowsPerCell(c.charset) }

// Shade draws a pattern over the columns in which the greatest of shares is
// above 0, from half of full on in all rows, below in every other: on what is
// empty its dots are set, in an area they are left out.
func (c *Canvas) Shade(shares []model.Span, full float64, s theme.Style) {
	l, first, per := c.look(s), c.first(len(shares)), rowsPerCell(c.charset)
	for i, share := range shares {
		if first+i < 0 || !(share.Max > 0) {
			continue
		}
		step := 2 * per
		if share.Max >= full/2 {
			step = per
		}
		for top := c.dotRows(); top > 0; top -= step {
			c.column(first+i, top-per, top, func(p *cell, dots uint8) {
				p.shade = ink{p.shade.dots | dots&c.hatch(), l}
			})
		}
	}
}

// hatch is the dots of a shaded cell.
func (c *Canvas) hatch() uint8 {
	if c.charset == theme.Braille {
		return 0x0c
	}
	return 0xff
}

// Cursor marks the cell of column x in all rows.
func (c *Canvas) Cursor(x int) { c.cursor = cellOf(x, c.Columns(), c.charset) }

// cellOf is the cell column x of so many is in, -1 if there is none.
func cellOf(x, columns int, s theme.Charset) int {
	if x < 0 || x >= columns {
		return -1
	}
	return x / Dots(s)
}

// Text writes text, podtop's own, from cell x of row y on, in place of the dots
// there. What does not fit is left out.
func (c *Canvas) Text(x, y int, text []byte, s theme.Style) {
	if y < 0 || y >= c.height {
		return
	}
	l := c.look(s)
	for ; len(text) > 0; x++ {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		if x >= 0 && x < c.width {
			p := &c.cells[y*c.width+x]
			p.text, p.textLook = r, l
		}
	}
}

package graph

import (
	"math/bits"
	"slices"

	"podtop/tui/theme"
)

// A Canvas is cells that graphs are drawn on in dots, and that are appended to
// a buffer row by row. It is reused: after its first frames it allocates
// nothing.
//
// A row of values has a column for each; the last is at the right edge,
// whether there are more values than columns or fewer. Of what shares a cell
// a text is seen above all, then a line, then of the areas the one with the
// most dots, then a shade: a cell has one look.
type Canvas struct {
	theme         theme.Theme
	charset       theme.Charset
	width, height int // cells
	cells         []cell
	looks         []theme.Style // those in use; the first is plain
	cursor        int           // the cell of the time cursor, -1 if there is none
}

// A look is an index of Canvas.looks.
type look uint8

// An ink is dots of one look. Which bit is which dot is the charset's matter.
type ink struct {
	dots uint8
	look look
}

// A cell is what one cell holds, the layers above one another.
type cell struct {
	shade, area, line ink
	most              uint8 // how many dots of the area have its look
	light             bool  // those are of a light area
	text              rune  // in place of all dots; 0 if there is none
	textLook          look
}

// Reset makes c empty, of that size, and drawn as t has it.
func (c *Canvas) Reset(width, height int, t theme.Theme) {
	c.theme, c.charset = t, t.Glyphs.Charset
	c.width, c.height, c.cursor = max(0, width), max(0, height), -1
	n := c.width * c.height
	c.cells = slices.Grow(c.cells[:0], n)[:n]
	clear(c.cells)
	c.looks = append(c.looks[:0], "")
}

// Columns is how many values c shows beside each other.
func (c *Canvas) Columns() int { return c.width * Dots(c.charset) }

// Rows is how many cells c is high.
func (c *Canvas) Rows() int { return c.height }

// dotRows is how many dots c is high.
func (c *Canvas) dotRows() int { return c.height * rowsPerCell(c.charset) }

// rowsPerCell is how many dots a cell is high.
func rowsPerCell(s theme.Charset) int {
	if s == theme.Blocks {
		return 8
	}
	return 4
}

// look is the number of s. There is room for 255; more look plain.
func (c *Canvas) look(s theme.Style) look {
	i := slices.Index(c.looks, s)
	if i < 0 && len(c.looks) < 256 {
		i = len(c.looks)
		c.looks = append(c.looks, s)
	}
	return look(max(0, i))
}

// first is the column of the first of n values, negative if the first are not
// seen.
func (c *Canvas) first(n int) int { return c.Columns() - n }

// column calls draw for each cell that dot rows lo to hi, from the bottom,
// less hi itself, have a part of in column x, and says which dots those are.
func (c *Canvas) column(x, lo, hi int, draw func(*cell, uint8)) {
	lo, hi = max(lo, 0), min(hi, c.dotRows())
	cell := x / Dots(c.charset)
	per := rowsPerCell(c.charset)
	row := lo / per
	at := (c.height-1-row)*c.width + cell
	for base := row * per; base < hi; base += per {
		draw(&c.cells[at], c.below(x, min(per, hi-base))&^c.below(x, max(0, lo-base)))
		at -= c.width
	}
}

// below is the n lowest dots of a cell in column x.
func (c *Canvas) below(x, n int) uint8 {
	switch {
	case c.charset != theme.Braille:
		return uint8(1<<n - 1)
	case x%2 == 0:
		return leftColumn[n]
	}
	return rightColumn[n]
}

// checker is every other dot of a braille cell.
const checker = 0x6a

// fill draws part of column x as an area.
func (c *Canvas) fill(x int, p part, l look) {
	c.column(x, p.lo, p.hi, func(to *cell, dots uint8) { to.add(dots, l, false) })
}

// fillLightly draws every other dot of part of column x as an area, and all of
// its edge.
func (c *Canvas) fillLightly(x int, p, edge part, l look) {
	some := uint8(checker)
	if c.charset != theme.Braille {
		some = 0xff
	}
	c.column(x, max(p.lo, edge.lo), min(p.hi, edge.hi), func(to *cell, dots uint8) { to.add(dots, l, true) })
	c.column(x, p.lo, p.hi, func(to *cell, dots uint8) { to.add(dots&some, l, true) })
}

// add adds dots to the area of p. Those it has stay whose they are.
func (p *cell) add(dots uint8, l look, light bool) {
	n := uint8(bits.OnesCount8(dots &^ p.area.dots))
	p.area.dots |= dots
	switch {
	case n == 0:
	case p.area.look == l && p.light == light && p.most > 0:
		p.most += n
	case n > p.most:
		p.area.look, p.light, p.most = l, light, n
	}
}

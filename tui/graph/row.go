package graph

import (
	"unicode/utf8"

	"podtop/tui/theme"
)

// reverse has a cell's colour and its background change places.
const reverse theme.Style = "\x1b[7m"

// A shape is what stands in a cell.
type shape struct {
	sign     rune
	reversed bool
	look     look
}

// blank is a cell with nothing in it.
var blank = shape{sign: ' '}

// AppendRow appends row y, from the top, of exactly as many cells as c is wide.
func (c *Canvas) AppendRow(b []byte, y int) []byte {
	on := blank
	for x := range c.width {
		p := &c.cells[y*c.width+x]
		s := c.shape(p)
		if x == c.cursor {
			s = c.underCursor(p, s)
		}
		b = c.turn(b, on, s)
		b = utf8.AppendRune(b, s.sign)
		on = s
	}
	return c.turn(b, on, blank)
}

// turn goes over from the look of one shape to that of another.
func (c *Canvas) turn(b []byte, from, to shape) []byte {
	if from.look == to.look && from.reversed == to.reversed {
		return b
	}
	if from.look != 0 || from.reversed {
		b = append(b, "\x1b[m"...)
	}
	b = append(b, c.looks[to.look]...)
	if to.reversed {
		b = append(b, reverse...)
	}
	return b
}

// underCursor is s under the time cursor, which is a line through what is
// empty, and through what is full. Other dots stay to be seen.
func (c *Canvas) underCursor(p *cell, s shape) shape {
	line, _ := utf8.DecodeRuneInString(c.theme.Glyphs.Time)
	switch {
	case p.text != 0:
		return shape{p.text, true, p.textLook}
	case p.isFull(c.charset):
		return shape{line, true, s.look}
	case p.area.dots|p.line.dots == 0:
		return shape{line, false, c.look(c.theme.Title)}
	}
	return shape{s.unreversed(), false, c.look(c.theme.Title)}
}

// isFull reports whether a solid area fills p.
func (p *cell) isFull(s theme.Charset) bool {
	all := uint8(0xff)
	if s == theme.ASCII {
		all = 0x0f
	}
	return p.area.dots == all && !p.light && p.line.dots == 0
}

// unreversed is the sign nearest to s that needs no reversing.
func (s shape) unreversed() rune {
	switch {
	case !s.reversed:
		return s.sign
	case s.sign > '▅': // it is what is left free
		return '▔'
	case s.sign < '▃':
		return '█'
	}
	return '▀'
}

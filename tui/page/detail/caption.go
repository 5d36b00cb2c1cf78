package detail

import (
	"math"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A caption is a line being written: words that stand whole or not at all. Where
// some are left out it ends with an ellipsis.
type caption struct {
	b    []byte
	room int // cells left
	t    theme.Theme
	full bool // something did not fit, so nothing more is written
	cut  bool // what was written last ends with an ellipsis

	ends, left int // how long b was, and what room, when an ellipsis still fitted
}

// ellipsis is the cells of one, and of the gap before it.
const ellipsis = 2

// fits reports whether so many cells are left, for what is to stand whole.
func (c *caption) fits(cells int) bool {
	if c.full {
		return false
	}
	if c.room >= ellipsis {
		c.ends, c.left = len(c.b), c.room
	}
	c.full = cells > c.room
	return !c.full
}

// word writes podtop's own text.
func (c *caption) word(s theme.Style, text string) {
	if n := utf8.RuneCountInString(text); c.fits(n) {
		c.b = s.Append(c.b, text)
		c.room -= n
	}
}

// bytes writes podtop's own text.
func (c *caption) bytes(s theme.Style, text []byte) {
	if n := utf8.RuneCount(text); c.fits(n) {
		c.b = s.End(append(s.Begin(c.b), text...))
		c.room -= n
	}
}

// text writes text from elsewhere, cut to so many cells at most.
func (c *caption) text(s theme.Style, text string, most int) { c.said("", s, text, most) }

// said writes what text is, muted, and the text from elsewhere, both or none.
func (c *caption) said(what string, s theme.Style, text string, most int) {
	const least = 4 // cells of a text
	n := utf8.RuneCountInString(what)
	if !c.fits(n + least) {
		return
	}
	if what != "" {
		c.b = c.t.Muted.Append(c.b, what)
		c.room -= n
	}
	var used int
	c.b = s.Begin(c.b)
	c.b, used = widget.AppendClean(c.b, text, min(most, c.room), c.t.Glyphs)
	c.b = s.End(c.b)
	c.room -= used
	c.cut = c.room == 0 && used < utf8.RuneCountInString(text)
}

// figure writes a number.
func (c *caption) figure(s theme.Style, v float64, d model.Dimension) {
	var scratch [24]byte
	c.number(scratch[:0], s, v, d)
}

// named writes a name and its number, after a gap.
func (c *caption) named(name string, s theme.Style, v float64, d model.Dimension) {
	var scratch [24]byte
	if n := 2 + utf8.RuneCountInString(name) + 1; c.fits(n + utf8.RuneCount(model.AppendValue(scratch[:0], v, d))) {
		c.b = append(c.t.Muted.Append(append(c.b, "  "...), name), ' ')
		c.room -= n
		c.number(scratch[:0], s, v, d)
	}
}

func (c *caption) number(scratch []byte, s theme.Style, v float64, d model.Dimension) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		c.word(c.t.Muted, c.t.Glyphs.Dash)
		return
	}
	c.bytes(s, model.AppendValue(scratch, v, d))
}

// end fills the line.
func (c *caption) end() []byte {
	switch {
	case !c.full || c.cut:
	case c.left >= ellipsis:
		c.b = append(c.b[:c.ends], ' ')
		c.b = c.t.Muted.Append(c.b, c.t.Glyphs.Ellipsis)
		c.room = c.left - ellipsis
	}
	return widget.Pad(c.b, c.room)
}

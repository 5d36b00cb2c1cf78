package table

import (
	"math"
	"strconv"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A Cell is where a column draws: it appends to B exactly Width cells.
type Cell struct {
	B     []byte
	Width int
	Theme theme.Theme
}

// Empty appends nothing but blanks.
func (c Cell) Empty() []byte { return widget.Pad(c.B, c.Width) }

// Text appends text from elsewhere, at the left.
func (c Cell) Text(s theme.Style, text string) []byte {
	return s.End(widget.AppendText(s.Begin(c.B), text, c.Width, c.Theme.Glyphs))
}

// Word appends podtop's own text at the right, or as much of it as fits.
func (c Cell) Word(s theme.Style, text string) []byte {
	text = c.Theme.Glyphs.Own(text)
	if utf8.RuneCountInString(text) <= c.Width {
		return widget.AppendRight(c.B, text, c.Width, s)
	}
	b, _ := widget.AppendClean(s.Begin(c.B), text, c.Width, c.Theme.Glyphs)
	return s.End(b)
}

// Digits appends a number's text at the right.
func (c Cell) Digits(s theme.Style, text []byte) []byte {
	return widget.AppendDigits(c.B, s, text, c.Width, c.Theme.Glyphs)
}

// Value appends a number at the right, muted if it is nothing, and a dash if it
// is not known.
func (c Cell) Value(v float64, d model.Dimension) []byte {
	return widget.AppendValue(c.B, v, d, c.Width, c.Theme)
}

// Styled is Value in a style.
func (c Cell) Styled(s theme.Style, v float64, d model.Dimension) []byte {
	return widget.AppendStyled(c.B, s, v, d, c.Width, c.Theme)
}

// Line is the cell as a line to be written.
func (c Cell) Line() widget.Line { return widget.Line{B: c.B, Room: c.Width, Theme: c.Theme} }

// High is Value that stands out from high on.
func (c Cell) High(v, high float64, d model.Dimension) []byte {
	return c.Above(v, high, c.Theme.Warn, d)
}

// Above is High in a style of its own.
func (c Cell) Above(v, high float64, s theme.Style, d model.Dimension) []byte {
	if v >= high {
		return c.Styled(s, v, d)
	}
	return c.Value(v, d)
}

// Bar appends v percent as a bar and, behind it, in digits. It stands out from
// high on.
func (c Cell) Bar(v, high float64) []byte {
	const digits = 6 // with the gap before them
	style := c.Theme.Graph
	if v >= high {
		style = c.Theme.Warn
	}
	if bar := c.Width - digits; bar > 0 && v == v {
		c.B = graph.AppendBar(c.B, bar, v/100, 0, style, c.Theme)
		c.Width = digits
	}
	return c.High(v, high, model.Percent)
}

// Int appends a number at the right; of what counts from 1, so 0 is not known.
func (c Cell) Int(n int) []byte {
	var scratch [24]byte
	text := strconv.AppendInt(scratch[:0], int64(n), 10)
	if n == 0 || len(text) > c.Width {
		return c.Word(c.Theme.Muted, model.Dash)
	}
	return c.Digits("", text)
}

// Latency appends how many seconds something took.
func (c Cell) Latency(seconds float64) []byte {
	if math.IsNaN(seconds) {
		return c.Word(c.Theme.Muted, c.Theme.Glyphs.Dash)
	}
	return c.Word("", widget.Latency(seconds))
}

package widget

import (
	"math"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
)

// AppendValue appends v at the right of width cells, or a dash if it is not
// known. What is nothing, or not known, is muted.
func AppendValue(b []byte, v float64, d model.Dimension, width int, t theme.Theme) []byte {
	style := theme.Style("")
	if v == 0 {
		style = t.Muted
	}
	return AppendStyled(b, style, v, d, width, t)
}

// AppendStyled is AppendValue in a style, but for what is not known.
func AppendStyled(b []byte, s theme.Style, v float64, d model.Dimension, width int, t theme.Theme) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return AppendRight(b, t.Glyphs.Dash, width, t.Muted)
	}
	var scratch [24]byte
	return AppendDigits(b, s, model.AppendValue(scratch[:0], v, d), width, t.Glyphs)
}

// AppendDigits appends a number's text at the right of width cells, cut off
// where there is no room for it.
func AppendDigits(b []byte, s theme.Style, text []byte, width int, g *theme.Glyphs) []byte {
	n := utf8.RuneCount(text)
	if n > width {
		b, _ = AppendClean(s.Begin(b), string(text), width, g)
		return s.End(b)
	}
	return s.End(append(s.Begin(Pad(b, width-n)), text...))
}

// AppendRight appends text at the right of width cells. The text is podtop's
// own: one cell for each rune.
func AppendRight(b []byte, text string, width int, s theme.Style) []byte {
	b = Pad(b, width-utf8.RuneCountInString(text))
	return s.Append(b, text)
}

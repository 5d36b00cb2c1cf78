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
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return AppendRight(b, t.Glyphs.Dash, width, t.Muted)
	}
	var scratch [24]byte
	text := model.AppendValue(scratch[:0], v, d)
	style := theme.Style("")
	if v == 0 {
		style = t.Muted
	}
	b = Pad(b, width-utf8.RuneCount(text))
	return style.End(append(style.Begin(b), text...))
}

// AppendRight appends text at the right of width cells. The text is podtop's
// own: one cell for each rune.
func AppendRight(b []byte, text string, width int, s theme.Style) []byte {
	b = Pad(b, width-utf8.RuneCountInString(text))
	return s.Append(b, text)
}

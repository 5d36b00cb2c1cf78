package detail

import (
	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// appendValue appends v at the right of width cells, a dash if it is not known.
func appendValue(b []byte, v float64, d model.Dimension, width int, t theme.Theme) []byte {
	style := theme.Style("")
	if !(v < 0 || v > 0) {
		style = t.Muted
	}
	return appendStyled(b, v, d, width, style, t)
}

// appendStyled is appendValue in a style.
func appendStyled(b []byte, v float64, d model.Dimension, width int, s theme.Style, t theme.Theme) []byte {
	var scratch [24]byte
	if v != v {
		return appendRight(b, model.Dash, width, t.Muted, t)
	}
	text := model.AppendValue(scratch[:0], v, d)
	if len(text) > width {
		return appendRight(b, string(text), width, s, t)
	}
	b = widget.Pad(b, width-len(text))
	return s.End(append(s.Begin(b), text...))
}

// value is v in words.
func value(v float64, d model.Dimension) string {
	var scratch [24]byte
	return string(model.AppendValue(scratch[:0], v, d))
}

// limitText is a limit in words, of CPU in millionths of a core.
func limitText(l model.Limit, d model.Dimension) string {
	switch {
	case l == model.NoLimit:
		return "none"
	case !l.IsKnown():
		return model.Dash
	}
	return value(limitValue(l, d), d)
}

// limitValue is a limit in the unit of its metric.
func limitValue(l model.Limit, d model.Dimension) float64 {
	if d == model.Cores {
		return l.Float() / 1e6
	}
	return l.Float()
}

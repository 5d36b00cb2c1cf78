package widget

import (
	"strconv"
	"time"

	"podtop/model"
	"podtop/tui/theme"
)

// ValueText is v in words.
func ValueText(v float64, d model.Dimension) string {
	var scratch [24]byte
	return string(model.AppendValue(scratch[:0], v, d))
}

// LimitText is a limit in words, of CPU in millionths of a core.
func LimitText(l model.Limit, d model.Dimension) string {
	switch {
	case l == model.NoLimit:
		return "none"
	case !l.IsKnown():
		return model.Dash
	}
	return ValueText(LimitValue(l, d), d)
}

// LimitStyle is the style of a limit in words: of none, and of what is not known,
// there is less to see.
func LimitStyle(text string, t theme.Theme) theme.Style {
	if text == "none" || text == model.Dash {
		return t.Muted
	}
	return ""
}

// LimitValue is a limit in the unit of its metric.
func LimitValue(l model.Limit, d model.Dimension) float64 {
	if d == model.Cores {
		return l.Float() / 1e6
	}
	return l.Float()
}

// Latency is a short time in words: "0.35ms", "12ms", "1.2s".
func Latency(seconds float64) string {
	v, unit := seconds, "s"
	if v < 0.9995 {
		v, unit = v*1000, "ms"
	}
	decimals := 0
	switch {
	case v < 0.995:
		decimals = 2
	case v < 9.95:
		decimals = 1
	}
	return strconv.FormatFloat(v, 'f', decimals, 64) + unit
}

// Clock is the time of day of t, and the date if that is not today's.
func Clock(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Format(time.DateOnly) != now.Format(time.DateOnly) {
		return t.Format(time.DateTime)
	}
	return t.Format(time.TimeOnly)
}

// Since says since when, and how long that is.
func Since(at, now time.Time) string {
	return "since " + Clock(at, now) + " (" + string(model.AppendAge(nil, now.Sub(at))) + ")"
}

// OrDash is text, or a dash if there is none.
func OrDash(text string) string {
	if text == "" {
		return model.Dash
	}
	return text
}

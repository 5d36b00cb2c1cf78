package logline

import (
	"podtop/model/logs"
	"podtop/tui/theme"
)

// segment is the look of the body at a byte, and up to where it goes: a part of
// it that was found looks otherwise.
func (t *Text) segment(at, end int, th *theme.Theme) (s theme.Style, found bool, to int) {
	for _, span := range t.spans {
		switch {
		case at < span.From:
			end = min(end, span.From)
		case at < span.To:
			return "", true, min(end, span.To)
		}
	}
	switch {
	case at < t.label:
		return levelStyle(t.level, th), false, min(end, t.label)
	case at < t.fields:
		return t.bodyStyle(th), false, min(end, t.fields)
	}
	return th.Muted, false, end
}

// bodyStyle is the look of a text: what is no container's output stands out.
func (t *Text) bodyStyle(th *theme.Theme) theme.Style {
	switch t.line.Kind {
	case logs.Event, logs.Start:
		return th.Title
	case logs.Unit:
		return th.Muted
	case logs.OOM:
		return th.Bad
	case logs.Gap, logs.Claimed:
		return th.Warn
	}
	return ""
}

// signStyle is the look of the sign, which says by itself what a line is.
func (t *Text) signStyle(th *theme.Theme) theme.Style {
	switch {
	case t.line.Kind != logs.Output:
		return t.bodyStyle(th)
	case t.level >= logs.Warn:
		return levelStyle(t.level, th)
	case t.line.Stream == logs.Stderr && t.level == logs.Unknown:
		return th.Bad
	}
	return th.Muted
}

// levelStyle is the look of the word for a level.
func levelStyle(l logs.Level, th *theme.Theme) theme.Style {
	switch {
	case l >= logs.Err:
		return th.Bad
	case l == logs.Warn:
		return th.Warn
	case l == logs.Debug:
		return th.Muted
	}
	return ""
}

// nameStyle is the colour of a name, the same each time.
func nameStyle(name string, th *theme.Theme) theme.Style {
	styles := [...]theme.Style{th.Graph, th.Second, th.Third, th.Good, th.Title}
	return styles[logs.HashName(name)%uint32(len(styles))]
}

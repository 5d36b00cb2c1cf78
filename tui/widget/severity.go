package widget

import (
	"podtop/model"
	"podtop/tui/theme"
)

// SeverityStyle is the look of what is so bad; nothing special for what is not.
func SeverityStyle(s model.Severity, t theme.Theme) theme.Style {
	switch s {
	case model.Bad:
		return t.Bad
	case model.Warn:
		return t.Warn
	}
	return ""
}

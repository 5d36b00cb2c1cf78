package logs

import (
	"strings"

	"podtop/model/clean"
)

// Shown is text of a line, or a part of it, as it can be shown: clean, and
// without the colours that many programs write. What is left of other escape
// sequences is seen.
func Shown(text string) string {
	if strings.IndexByte(text, '\x1b') >= 0 {
		text = withoutColours(text)
	}
	return clean.Text(text)
}

// withoutColours is text without SGR sequences: ESC [ 1 ; 31 m.
func withoutColours(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		before, rest, ok := strings.Cut(text, "\x1b[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		if behind, ok := strings.CutPrefix(strings.TrimLeft(rest, "0123456789;"), "m"); ok {
			text = behind
			continue
		}
		b.WriteString("\x1b[")
		text = rest
	}
}

// Package widget draws small things: names, numbers, lines. Widgets are
// functions of their arguments and append to a buffer the caller reuses.
package widget

import (
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"podtop/tui/theme"
)

// AppendText appends s in exactly width cells: cleaned, cut off with an
// ellipsis, padded with spaces. Whatever s holds, it cannot move the cursor,
// change the look or push what follows out of its column.
func AppendText(b []byte, s string, width int, g *theme.Glyphs) []byte {
	b, used := AppendClean(b, s, width, g)
	return Pad(b, width-used)
}

// AppendClean is AppendText without the padding; it returns how many cells it
// used too.
func AppendClean(b []byte, s string, width int, g *theme.Glyphs) ([]byte, int) {
	if width <= 0 {
		return b, 0
	}
	used, cut, cutUsed := 0, len(b), 0 // cut: where an ellipsis would still fit
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		r, w := shown(r, g)
		if w == 0 {
			continue
		}
		if used+w > width {
			return append(b[:cut], g.Ellipsis...), cutUsed + 1
		}
		b = utf8.AppendRune(b, r)
		if used += w; used < width {
			cut, cutUsed = len(b), used
		}
	}
	return b, used
}

// Fit is how many bytes of s there is room for in so many cells, and how many of
// the cells they take.
func Fit(s string, width int, g *theme.Glyphs) (n, used int) {
	for n < len(s) {
		r, size := rune(s[n]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[n:])
		}
		_, w := shown(r, g)
		if used+w > width {
			break
		}
		n, used = n+size, used+w
	}
	return n, used
}

// Clean returns s as AppendText would show it with all the room it needs.
func Clean(s string, g *theme.Glyphs) string {
	b, _ := AppendClean(nil, s, len(s)+1, g)
	return string(b)
}

// Width is how many cells Clean(s) takes.
func Width(s string, g *theme.Glyphs) int {
	w := 0
	for _, r := range s {
		_, n := shown(r, g)
		w += n
	}
	return w
}

// shown is what stands for r, and in how many cells: nothing for what is
// invisible or joins its neighbour, a sign for what terminals disagree on how
// to draw.
func shown(r rune, g *theme.Glyphs) (rune, int) {
	odd := rune(g.Odd[0])
	switch {
	case r >= ' ' && r < 0x7f:
		return r, 1
	case r == '\t' || r == '\n':
		return ' ', 1
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return odd, 1
	case r == utf8.RuneError:
		return odd, 1
	case g.Charset == theme.ASCII:
		return plain(r, odd), 1
	case isInvisible(r):
		return 0, 0
	case isRightToLeft(r):
		return odd, 1
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return letter(r)
	case isOurs(r):
		return r, 1
	}
	return odd, 1
}

// letter measures a letter or a digit. Those that are wide are so everywhere.
func letter(r rune) (rune, int) {
	c := runewidth.Condition{StrictEmojiNeutral: true}
	if w := c.RuneWidth(r); w > 0 {
		return r, w
	}
	return 0, 0
}

// isInvisible reports runes that take no cell: format characters, among them
// those that turn the direction, and marks on another letter.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Mc, unicode.Variation_Selector)
}

// isRightToLeft reports the blocks Unicode sets aside for scripts that run
// from right to left: some terminals would turn the rest of the row with them.
func isRightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// isOurs reports the signs podtop itself uses in sentences.
func isOurs(r rune) bool {
	switch r {
	case '–', '…', '·', '↓', '↑', '▾', '▴', '▇', '▒', '▁', '×', '≥', '←', '→', '’', '“', '”':
		return true
	}
	return false
}

// plain is what stands in ASCII for a sign of podtop's own that is not written
// out, see theme.Glyphs.Own; odd for all else.
func plain(r, odd rune) rune {
	switch r {
	case '–', '·':
		return '-'
	case '…':
		return '~'
	case '→', '≥':
		return '>'
	case '←':
		return '<'
	case '×':
		return 'x'
	case '’':
		return '\''
	case '“', '”':
		return '"'
	}
	return odd
}

// Pad appends n spaces.
func Pad(b []byte, n int) []byte {
	for range n {
		b = append(b, ' ')
	}
	return b
}

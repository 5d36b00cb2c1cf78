package widget

import (
	"strconv"
	"unicode/utf8"

	"podtop/tui/theme"
)

// A Scroll is which of many lines is the first on screen, and which the cursor
// is on where there is one.
type Scroll struct{ Top, At int }

// Move moves the cursor so many lines down, among n.
func (s *Scroll) Move(lines, n int) { s.At = max(0, min(s.At+lines, n-1)) }

// Show moves what is on screen as little as shows the cursor.
func (s *Scroll) Show(n, height int) {
	s.At = max(0, min(s.At, n-1))
	s.Top = max(0, min(s.Top, s.At, n-height))
	s.Top = max(s.Top, s.At-height+1, 0)
}

// LeastBelow is how many lines there must be for one of them to say that there
// are more.
const LeastBelow = 4

// Below is how many of n lines are below those on screen, if the last of those
// says so; 0 if there are none.
func (s *Scroll) Below(n, height int) int {
	if height < LeastBelow || s.Top+height >= n {
		return 0
	}
	return n - s.Top - height + 1
}

// Aside is Below, with the cursor out of the way of the line that says so.
func (s *Scroll) Aside(n, height int) int {
	if s.Below(n, height) > 0 && s.At >= s.Top+height-1 {
		s.Top++
	}
	return s.Below(n, height)
}

// Read moves so many lines down in a text of n lines, which has no cursor.
func (s *Scroll) Read(lines, n, height int) {
	s.At = s.Top
	s.Move(lines, max(1, n-height+1))
	s.Top = s.At
}

// Within keeps the text on screen when it became shorter.
func (s *Scroll) Within(n, height int) { s.Top = max(0, min(s.Top, n-height)) }

// AppendBelow appends a line that says how many there are below it.
func AppendBelow(b []byte, width, n int, t theme.Theme) []byte {
	var scratch [48]byte
	text := append(append(scratch[:0], t.Glyphs.Ellipsis...), ' ')
	text = append(strconv.AppendInt(text, int64(n), 10), " more below"...)
	used := utf8.RuneCount(text)
	if used > width {
		return Pad(b, width)
	}
	return Pad(t.Muted.End(append(t.Muted.Begin(b), text...)), width-used)
}

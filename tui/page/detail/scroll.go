package detail

import (
	"strconv"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"podtop/tui/theme"
)

// A scroll is which line of a tab is the first on screen, and which the cursor
// is on where there is one.
type scroll struct{ top, at int }

// move moves the cursor among n lines of which so many are on screen, and
// reports whether the key was for that.
func (s *scroll) move(k *KeyMap, msg tea.KeyPressMsg, n, height int) bool {
	lines, ok := k.Lines(msg, max(1, height-1))
	if ok {
		s.at = max(0, min(s.at+lines, n-1))
	}
	return ok
}

// show moves what is on screen as little as shows the cursor.
func (s *scroll) show(n, height int) {
	s.at = max(0, min(s.at, n-1))
	s.top = max(0, min(s.top, s.at, n-height))
	s.top = max(s.top, s.at-height+1, 0)
}

// leastBelow is how many lines of a tab there must be for one of them to say
// that there are more.
const leastBelow = 4

// below is how many of n lines are below those on screen, if the last of those
// says so; 0 if there are none.
func (s *scroll) below(n, height int) int {
	if height < leastBelow || s.top+height >= n {
		return 0
	}
	return n - s.top - height + 1
}

// aside is below, with the cursor out of the way of the line that says so.
func (s *scroll) aside(n, height int) int {
	if s.below(n, height) > 0 && s.at >= s.top+height-1 {
		s.top++
	}
	return s.below(n, height)
}

// appendBelow appends a line that says how many there are below it.
func appendBelow(b []byte, width, n int, t theme.Theme) []byte {
	var scratch [48]byte
	text := append(append(scratch[:0], t.Glyphs.Ellipsis...), ' ')
	text = append(strconv.AppendInt(text, int64(n), 10), " more below"...)
	p := pen{b: b, room: width, theme: t}
	if used := utf8.RuneCount(text); used <= width {
		p.b = t.Muted.End(append(t.Muted.Begin(p.b), text...))
		p.room -= used
	}
	p.pad(p.room)
	return p.b
}

// read scrolls a text of n lines that has no cursor, and reports whether the
// key was for that.
func (s *scroll) read(k *KeyMap, msg tea.KeyPressMsg, n, height int) bool {
	s.at = s.top
	if !s.move(k, msg, max(1, n-height+1), height) {
		return false
	}
	s.top = s.at
	return true
}

// within keeps the text on screen when it became shorter.
func (s *scroll) within(n, height int) { s.top = max(0, min(s.top, n-height)) }

package widget

import (
	"strings"

	"podtop/tui/theme"
)

// A Sheet is text below text, of which a part is on screen. It is written anew
// for each frame, into memory it keeps. Where there is only ASCII, the signs of
// podtop's own sentences become words.
type Sheet struct {
	Width int
	Theme theme.Theme

	buf  []byte
	ends []int // of each line, in buf
	gap  bool  // the last line is a gap
}

// Begin empties s, for lines of so many cells.
func (s *Sheet) Begin(width int, t theme.Theme) {
	s.Width, s.Theme, s.buf, s.ends, s.gap = max(0, width), t, s.buf[:0], s.ends[:0], false
}

// Len is how many lines there are.
func (s *Sheet) Len() int { return len(s.ends) }

// Add adds a line that write appends, exactly Width cells of it.
func (s *Sheet) Add(write func([]byte) []byte) { s.buf = write(s.buf); s.end() }

func (s *Sheet) end() { s.ends, s.gap = append(s.ends, len(s.buf)), false }

// Gap adds an empty line, unless there is nothing above it but another one.
func (s *Sheet) Gap() {
	if len(s.ends) > 0 && !s.gap {
		s.buf = Pad(s.buf, s.Width)
		s.end()
		s.gap = true
	}
}

// Head adds the title of what follows, after a gap.
func (s *Sheet) Head(title string) {
	s.Gap()
	s.line(s.Theme.Title, title)
}

// Line adds text, cut off where there is no more room.
func (s *Sheet) Line(style theme.Style, text string) { s.line(style, text) }

func (s *Sheet) line(style theme.Style, text string) {
	s.buf = AppendText(style.Begin(s.buf), s.Theme.Glyphs.Own(text), s.Width, s.Theme.Glyphs)
	s.buf = style.End(s.buf)
	s.end()
}

// Para adds text on as many lines as it takes, broken between words.
func (s *Sheet) Para(style theme.Style, text string) { s.wrap(0, style, text) }

// Indent is Para with so many cells before each line.
func (s *Sheet) Indent(left int, style theme.Style, text string) {
	left = max(0, min(left, s.Width))
	s.buf = Pad(s.buf, left)
	s.wrap(left, style, text)
}

// labelWidth is the most cells of the name of a Field.
const labelWidth = 16

// Field adds a name and what it is, which goes on below itself where it is
// long.
func (s *Sheet) Field(name string, style theme.Style, value string) {
	label := min(labelWidth, s.Width/3)
	s.buf = s.Theme.Muted.Begin(s.buf)
	s.buf = AppendText(s.buf, name, max(0, label-1), s.Theme.Glyphs)
	s.buf = s.Theme.Muted.End(s.buf)
	s.buf = Pad(s.buf, min(1, label))
	s.wrap(label, style, value)
}

// wrap adds text behind what the line at hand has, left cells, and below that.
func (s *Sheet) wrap(left int, style theme.Style, text string) {
	text = s.Theme.Glyphs.Own(text)
	room := s.Width - left
	for first := true; first || text != ""; first = false {
		if !first {
			s.buf = Pad(s.buf, left)
		}
		var part string
		part, text = Break(text, room, s.Theme.Glyphs)
		s.buf = AppendText(style.Begin(s.buf), part, room, s.Theme.Glyphs)
		s.buf = style.End(s.buf)
		s.end()
	}
}

// Break is as many words of text as fit into width cells, one that is too
// long in pieces, and the rest. A number and its unit stay together.
func Break(text string, width int, g *theme.Glyphs) (part, rest string) {
	if width < 1 {
		return "", ""
	}
	used, blank := 0, -1
	for i, r := range text {
		_, w := shown(r, g)
		switch {
		case r == '\n':
			return text[:i], text[i+1:]
		case used+w > width && r == ' ' && !inQuantity(text, i):
			return text[:i], text[i+1:]
		case used+w > width && blank > 0:
			return text[:blank], text[blank+1:]
		case used+w > width && r == ' ':
			return text[:i], text[i+1:]
		case used+w > width:
			return text[:max(i, 1)], text[max(i, 1):]
		case r == ' ' && !inQuantity(text, i):
			blank = i
		}
		used += w
	}
	return text, ""
}

// units are those that are written behind a blank.
var units = [...]string{"s", "min", "h", "ms"}

// inQuantity reports whether the blank at i is between a number and its unit.
func inQuantity(text string, i int) bool {
	if i == 0 || text[i-1] < '0' || text[i-1] > '9' {
		return false
	}
	for _, unit := range units {
		if rest, ok := strings.CutPrefix(text[i+1:], unit); ok && (rest == "" || !isLetter(rest[0])) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// Append appends height lines, beginning with line top; below the last, empty
// ones.
func (s *Sheet) Append(b []byte, top, height int) []byte {
	for i := range height {
		if i > 0 {
			b = append(b, '\n')
		}
		if line := top + i; line < 0 || line >= len(s.ends) {
			b = Pad(b, s.Width)
		} else {
			b = append(b, s.buf[s.begins(line):s.ends[line]]...)
		}
	}
	return b
}

func (s *Sheet) begins(line int) int {
	if line == 0 {
		return 0
	}
	return s.ends[line-1]
}

// Signed adds a sign of podtop's own, one cell wide, and text behind it, which
// goes on below itself where it is long.
func (s *Sheet) Signed(sign string, style theme.Style, text string) {
	const left = 2
	if s.Width < left {
		s.buf = Pad(s.buf, s.Width)
		s.end()
		return
	}
	s.buf = append(style.Append(s.buf, sign), ' ')
	s.wrap(left, style, text)
}

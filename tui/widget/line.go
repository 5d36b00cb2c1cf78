package widget

import (
	"math"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
)

// A Line is a line being written. Text is cut off where there is no room for
// it. Words stand whole or not at all: where some are left out, End puts an
// ellipsis, and nothing is written behind it.
type Line struct {
	B     []byte
	Room  int // cells left
	Theme theme.Theme

	full bool // a word did not fit, so nothing more is written
	cut  bool // what was written last ends with an ellipsis

	ends, left int // how long B was, and what Room, when an ellipsis still fitted
}

// Pad appends n blanks.
func (l *Line) Pad(n int) {
	n = max(0, min(n, l.Room))
	l.B = Pad(l.B, n)
	l.Room -= n
}

// Text appends text from elsewhere, cut off where the room ends.
func (l *Line) Text(s theme.Style, text string) {
	var used int
	l.B, used = AppendClean(s.Begin(l.B), text, l.Room, l.Theme.Glyphs)
	l.B = s.End(l.B)
	l.Room -= used
}

// Sign appends one of podtop's own signs.
func (l *Line) Sign(s theme.Style, sign string) {
	if l.Room > 0 {
		l.B = s.Append(l.B, sign)
		l.Room--
	}
}

// Digits appends what is one cell for each byte, cut off where the room ends.
func (l *Line) Digits(s theme.Style, text []byte) {
	n := min(len(text), l.Room)
	l.B = s.End(append(s.Begin(l.B), text[:n]...))
	l.Room -= n
}

// Narrow has write write into so many cells at most.
func (l *Line) Narrow(cells int, write func()) {
	rest := max(0, l.Room-cells)
	l.Room -= rest
	write()
	l.Room += rest
}

// ellipsis is the cells of one, and of the gap before it.
const ellipsis = 2

// fits reports whether so many cells are left, for what is to stand whole.
func (l *Line) fits(cells int) bool {
	if l.full {
		return false
	}
	if l.Room >= ellipsis {
		l.ends, l.left = len(l.B), l.Room
	}
	l.full = cells > l.Room
	return !l.full
}

// Word appends podtop's own text, whole or not at all.
func (l *Line) Word(s theme.Style, text string) {
	if n := utf8.RuneCountInString(text); l.fits(n) {
		l.B = s.Append(l.B, text)
		l.Room -= n
	}
}

// WordBytes is Word.
func (l *Line) WordBytes(s theme.Style, text []byte) {
	if n := utf8.RuneCount(text); l.fits(n) {
		l.B = s.End(append(s.Begin(l.B), text...))
		l.Room -= n
	}
}

// Label appends what text is, muted, and the text from elsewhere, both or none.
// Of the text there are so many cells at most.
func (l *Line) Label(what string, s theme.Style, text string, most int) {
	const least = 4 // cells of a text
	n := utf8.RuneCountInString(what)
	if !l.fits(n + least) {
		return
	}
	if what != "" {
		l.B = l.Theme.Muted.Append(l.B, what)
		l.Room -= n
	}
	var used int
	l.B = s.Begin(l.B)
	l.B, used = AppendClean(l.B, text, min(most, l.Room), l.Theme.Glyphs)
	l.B = s.End(l.B)
	l.Room -= used
	l.cut = l.Room == 0 && used < utf8.RuneCountInString(text)
}

// Value appends a number, whole or not at all.
func (l *Line) Value(s theme.Style, v float64, d model.Dimension) {
	var scratch [24]byte
	l.number(scratch[:0], s, v, d)
}

// Named appends a name and its number, after a gap, both or none.
func (l *Line) Named(name string, s theme.Style, v float64, d model.Dimension) {
	var scratch [24]byte
	if n := 2 + utf8.RuneCountInString(name) + 1; l.fits(n + utf8.RuneCount(model.AppendValue(scratch[:0], v, d))) {
		l.B = append(l.Theme.Muted.Append(append(l.B, "  "...), name), ' ')
		l.Room -= n
		l.number(scratch[:0], s, v, d)
	}
}

func (l *Line) number(scratch []byte, s theme.Style, v float64, d model.Dimension) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		l.Word(l.Theme.Muted, l.Theme.Glyphs.Dash)
		return
	}
	l.WordBytes(s, model.AppendValue(scratch, v, d))
}

// End fills the line, with an ellipsis where words were left out.
func (l *Line) End() []byte {
	if l.full && !l.cut && l.left >= ellipsis {
		l.B = append(l.B[:l.ends], ' ')
		l.B = l.Theme.Muted.Append(l.B, l.Theme.Glyphs.Ellipsis)
		l.Room = l.left - ellipsis
	}
	return Pad(l.B, l.Room)
}

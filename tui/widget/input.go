package widget

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/theme"
)

// An Input is one line of text somebody is writing. The zero Input is empty.
type Input struct {
	text []rune
	at   int // the cursor stands before this rune
}

// most is how many runes an Input holds: more is a paste by mistake.
const most = 1000

// Keys of an Input, as in a shell.
var (
	left      = key.NewBinding(key.WithKeys("left", "ctrl+b"))
	right     = key.NewBinding(key.WithKeys("right", "ctrl+f"))
	wordLeft  = key.NewBinding(key.WithKeys("ctrl+left", "alt+left", "alt+b"))
	wordRight = key.NewBinding(key.WithKeys("ctrl+right", "alt+right", "alt+f"))
	begin     = key.NewBinding(key.WithKeys("home", "ctrl+a"))
	end       = key.NewBinding(key.WithKeys("end", "ctrl+e"))
	before    = key.NewBinding(key.WithKeys("backspace", "ctrl+h"))
	under     = key.NewBinding(key.WithKeys("delete", "ctrl+d"))
	word      = key.NewBinding(key.WithKeys("ctrl+w", "alt+backspace"))
	toBegin   = key.NewBinding(key.WithKeys("ctrl+u"))
	toEnd     = key.NewBinding(key.WithKeys("ctrl+k"))
)

// Update writes, deletes or moves by a key and reports whether it was one of
// the Input's.
func (in *Input) Update(msg tea.KeyPressMsg) bool {
	switch {
	case msg.Text != "":
		in.Insert(msg.Text)
	case key.Matches(msg, left):
		in.at = max(0, in.at-1)
	case key.Matches(msg, right):
		in.at = min(len(in.text), in.at+1)
	case key.Matches(msg, wordLeft):
		in.at = in.wordBefore()
	case key.Matches(msg, wordRight):
		in.at = in.wordAfter()
	case key.Matches(msg, begin):
		in.at = 0
	case key.Matches(msg, end):
		in.at = len(in.text)
	default:
		return in.remove(msg)
	}
	return true
}

func (in *Input) remove(msg tea.KeyPressMsg) bool {
	from, to := in.at, in.at
	switch {
	case key.Matches(msg, before):
		from = max(0, from-1)
	case key.Matches(msg, under):
		to = min(len(in.text), to+1)
	case key.Matches(msg, word):
		from = in.wordBefore()
	case key.Matches(msg, toBegin):
		from = 0
	case key.Matches(msg, toEnd):
		to = len(in.text)
	default:
		return false
	}
	in.text, in.at = slices.Delete(in.text, from, to), from
	return true
}

// wordBefore is where the word before the cursor begins.
func (in *Input) wordBefore() int {
	i := in.at
	for i > 0 && unicode.IsSpace(in.text[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(in.text[i-1]) {
		i--
	}
	return i
}

// wordAfter is where the word at or after the cursor ends.
func (in *Input) wordAfter() int {
	i := in.at
	for i < len(in.text) && unicode.IsSpace(in.text[i]) {
		i++
	}
	for i < len(in.text) && !unicode.IsSpace(in.text[i]) {
		i++
	}
	return i
}

// Insert writes s, typed or pasted, at the cursor. Line ends become blanks;
// other control characters are left out.
func (in *Input) Insert(s string) {
	for _, r := range s {
		if r == '\n' || r == '\t' {
			r = ' '
		}
		if unicode.IsControl(r) || r == unicode.ReplacementChar || len(in.text) >= most {
			continue
		}
		in.text = slices.Insert(in.text, in.at, r)
		in.at++
	}
}

// Set makes s the text, with the cursor at its end.
func (in *Input) Set(s string) {
	in.text, in.at = nil, 0
	in.Insert(s)
}

// Text is what is written.
func (in *Input) Text() string { return string(in.text) }

// Before is what is written before the cursor.
func (in *Input) Before() string { return string(in.text[:in.at]) }

// Append appends the text in exactly width cells, so much of it that the
// cursor is in it, and returns the cell of the cursor and that of the byte at
// mark.
func (in *Input) Append(b []byte, mark, width int, g *theme.Glyphs) (_ []byte, cursor, marked int) {
	from := 0
	for from < in.at && Width(string(in.text[from:in.at]), g) >= width {
		from++
	}
	cell := func(before string) int {
		cut := len(string(in.text[:from]))
		return min(Width(before[min(cut, len(before)):], g), max(0, width-1))
	}
	text := in.Text()
	b = AppendText(b, string(in.text[from:]), width, g)
	return b, cell(in.Before()), cell(text[:min(mark, len(text))])
}

// AppendCursor appends the text in exactly width cells with the cursor turned
// round, and so much of it that the cursor is in it.
func (in *Input) AppendCursor(b []byte, width int, t theme.Theme) []byte {
	if width <= 0 {
		return b
	}
	before, rest := in.Before(), in.Text()[len(in.Before()):]
	under := " "
	if r, n := utf8.DecodeRuneInString(rest); n > 0 {
		under, rest = string(r), rest[n:]
	}
	room := max(0, width-Width(under, t.Glyphs))
	for Width(before, t.Glyphs) > room { // its end is what is being written
		_, n := utf8.DecodeRuneInString(before)
		before = before[n:]
	}
	b, used := AppendClean(b, before, room, t.Glyphs)
	b = t.Selected.Append(b, Clean(under, t.Glyphs))
	return AppendText(b, rest, room-used, t.Glyphs)
}

// Complete replaces the last bytes before the cursor, n of them, by s.
func (in *Input) Complete(n int, s string) {
	before, rest := in.Before(), string(in.text[in.at:])
	in.Set(before[:len(before)-n] + s)
	at := in.at
	in.Insert(rest)
	in.at = at
}

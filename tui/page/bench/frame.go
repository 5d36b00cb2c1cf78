package bench

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A frame is the lines of the page as they are being drawn: as many as there is room
// for, each as wide as the page.
type frame struct {
	b     []byte
	env   pane.Env
	lines int // that were drawn
}

// left is how many lines there is room for.
func (f *frame) left() int { return f.env.Height - f.lines }

// next begins a line, and reports whether there is room for it.
func (f *frame) next() bool {
	if f.left() < 1 {
		return false
	}
	if f.lines > 0 {
		f.b = append(f.b, '\n')
	}
	f.lines++
	return true
}

// line draws a line, a blank before it.
func (f *frame) line(write func(*widget.Line)) {
	if !f.next() {
		return
	}
	l := widget.Line{B: append(f.b, ' '), Room: f.env.Width - 1, Theme: f.env.Theme}
	write(&l)
	f.b = l.End()
}

// raw draws a line that is as wide as the page already.
func (f *frame) raw(appendLine func([]byte) []byte) {
	if f.next() {
		f.b = appendLine(f.b)
	}
}

// blank draws so many empty lines.
func (f *frame) blank(n int) {
	for range n {
		f.line(func(*widget.Line) {})
	}
}

// text draws text in lines of whole words, of at most so many lines, behind a sign of
// podtop's own.
func (f *frame) text(s theme.Style, before, text string, most int) {
	indent := utf8.RuneCountInString(before)
	lines := wrap(text, f.env.Width-2-indent, f.env.Theme.Glyphs)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += f.env.Theme.Glyphs.Ellipsis
	}
	sign := s
	if sign == "" {
		sign = f.env.Theme.Muted
	}
	for i, text := range lines {
		f.line(func(l *widget.Line) {
			if i == 0 {
				l.Word(sign, before)
			} else {
				l.Pad(indent)
			}
			l.Text(s, text)
		})
	}
}

// wrap is text, which may be from elsewhere, in lines of whole words.
func wrap(text string, width int, g *theme.Glyphs) []string {
	const longest = 2000 // cells of a text nobody should have to read
	text = widget.Clean(g.Prose(text), g)
	text = ansi.Truncate(text, longest, g.Ellipsis)
	return strings.Split(ansi.Wrap(text, max(1, width), "/"), "\n")
}

// fill draws the lines that are left.
func (f *frame) fill() []byte {
	f.blank(f.left())
	return f.b
}

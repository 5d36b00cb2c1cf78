// Package frame draws the lines of a page one below the other.
package frame

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A Frame is the lines of a page as they are being drawn: as many as there is room
// for, each as wide as the page.
type Frame struct {
	B     []byte
	Env   pane.Env
	Lines int // that were drawn
}

// Left is how many lines there is room for.
func (f *Frame) Left() int { return f.Env.Height - f.Lines }

// Next begins a line, and reports whether there is room for it.
func (f *Frame) Next() bool {
	if f.Left() < 1 {
		return false
	}
	if f.Lines > 0 {
		f.B = append(f.B, '\n')
	}
	f.Lines++
	return true
}

// Line draws a line, a blank before it.
func (f *Frame) Line(write func(*widget.Line)) {
	if !f.Next() {
		return
	}
	l := widget.Line{B: append(f.B, ' '), Room: f.Env.Width - 1, Theme: f.Env.Theme}
	write(&l)
	f.B = l.End()
}

// Raw draws a line that is as wide as the page already.
func (f *Frame) Raw(appendLine func([]byte) []byte) {
	if f.Next() {
		f.B = appendLine(f.B)
	}
}

// Block draws so many lines that are as wide as the page already, one at least.
func (f *Frame) Block(lines int, appendLines func([]byte) []byte) {
	if f.Next() {
		f.B = appendLines(f.B)
		f.Lines += lines - 1
	}
}

// Notice draws, in the lines that are left, why there is nothing else.
func (f *Frame) Notice(texts []string) {
	height := f.Left()
	f.Block(height, func(b []byte) []byte { return widget.AppendNotice(b, texts, f.Env.Width, height, f.Env.Theme) })
}

// Blank draws so many empty lines.
func (f *Frame) Blank(n int) {
	for range n {
		f.Line(func(*widget.Line) {})
	}
}

// Text draws text in lines of whole words, of at most so many lines, behind a sign of
// podtop's own.
func (f *Frame) Text(s theme.Style, before, text string, most int) {
	indent := utf8.RuneCountInString(before)
	lines := Wrap(text, f.Env.Width-2-indent, f.Env.Theme.Glyphs)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] += f.Env.Theme.Glyphs.Ellipsis
	}
	sign := s
	if sign == "" {
		sign = f.Env.Theme.Muted
	}
	for i, text := range lines {
		f.Line(func(l *widget.Line) {
			if i == 0 {
				l.Word(sign, before)
			} else {
				l.Pad(indent)
			}
			l.Text(s, text)
		})
	}
}

// Wrap is text, which may be from elsewhere, in lines of whole words.
func Wrap(text string, width int, g *theme.Glyphs) []string {
	const longest = 2000 // cells of a text nobody should have to read
	text = widget.Clean(g.Prose(text), g)
	text = ansi.Truncate(text, longest, g.Ellipsis)
	return strings.Split(ansi.Wrap(text, max(1, width), "/"), "\n")
}

// Fill draws the lines that are left.
func (f *Frame) Fill() []byte {
	f.Blank(f.Left())
	return f.B
}

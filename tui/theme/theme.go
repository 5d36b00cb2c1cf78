// Package theme names every look on screen by what it means.
//
// Styles are the escape sequences themselves, so that rows can be appended to a
// buffer by hand. They use the terminal's own foreground and background and a
// few of its 16 colours, such that light and dark backgrounds both do: faint
// instead of a grey, no yellow, no plain blue.
package theme

// A Style is the SGR sequence that switches a look on; empty is plain text.
type Style string

// reset ends every style.
const reset = "\x1b[m"

// Append appends text in style s.
func (s Style) Append(b []byte, text string) []byte {
	return s.End(append(s.Begin(b), text...))
}

// Begin switches s on.
func (s Style) Begin(b []byte) []byte { return append(b, s...) }

// End switches s off.
func (s Style) End(b []byte) []byte {
	if s == "" {
		return b
	}
	return append(b, reset...)
}

// Render returns text in style s.
func (s Style) Render(text string) string { return string(s.Append(nil, text)) }

// A Theme is what the screen is drawn with.
type Theme struct {
	Title    Style // of the program, a dialog, a sorted column
	Muted    Style // there, but not what one looks for
	Good     Style
	Warn     Style
	Bad      Style
	Graph    Style
	Selected Style // the row of the cursor
	Alarm    Style // what must not be overlooked: a frozen screen

	Glyphs *Glyphs
}

// Default is the theme in the given characters.
func Default(c Charset) Theme {
	return Theme{
		Title:    "\x1b[1m",
		Muted:    "\x1b[2m",
		Good:     "\x1b[32m",
		Warn:     "\x1b[35m",
		Bad:      "\x1b[1;31m",
		Graph:    "\x1b[36m",
		Selected: "\x1b[7m",
		Alarm:    "\x1b[1;7m",
		Glyphs:   glyphs(c),
	}
}

// Plain is t without styles: for a row that has one look as a whole.
func (t Theme) Plain() Theme { return Theme{Glyphs: t.Glyphs} }

// Package theme names every look on screen by what it means.
//
// Styles are the escape sequences themselves, so that rows can be appended to a
// buffer by hand. All leave the terminal its own background.
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
	Second   Style // beside Graph: sent, written
	Third    Style // beside both: shared memory
	Selected Style // the row of the cursor
	Alarm    Style // what must not be overlooked: a screen that is frozen, or of no real host

	Glyphs *Glyphs
}

// Plain is t without styles: for a row that has one look as a whole.
func (t Theme) Plain() Theme { return Theme{Glyphs: t.Glyphs} }

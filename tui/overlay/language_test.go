package overlay

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/theme"
)

// The language is told whole where there is little room, and in signs there are.
func TestLanguageIsToldWhole(t *testing.T) {
	for _, charset := range []theme.Charset{theme.Braille, theme.ASCII} {
		th := theme.Default(charset)
		screen := ansi.Strip(Language(&keys).View(th, 74, 400))
		said := strings.Join(strings.Fields(screen), " ")
		for _, e := range model.FilterHelp {
			if want := e.Filter + " " + th.Glyphs.Own(e.Meaning); !strings.Contains(said, want) {
				t.Errorf("charset %v: %q is not said in\n%s", charset, want, screen)
			}
		}
		if strings.Contains(screen, th.Glyphs.Odd) {
			t.Errorf("charset %v cannot show all of\n%s", charset, screen)
		}
		for line := range strings.Lines(screen) {
			if n := ansi.StringWidth(strings.TrimRight(line, " \n")); n > 74 {
				t.Errorf("a line of %d cells: %q", n, line)
			}
		}
	}
}

package tui_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// Themes differ in looks alone: a theme without colour says all there is to say.
func TestThemes(t *testing.T) {
	for i := range looks {
		for j, size := range sizes {
			if !tuitest.Sample(i + j) {
				continue
			}
			first := ""
			for _, name := range theme.Names() {
				t.Run(fmt.Sprintf("%s/%s/%dx%d", name, looks[i].name, size[0], size[1]), func(t *testing.T) {
					s := showLook(t, i, size, tui.Options{Theme: name})
					screen := s.Text()
					first = cmp.Or(first, screen)
					if screen != first {
						t.Errorf("theme %s says\n%s\nand not\n%s", name, screen, first)
					}
					golden.RequireEqual(t, strings.ReplaceAll(s.Styled(), "\x1b", "␛"))
				})
			}
		}
	}
}

// In every theme the row of the cursor is reversed, and mono has no colour.
func TestSelectionSurvivesWithoutColour(t *testing.T) {
	for _, name := range theme.Names() {
		s, _ := playWith(t, modeltest.Busy().Samples(301), 80, 24, tui.Options{Theme: name})
		s.Settle()
		styled := s.Styled()
		row := line(styled, "pod web")
		if !strings.Contains(row, "\x1b[7m") || !cursorOn("pod web")(ansi.Strip(styled)) {
			t.Errorf("%s: the row of the cursor is %q", name, row)
		}
		if coloured := strings.Contains(styled, "\x1b[3") || strings.Contains(styled, ";3"); coloured == (name == "mono") {
			t.Errorf("%s: coloured is %v", name, coloured)
		}
	}
}

package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model/modeltest"
)

// A frame of no real host says so at each size that shows anything of it,
// frozen or not.
func TestDemonstrationIsNamed(t *testing.T) {
	samples := modeltest.Busy().Samples(21)
	for _, demo := range []bool{true, false} {
		for _, s := range samples {
			s.Demo = demo
		}
		a := appOn(samples, Options{})
		for _, keys := range []string{"", "?", "Z"} {
			if keys != "" {
				a.Update(typed(keys))
			}
			for width := leastWidth; width < 240; width++ {
				a.Update(tea.WindowSizeMsg{Width: width, Height: leastHeight})
				header, _, _ := strings.Cut(ansi.Strip(a.View().Content), "\n")
				if strings.Contains(header, " DEMONSTRATION ") != demo {
					t.Fatalf("%q at %d columns, demonstration %v: %q", keys, width, demo, header)
				}
			}
			a.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		}
	}
}

package containers

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"podtop/model/modeltest"
)

// Cursor and mark stay with a container that is made anew, under another id.
func TestCursorAndMarkFollowTheName(t *testing.T) {
	cpu := map[string]float64{"first": 3, "second": 2, "third": 1}
	p, before, after := New(Choices{}), tiny(0, cpu), tiny(time.Second, cpu)
	env := envOf(before, 120, 10)
	p.Draw(nil, env)
	press(p, env, "j", " ", "k")
	for i := range after.Containers {
		after.Containers[i].ID = modeltest.ID("another " + after.Containers[i].Name)
	}
	env.Snapshot = after
	drawn := ansi.Strip(string(p.Draw(nil, env)))
	if got := selected(p); got != "second" {
		t.Errorf("the cursor is at %s", got)
	}
	for line := range strings.Lines(drawn) {
		for name := range cpu {
			if marked := strings.Contains(line, env.Theme.Glyphs.Mark); strings.Contains(line, name) && marked != (name == "second") {
				t.Errorf("%s is marked: %v: %q", name, marked, line)
			}
		}
	}
}

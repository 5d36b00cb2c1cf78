package containers

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
)

// Cursor and mark stay with a container that is made anew, under another id.
func TestCursorAndMarkFollowTheName(t *testing.T) {
	cpu := map[string]float64{"first": 3, "second": 2, "third": 1}
	p, before, after := listOf(Choices{}), tiny(0, cpu), tiny(time.Second, cpu)
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

// A container that is marked stays in the list when it has ended long since.
func TestMarkedStays(t *testing.T) {
	p, snap := listOf(Choices{}), tiny(0, map[string]float64{"first": 3, "second": 2, "third": 1})
	env := envOf(snap, 120, 10)
	p.Draw(nil, env)
	press(p, env, "j", " ")
	after := tiny(time.Hour, map[string]float64{"first": 3, "second": 2, "third": 1})
	for i := range after.Containers {
		if c := &after.Containers[i]; c.Name != "first" {
			c.State, c.Path, c.Finished = model.Exited, "", snap.Time
		}
	}
	env.Snapshot = after
	drawn := ansi.Strip(string(p.Draw(nil, env)))
	for name, want := range map[string]bool{"first": true, "second": true, "third": false} {
		if strings.Contains(drawn, name) != want {
			t.Errorf("%s in the list: %v, want %v:\n%s", name, !want, want, drawn)
		}
	}
}

package overlay

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
)

// foot is the last line of a dialog.
func foot(d Dialog) string {
	lines := strings.Split(ansi.Strip(d.View(th, 100, 30)), "\n")
	return lines[len(lines)-1]
}

// The last line names no key that does nothing: none to choose where there is
// nothing, none to move where there is nothing else, or what is fixed.
func TestHintsOfDialogs(t *testing.T) {
	keys := DefaultKeyMap()
	entries := []Entry{{Name: "one"}, {Name: "two"}}
	for n, want := range map[int]string{1: "enter choose  esc leave", 2: "enter choose  j k move  esc leave"} {
		if got := strings.TrimSpace(foot(Choose(&keys, "choose", entries[:n]))); got != want {
			t.Errorf("of %d: %q", n, got)
		}
	}
	p := Palette(&writing, entries)
	for _, tt := range []struct{ write, want string }{
		{"", "enter go, or do it  ↓ ↑ move  esc leave"}, {"tw", "enter go, or do it  esc leave"}, {"x", "esc leave"},
	} {
		for _, k := range tt.write {
			p.Update(typed(string(k)))
		}
		if got := strings.TrimSpace(foot(p)); got != tt.want {
			t.Errorf("with %q written: %q", tt.write, got)
		}
	}
	form := Limits(&writing, "limits", []LimitRow{{Field: "cpus"}, {Field: "memory"}}, func(f model.Field, _ string) (model.Setting, error) { return model.Setting{Field: f}, nil }, nil)
	if got := foot(form); strings.Contains(got, "see what it does") {
		t.Errorf("with nothing written: %q", got)
	}
	form.Update(typed("1"))
	if got := foot(form); !strings.Contains(got, "enter see what it does") {
		t.Errorf("with something written: %q", got)
	}
	d := Arrange(&keys, pane.Arrangement{Parts: []pane.Part{{Name: "name", Fixed: true}, {Name: "cpu"}}})
	if got := foot(d); strings.Contains(got, "hide") || strings.Contains(got, "J K") {
		t.Errorf("on what is fixed: %q", got)
	}
	d.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	if got := foot(d); !strings.Contains(got, "space show, hide  J K move") {
		t.Errorf("on what is not: %q", got)
	}
}

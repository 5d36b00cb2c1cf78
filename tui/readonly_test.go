package tui_test

import (
	"strings"
	"testing"

	"podtop/model/modeltest"
	"podtop/tui"
)

// Where nothing may be changed, nothing says that it could be; only the keys
// themselves say that they do not.
func TestReadOnlyHidesWhatChanges(t *testing.T) {
	for name, actor := range map[string]tui.Actor{"read-only": nobody, "not": nil} {
		t.Run(name, func(t *testing.T) {
			s, _ := play(t, modeltest.Busy().Samples(301), 240, 100, actor)
			s.Press("j") // from the head of a pod to a container
			says(t, s.Settle(), actor != nobody, "F pause")
			s.Press("?")
			s.WaitFor("a page down")
			says(t, s.Settle(), actor != nobody, "pause, or go on", "shell in the container", "benchmark it")
			s.Press("esc", ":")
			s.WaitFor("nginx: Inspect")
			s.Press("s", "h", "e", "l", "l")
			says(t, s.Settle(), actor != nobody, "choose a way in", "shell in the container")
		})
	}
}

func says(t *testing.T, screen string, want bool, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if got := strings.Contains(screen, text); got != want {
			t.Errorf("%q is there: %v in\n%s", text, got, screen)
		}
	}
}

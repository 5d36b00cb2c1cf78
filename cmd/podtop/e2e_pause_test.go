//go:build e2e

package main_test

import (
	"strings"
	"testing"
	"time"
)

// testPause pauses a container from the screen, and lets it go on.
func testPause(t *testing.T, h *host) {
	b := h.run(t, h.own, "pause", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	s := h.changer(t).screen(t, 140, tall)
	s.wait(t, b.name)
	s.ask(t, b.name, "pause")
	s.press(t, "y")
	wait(t, "Podman to pause it", func() bool { return b.inspect(t, "{{.State.Status}}") == "paused" })
	wait(t, "the word paused in its row", func() bool { return strings.Contains(s.line(b.name), "paused") })
	sn, _ := h.viewer().stats(t)
	if r := named(sn.Containers, b.name); r == nil || r.State != "paused" {
		t.Errorf("podtop stats does not say it is paused: %v", names(sn.Containers))
	}

	s.ask(t, b.name, "unpause")
	s.press(t, "y")
	wait(t, "Podman to let it go on", func() bool { return b.inspect(t, "{{.State.Status}}") == "running" })
	wait(t, "its row to say so", func() bool { return strings.Contains(s.line(b.name), "running") })
}

// ask presses F on the container's row, which it finds by what the question
// says: podtop's screen shows other containers of the host too, and none of
// them is to be touched.
func (s *screen) ask(t *testing.T, name, verb string) {
	t.Helper()
	for i := range 500 {
		if i%100 == 0 { // rows change places while one goes through them
			s.press(t, "g")
		}
		s.press(t, "F")
		if s.asks(name, verb) {
			return
		}
		s.press(t, "n")
		s.press(t, "j")
	}
	t.Fatalf("no row asks to %s %s:\n%s", verb, name, s.text())
}

// asks waits for a question, and reports whether it is the one.
func (s *screen) asks(name, verb string) bool {
	for range 30 {
		time.Sleep(100 * time.Millisecond)
		if s.line("any other key: leave it") != "" {
			return s.line(verb+" "+name+"?") != ""
		}
	}
	return false
}

//go:build e2e

package main_test

import (
	"strings"
	"testing"
)

// testPause pauses a container from the screen, and lets it go on.
func testPause(t *testing.T, h *host) {
	b := h.run(t, h.own, "pause", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	s := h.changer(t).screen(t, 140, tall)
	s.wait(t, b.name)
	s.ask(t, b.name, "pause")
	s.press(t, "y")
	wait(t, "Podman to pause it", func() bool { return b.inspect(t, "{{.State.Status}}") == "paused" })
	wait(t, "the word paused in its row", func() bool { return s.says(b.name, "paused") })
	sn, _ := h.viewer().stats(t)
	if r := named(sn.Containers, b.name); r == nil || r.State != "paused" {
		t.Errorf("podtop stats does not say it is paused: %v", names(sn.Containers))
	}

	s.ask(t, b.name, "unpause")
	s.press(t, "y")
	wait(t, "Podman to let it go on", func() bool { return b.inspect(t, "{{.State.Status}}") == "running" })
	s.waitUnpaused(t, b)
}

// ask presses F on the container's row, alone on the screen by a filter: rows
// change places while one goes through them. What the question says decides, for
// podtop's screen shows other containers of the host too, and none of them is to
// be touched.
func (s *screen) ask(t *testing.T, name, verb string) {
	t.Helper()
	if s.line("filter: "+name) == "" {
		s.press(t, "/"+name+"\r")
		s.wait(t, "filter: "+name)
	}
	s.press(t, "F")
	s.wait(t, "any other key: leave it")
	if s.line(verb+" "+name+"?") == "" {
		t.Fatalf("it does not ask to %s %s:\n%s", verb, name, s.text())
	}
}

// waitUnpaused waits for the row to say that it runs; held back by its quota it
// says that.
func (s *screen) waitUnpaused(t *testing.T, b *box) {
	t.Helper()
	wait(t, "its row to say that it runs", func() bool {
		return s.says(b.name, "running") || s.says(b.name, "throttled")
	})
}

// says reports whether a line has both texts.
func (s *screen) says(name, word string) bool {
	for line := range strings.Lines(s.text()) {
		if strings.Contains(line, name) && strings.Contains(line, word) {
			return true
		}
	}
	return false
}

//go:build e2e

package main_test

import (
	"strings"
	"testing"
	"time"
)

// suffer waits until it is told to take more memory than it may have, stays for
// a while after the OOM killer has come, and fails.
const suffer = `while [ ! -e /tmp/eat ]; do sleep 0.2; done
rm /tmp/eat
dd if=/dev/zero of=/dev/null bs=64M count=1
sleep 4
exit 3`

// testEvents lets a container be started, fall ill and get well, be killed in,
// end and be started again: the list of events says so, of each once.
func testEvents(t *testing.T, h *host) {
	s := h.viewer().screen(t, 150, 60)
	s.wait(t, firstFrame)
	s.press(t, "E")
	s.wait(t, "what happened")
	s.press(t, "/"+h.prefix+"events\r")

	b := h.run(t, h.own, "events", []string{
		"--memory", "32m", "--memory-swap", "32m",
		"--health-cmd", "test -e /tmp/well", "--health-interval", "disable", "--health-retries", "1",
	}, "sh", "-c", suffer)
	s.waitEvent(t, b, "start", "started")

	b.checkUntil(t, s, "unhealthy")
	b.podman(t, "exec", b.name, "sh", "-c", ": > /tmp/well")
	b.checkUntil(t, s, "healthy")

	b.podman(t, "exec", b.name, "sh", "-c", ": > /tmp/eat")
	s.waitEvent(t, b, "oom", "the OOM killer killed a process")
	s.waitEvent(t, b, "stop", "exited with 3")
	b.podman(t, "start", b.name)
	s.waitEvent(t, b, "restart", "started again")

	time.Sleep(3 * time.Second) // for whoever else might tell
	for kind, want := range map[string]int{"start": 1, "restart": 1, "stop": 1, "oom": 1, "health": 2} {
		if got := len(s.events(b, kind)); got != want {
			t.Errorf("%d lines of kind %s, want %d:\n%s", got, kind, want, s.text())
		}
	}
	s.press(t, "\x1b")
	s.wait(t, "newest first")
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	s.exit(t)
}

// events are what the list says of b, of one kind.
func (s *screen) events(b *box, kind string) (texts []string) {
	for line := range strings.Lines(s.text()) {
		before, text, found := strings.Cut(line, b.name)
		if f := strings.Fields(before); found && len(f) > 0 && f[len(f)-1] == kind {
			texts = append(texts, strings.TrimSpace(text))
		}
	}
	return texts
}

func (s *screen) waitEvent(t *testing.T, b *box, kind, text string) {
	t.Helper()
	wait(t, kind+" "+b.name+" "+text, func() bool {
		for _, got := range s.events(b, kind) {
			if strings.HasPrefix(got, text) {
				return true
			}
		}
		return false
	})
}

// checkUntil has the health of b checked until the list says that it changed.
// Before 4.7 what Podman tells of a check is what the one before it found.
func (b *box) checkUntil(t *testing.T, s *screen, status string) {
	t.Helper()
	wait(t, b.name+" to be told "+status, func() bool {
		_ = b.command("healthcheck", "run", b.name).Run() // it fails if the check does
		time.Sleep(500 * time.Millisecond)
		for _, got := range s.events(b, "health") {
			if strings.HasPrefix(got, status) {
				return true
			}
		}
		return false
	})
}

//go:build e2e

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testFailedStart has containers that cannot be started, as their commands do
// not exist: podtop says so, and why, and tells of no start and of no end.
func testFailedStart(t *testing.T, h *host) {
	s := h.viewer().screen(t, 150, tall)
	s.wait(t, firstFrame)
	s.press(t, "E")
	s.wait(t, "what happened")
	s.press(t, "/"+h.prefix+"nope\r")

	const why = "failed to start: exec /nope: no such file"
	b := &box{account: h.own, name: h.prefix + "nope"}
	t.Cleanup(b.remove(t))
	b.podman(t, "create", "--network", "none", "--name", b.name, "--label", "podtop.e2e="+h.prefix, h.image, "/nope")
	if out, err := b.command("start", b.name).CombinedOutput(); err == nil {
		t.Fatalf("it was started: %s", out)
	}
	s.waitEvent(t, b, "failed", why)
	all := h.viewer().watch(t, "1s", "--all")
	all.until(t, "the state", func(sn snapshot) bool {
		r := named(sn.Containers, b.name)
		return r != nil && r.State == "failed" && r.StartError == strings.TrimPrefix(why, "failed to start: ")
	})
	for _, kind := range []string{"start", "restart", "stop"} {
		if told := s.events(b, kind); len(told) > 0 {
			t.Errorf("a %s that never was: %q", kind, told)
		}
	}
	s.wait(t, b.name+": "+why) // the alert
	if h.kind == "host" {
		h.failedUnit(t, s)
	}
	s.press(t, "q")
	s.wait(t, "no start")
	s.press(t, "q")
	s.exit(t)
}

// failedUnit has systemd start a container that cannot be started, of which
// nothing but the unit is left.
func (h *host) failedUnit(t *testing.T, s *screen) {
	b := &box{account: h.own, name: h.prefix + "nope-unit"}
	file := filepath.Join(quadlets, b.name+".container")
	t.Cleanup(func() {
		_ = exec.Command("systemctl", "reset-failed", b.name+".service").Run()
		os.Remove(file)
		systemctl(t, "daemon-reload")
	})
	if err := os.MkdirAll(quadlets, 0o755); err != nil {
		t.Fatal(err)
	}
	unit := "[Container]\nImage=" + h.image + "\nContainerName=" + b.name + "\nNetwork=none\nExec=/nope\n"
	if err := os.WriteFile(file, []byte(unit), 0o644); err != nil {
		t.Fatal(err)
	}
	systemctl(t, "daemon-reload")
	if exec.Command("systemctl", "start", b.name+".service").Run() == nil {
		t.Fatal("the unit was started")
	}
	s.waitEvent(t, b, "failed", "failed to start: podman run exited with 127, no such command")
	for _, kind := range []string{"start", "restart", "stop"} {
		if told := s.events(b, kind); len(told) > 0 {
			t.Errorf("a %s that never was: %q", kind, told)
		}
	}
}

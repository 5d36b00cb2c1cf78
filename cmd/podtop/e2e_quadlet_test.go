//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// quadlets is where units that are gone after a reboot belong.
const quadlets = "/run/containers/systemd"

// testQuadlet has systemd restart a container, which gets a new id: podtop
// shows the same row go on, with one restart more.
func testQuadlet(t *testing.T, h *host) {
	if h.kind != "host" {
		skip(t, "a Quadlet unit belongs to the host's own systemd and Podman")
	}
	b := h.quadlet(t, "quadlet", "sh -c '"+busy+"'")
	cpu, restarts := b.figure("cpu"), b.figure("restarts")
	screen := h.viewer().screen(t, 160, tall)
	s := h.viewer().watch(t, "1s", "--all")
	s.until(t, "the first start", func(sn snapshot) bool { return cpu(sn) > 0 && restarts(sn) == 0 })
	first := b.inspect(t, "{{.Id}}")
	line := screen.wait(t, b.name)
	wait(t, "twenty seconds of history", func() bool { line = screen.line(b.name); return marks(line) >= 3 })

	h.own.podman(t, "kill", b.name)
	seen := s.until(t, "the second start", func(sn snapshot) bool {
		r := named(sn.Containers, b.name)
		return r != nil && r.ID != first && cpu(sn) > 0 && restarts(sn) == 1
	})
	for _, sn := range seen {
		rows := 0
		for _, r := range sn.Containers {
			if r.Name == b.name || r.ID == first {
				rows++
			}
		}
		if rows > 1 {
			t.Errorf("%d rows of one container: %v", rows, names(sn.Containers))
		}
	}
	if now := screen.line(b.name); marks(now) < marks(line) {
		t.Errorf("the row's history did not go on:\nbefore %s\nafter  %s", line, now)
	}
}

// quadlet starts a unit of its own for a container, and removes it when the
// test ends.
func (h *host) quadlet(t *testing.T, name, command string) *box {
	t.Helper()
	b := &box{account: h.own, name: h.prefix + name}
	unit := fmt.Sprintf(`[Container]
Image=%s
ContainerName=%s
Network=none
Exec=%s
PodmanArgs=--cpus=0.5
[Service]
Restart=always
RestartSec=0
`, h.image, b.name, command)
	if err := os.MkdirAll(quadlets, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(quadlets, b.name+".container")
	t.Cleanup(func() {
		systemctl(t, "stop", b.name+".service")
		os.Remove(file)
		systemctl(t, "daemon-reload")
	})
	if err := os.WriteFile(file, []byte(unit), 0o644); err != nil {
		t.Fatal(err)
	}
	systemctl(t, "daemon-reload")
	systemctl(t, "start", b.name+".service")
	return b
}

func systemctl(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("systemctl", args...).CombinedOutput(); err != nil {
		t.Errorf("systemctl %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// marks counts the cells of a line that a graph has drawn something in.
func marks(line string) int {
	n := 0
	for _, r := range line {
		if 0x2800 < r && r < 0x2900 && r != '⣀' {
			n++
		}
	}
	return n
}

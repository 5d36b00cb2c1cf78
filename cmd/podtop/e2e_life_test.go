//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// polite is what does nothing, and ends when it is asked to.
var polite = []string{"sh", "-c", "trap 'exit 3' TERM; sleep 3600 & wait $!"}

// testLife stops, starts, restarts, signals and removes twenty containers that
// are marked, each time with one question. On the throw-away host, which is
// emulated, and to a user of it, five are as good.
func testLife(t *testing.T, h *host) {
	lives := 20
	if h.kind == "host" || os.Getuid() != 0 {
		lives = 5
	}
	var boxes []*box
	for i := range lives {
		boxes = append(boxes, h.run(t, h.own, fmt.Sprint("life", i), nil, polite...))
	}
	s := h.viewer().screen(t, 160, tall)
	s.wait(t, boxes[0].name)
	s.press(t, "/"+h.prefix+"life\r")
	s.wait(t, fmt.Sprint(lives, " of "))
	s.press(t, strings.Repeat(" ", lives))
	s.wait(t, fmt.Sprint("✓ ", lives, " marked"))
	all := func(field string) string { return h.own.states(t, boxes, field) }
	one := func(word string) string { return strings.TrimSpace(strings.Repeat(word+" ", lives)) }
	many := strconv.Itoa(lives) + " containers"

	s.change(t, "S", "stop "+many, "y")
	if got := all("{{.State.Status}} {{.State.ExitCode}}"); got != one("exited 3") {
		t.Errorf("stopped they are %s", got)
	}
	s.waitStates(t, "exited", lives)
	s.change(t, "S", "start "+many, "y")
	if got := all("{{.State.Status}}"); got != one("running") {
		t.Errorf("started they are %s", got)
	}
	s.waitStates(t, "running", lives)
	before := all("{{.State.StartedAt}}")
	s.change(t, "R", "restart "+many, "y")
	if after := all("{{.State.StartedAt}}"); after == before || all("{{.State.Status}}") != one("running") {
		t.Errorf("started at %s before and after", before)
	}
	s.waitStates(t, "running", lives)
	// A first process that has no trap yet is deaf to the signal.
	wait(t, "all to have set their traps", func() bool { return !slices.ContainsFunc(strings.Fields(all("{{.State.Pid}}")), childless) })
	s.press(t, "K")
	s.wait(t, "asks it to end")
	s.change(t, "\r", "send SIGTERM to "+many, "y")
	wait(t, "all to heed the signal", func() bool { return all("{{.State.Status}}") == one("exited") })
	s.waitStates(t, "exited", lives)
	s.change(t, "D", "remove "+many, strconv.Itoa(lives)+"\r")
	for _, b := range boxes {
		if err := b.command("container", "exists", b.name).Run(); err == nil {
			t.Errorf("%s is still there", b.name)
		}
	}
}

// childless reports whether a process has started no other.
func childless(pid string) bool {
	text, err := os.ReadFile(filepath.Join("/proc", pid, "task", pid, "children"))
	return err != nil || len(text) == 0
}

// change presses a key, waits for the question, answers it, and waits until it
// is done.
func (s *screen) change(t *testing.T, key, deed, answer string) {
	t.Helper()
	s.press(t, key)
	s.wait(t, deed+"?")
	s.press(t, answer)
	for end := time.Now().Add(8 * time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		switch line := s.line(deed + ": "); {
		case strings.Contains(line, "waiting for"), line == "":
			if line := s.line("⚠ cannot"); line != "" {
				t.Fatalf("%s: %s", deed, line)
			}
		case strings.Contains(line, "done") && !strings.Contains(line, ";"):
			return
		default:
			t.Fatalf("%s: %s", deed, line)
		}
	}
	t.Fatalf("%s: no end of it on\n%s", deed, s.text())
}

// question is what stands in the box on the screen, without blanks: where a
// line of it ends there may be one, or a hyphen.
func (s *screen) question() string {
	var text strings.Builder
	for line := range strings.Lines(s.text()) {
		if in := strings.Split(line, "│"); len(in) == 3 {
			text.WriteString(strings.ReplaceAll(in[1], " ", ""))
		}
	}
	return text.String()
}

// waitStates waits until n rows say so.
func (s *screen) waitStates(t *testing.T, state string, n int) {
	t.Helper()
	wait(t, fmt.Sprint(n, " rows ", state), func() bool {
		rows := 0
		for line := range strings.Lines(s.text()) {
			if strings.Contains(line, "-life") && strings.Contains(line, state) {
				rows++
			}
		}
		return rows >= n
	})
}

// states are a field of all boxes, with blanks between them.
func (a *account) states(t *testing.T, boxes []*box, field string) string {
	t.Helper()
	args := []string{"container", "inspect", "--format", field}
	for _, b := range boxes {
		args = append(args, b.name)
	}
	return strings.Join(strings.Fields(a.podman(t, args...)), " ")
}

// testLifeUnit has systemd stop, start and restart a Quadlet container, root's
// and a user's, each from root's screen, and a user's own from the user's.
func testLifeUnit(t *testing.T, h *host) {
	if h.kind != "host" {
		skip(t, "a Quadlet unit belongs to the host's own systemd and Podman")
	}
	t.Run("root", func(t *testing.T) {
		b := h.quadlet(t, "lifeunit", "sleep 3600")
		h.unitLife(t, h.viewer(), b, "systemctl ", "")
	})
	t.Run("user", func(t *testing.T) {
		b := h.userQuadlet(t, "lifeuser", "sleep 3600")
		as := "runuser -u " + h.other.user.name + " -- env XDG_RUNTIME_DIR=/run/user/" + strconv.Itoa(int(h.other.user.uid)) + " systemctl --user "
		h.unitLife(t, h.viewer(), b, as, h.other.user.name)
		h.unitLife(t, viewer{user: h.other.user, podtop: h.podtop}, b, "systemctl --user ", "")
	})
}

// unitLife does it with the container of one unit.
func (h *host) unitLife(t *testing.T, v viewer, b *box, systemctl, owner string) {
	t.Helper()
	wait(t, "the unit's container", func() bool { return b.command("container", "exists", b.name).Run() == nil })
	first := b.inspect(t, "{{.Id}}")
	s := v.screen(t, 200, 50)
	s.wait(t, b.name)
	s.press(t, "/name="+b.name+"\r")
	s.wait(t, "1 of ")
	s.press(t, "S")
	command := strings.ReplaceAll("$ "+systemctl+"stop "+b.name+".service", " ", "")
	wait(t, "the question with "+command, func() bool { return strings.Contains(s.question(), command) })
	s.press(t, "n")
	wait(t, "the question to go", func() bool { return s.line("stop "+b.name+"?") == "" })
	s.change(t, "S", "stop "+b.name, "y")
	if err := b.command("container", "exists", b.name).Run(); err == nil {
		t.Error("stopped, the unit's container is still there")
	}
	wait(t, "its row to have ended", func() bool { // failed, as sleep is deaf to SIGTERM
		line := s.line("▸")
		return strings.Contains(line, "inactive") || strings.Contains(line, "failed")
	})
	s.change(t, "S", "start "+b.name, "y")
	second := b.inspect(t, "{{.Id}}")
	wait(t, "its row to run", func() bool { return strings.Contains(s.line("▸"), "running") })
	s.change(t, "R", "restart "+b.name, "y")
	if third := b.inspect(t, "{{.Id}}"); first == second || second == third {
		t.Errorf("its ids are %s %s %s", first, second, third)
	}
	s.press(t, "q")
}

// testLifeRootless stops, starts and removes a user's container from root's
// screen.
func testLifeRootless(t *testing.T, h *host) {
	if h.other == nil {
		skip(t, "needs a user whose systemd runs")
	}
	b := h.run(t, h.other, "less", nil, polite...)
	s := h.viewer().screen(t, 160, 50)
	s.wait(t, b.name)
	s.press(t, "/name="+b.name+"\r")
	s.wait(t, "1 of ")
	s.change(t, "S", "stop "+b.name, "y")
	if got := b.inspect(t, "{{.State.Status}}"); got != "exited" {
		t.Errorf("stopped it is %s", got)
	}
	wait(t, "its row to say so", func() bool { return strings.Contains(s.line("▸"), "exited") })
	s.change(t, "S", "start "+b.name, "y")
	wait(t, "its row to say so", func() bool { return strings.Contains(s.line("▸"), "running") })
	s.change(t, "D", "remove "+b.name, b.name+"\r")
	if err := b.command("container", "exists", b.name).Run(); err == nil {
		t.Error("it is still there")
	}
}

//go:build e2e

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testLogPage reads logs on the screen, as those who look for something do.
func testLogPage(t *testing.T, h *host) {
	t.Run("k8s-file", func(t *testing.T) { h.logPage(t, "k8s-file") })
	t.Run("journald", func(t *testing.T) {
		if !h.journal {
			skip(t, "the machine's own journal belongs to others")
		}
		t.Run("page", func(t *testing.T) { h.logPage(t, "journald") })
		t.Run("gone", h.logOfGone)
		t.Run("forged", h.forgedPage)
		t.Run("killed", h.logOfKill)
	})
}

// logPage follows a container, finds, drops and saves lines of it.
func (h *host) logPage(t *testing.T, driver string) {
	b := h.talks(t, h.own, "page", driver)
	s := h.viewer().screen(t, 120, 40)
	s.openLog(t, b)
	s.wait(t, "following")
	s.wait(t, "| begun")
	b.say(t, "out", `{"level":"warn","msg":"heap grows","mb":12}`)
	s.wait(t, "| warn heap grows  mb=12")
	b.say(t, "err", `evil \033[31mred\033]0;title\007`)
	if line := s.wait(t, "! evil"); !strings.Contains(line, "evil red") || s.wrote(0, "title\a") {
		t.Errorf("%q", line)
	}
	s.press(t, "/begun\r")
	s.wait(t, "▸")
	if line := s.line("▸"); !strings.Contains(line, "begun") {
		t.Errorf("the cursor is on %q", line)
	}
	s.press(t, "\x1b")
	time.Sleep(time.Second) // what comes right behind it is alt and a key
	s.press(t, "&stream=stderr\r")
	s.gone(t, "begun")
	s.wait(t, "! evil")
	path := filepath.Join(h.dir, driver+".saved")
	s.press(t, "\x13") // ctrl+s
	s.wait(t, "save")
	s.press(t, "\x15"+path+"\r") // ctrl+u
	wait(t, path, func() bool {
		text, err := os.ReadFile(path)
		return err == nil && strings.Contains(string(text), "evil red") && !strings.Contains(string(text), "\x1b") && !strings.Contains(string(text), "begun")
	})
	if fi, err := os.Stat(path); err != nil || fi.Mode() != 0o600 {
		t.Errorf("%v, %v", fi, err)
	}
	s.press(t, "\x03")
	s.exit(t)
}

// openLog opens the log of b from the list.
func (s *screen) openLog(t *testing.T, b *box) {
	t.Helper()
	s.goTo(t, b.name)
	s.wait(t, "CPU")
	s.press(t, "l")
	s.wait(t, "logs  "+b.name)
}

// logOfGone opens the log of a container that is no more, from the list of events.
func (h *host) logOfGone(t *testing.T) {
	b := h.talks(t, h.own, "gone", "journald")
	b.say(t, "err", "last words")
	s := h.viewer().screen(t, 120, 40)
	s.wait(t, b.name)
	b.remove(t)()
	s.press(t, "E")
	s.press(t, "/"+b.name+"\r")
	s.wait(t, "removed")
	s.press(t, "l")
	s.wait(t, "! last words")
	s.press(t, "\x03")
	s.exit(t)
}

// forgedPage has another user write in the name of root's container.
func (h *host) forgedPage(t *testing.T) {
	b := h.talks(t, h.own, "fpage", "journald")
	s := h.viewer().screen(t, 120, 40)
	s.openLog(t, b)
	s.wait(t, "| begun")
	forge(t, "MESSAGE=forged\nPRIORITY=3\nCONTAINER_ID_FULL="+b.id+"\nCONTAINER_NAME="+b.name+"\n")
	b.say(t, "out", "true")
	s.wait(t, "| true")
	if line := s.line("forged "); line != "" && strings.Contains(line, "!") {
		t.Errorf("it is shown: %q", line)
	}
	s.wait(t, "left out")
	s.press(t, "o")
	s.wait(t, "says it is "+b.name+", from uid 65534")
	s.press(t, "\x03")
	s.exit(t)
}

// logOfKill reads why a container ended, on its page and from the alert.
func (h *host) logOfKill(t *testing.T) {
	s := h.viewer().screen(t, 120, 40)
	s.wait(t, "CPU")
	b := h.run(t, h.own, "eats", []string{"--log-driver", "journald", "--memory", "24m"}, "sh", "-c",
		`echo it eats; sleep 3; x=$(head -c 100000000 /dev/zero | tr '\0' a); echo never`)
	s.wait(t, b.name)
	wait(t, "its end", func() bool { return b.inspect(t, "{{.State.Running}}") == "false" })
	time.Sleep(2 * time.Second)
	s.goTo(t, b.name)
	s.wait(t, "| it eats") // the strip below its graphs
	s.press(t, "l")
	s.wait(t, "logs  "+b.name)
	s.wait(t, "died, exit code 137")
	s.press(t, "\x03")
	s.exit(t)
}

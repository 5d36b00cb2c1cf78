//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// testPage opens a container's page and removes the container under it: the
// page stays with its past, and goes on with the one made anew under the name.
func testPage(t *testing.T, h *host) {
	b := h.run(t, h.own, "page", []string{"--cpus", "0.3", "--memory", "48m"}, "sh", "-c", busy)
	s := h.viewer().screen(t, 140, 40)
	s.goTo(t, b.name)
	if title := s.wait(t, b.id[:12]); !strings.Contains(title, b.name) || !strings.Contains(title, "running") {
		t.Errorf("the title is %q", title)
	}
	s.wait(t, "limit 0.30")
	s.wait(t, "limit 48")

	s.storm(t, 140, 40)
	s.wait(t, "limit 0.30")

	s.press(t, "\x1b[D") // the time cursor
	s.wait(t, b.name+"  at ")
	s.press(t, ".")

	b.podman(t, "rm", "-f", "-t", "0", b.name)
	s.wait(t, "no more; seen last at")
	if s.line("CPU") == "" || s.line("MEM") == "" {
		t.Errorf("its past is gone with it:\n%s", s.text())
	}

	again := h.run(t, h.own, "page", []string{"--cpus", "0.3"}, "sh", "-c", busy)
	if title := s.wait(t, again.id[:12]); strings.Contains(title, "no more") {
		t.Errorf("the title is %q", title)
	}
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	s.exit(t)
}

// storm gives the terminal one size after the other, as who drags a window
// does, and then the last.
func (s *screen) storm(t *testing.T, cols, rows uint16) {
	t.Helper()
	set := func(cols, rows uint16) {
		s.mu.Lock()
		s.term.Resize(int(cols), int(rows))
		s.mu.Unlock()
		if err := pty.Setsize(s.pty, &pty.Winsize{Cols: cols, Rows: rows}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range uint16(60) {
		set(20+i*37%200, 5+i*13%70)
		time.Sleep(5 * time.Millisecond)
	}
	set(cols, rows)
}

// testShell goes into containers and out again: the terminal is as it was, and
// what is typed there, ctrl+c too, podtop does not see.
func testShell(t *testing.T, h *host) {
	for name, a := range map[string]*account{"own": h.own, "another's": h.other} {
		if a == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b := h.run(t, a, "shell", nil, "sh", "-c", "sleep 1000")
			h.visit(t, b, "exec -it "+b.name, func(*screen) {})
			h.endInShell(t, b)
		})
		t.Run("without a shell, "+name, func(t *testing.T) {
			b := h.run(t, a, "bare", nil, "/bin/busybox", "sh", "-c", "busybox rm /bin/sh; exec busybox sleep 1000")
			inside := h.networkOf(t, b)
			h.visit(t, b, "open one of the host’s?", func(s *screen) {
				s.press(t, "\r")
				s.wait(t, "nsenter --target")
				s.enter(t, "readlink /proc/self/ns/net\r", inside)
			})
		})
	}
}

// networkOf is the network namespace of b, as the kernel names it.
func (h *host) networkOf(t *testing.T, b *box) string {
	t.Helper()
	link, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/net", b.pid(t)))
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// visit opens a shell in b, twice. asks is what then is on the screen, and way
// leads on from there.
func (h *host) visit(t *testing.T, b *box, asks string, way func(*screen)) {
	s := h.viewer().screen(t, 140, 40)
	if b.user != nil {
		s.goTo(t, b.user.name+"/"+b.name)
	} else {
		s.goTo(t, b.name)
	}
	before := settings(t, s.pty)
	for i := 4; i < 6; i++ { // what the first visit wrote still stands there in the second
		s.enter(t, "e", asks) // on a busy machine podtop may look for ways in vain
		way(s)
		s.enter(t, fmt.Sprintf("echo in $((%d0 + 2))\r", i), fmt.Sprintf("in %d2", i))
		s.press(t, "sleep 100\r")
		time.Sleep(time.Second)
		s.press(t, "\x03")
		s.enter(t, fmt.Sprintf("echo still $((%d0 + 3))\r", i), fmt.Sprintf("still %d3", i))
		s.press(t, "exit\r")
		s.wait(t, "back from "+b.name)
		if settings(t, s.pty) != before {
			t.Error("the terminal has other settings than before")
		}
	}
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	if state := s.exit(t); state.ExitCode() != 0 {
		t.Errorf("%v", state)
	}
}

// endInShell ends podtop while a shell in b is in front: as it ends otherwise.
func (h *host) endInShell(t *testing.T, b *box) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		s := h.shell(t)
		before := settings(t, s.pty)
		s.press(t, "exec "+strings.Join(h.viewer().command().Args, " ")+"\r")
		name := b.name
		if b.user != nil {
			name = b.user.name + "/" + b.name
		}
		s.goTo(t, name)
		s.enter(t, "e", "exec -it "+b.name)
		s.enter(t, "trap '' HUP TERM; echo deaf $((40 + 2))\r", "deaf 42")
		s.signal(t, sig)
		if state := s.exit(t); state.ExitCode() != 0 {
			t.Errorf("%v after %v", state, sig)
		}
		s.restored(t, before)
	}
}

// goTo opens the page of the container called name, by the palette.
func (s *screen) goTo(t *testing.T, name string) {
	t.Helper()
	s.wait(t, name)
	s.press(t, ":")
	s.wait(t, "go, or do it")
	s.press(t, name+" container of") // its tabs and what can be done to it are there, too
	s.wait(t, "▸ "+name+" ")
	s.press(t, "\r")
}

// enter types text until want is on the screen: a shell drops what comes
// before it has set up the terminal.
func (s *screen) enter(t *testing.T, text, want string) {
	t.Helper()
	for range 10 {
		s.press(t, text)
		for range 15 {
			if s.line(want) != "" {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
	t.Fatalf("%q never appeared on:\n%s", want, s.text())
}

//go:build e2e

package main_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A termios is what stty(1) shows.
type termios = unix.Termios

// settings returns the settings of the terminal that tty is a side of.
func settings(t *testing.T, tty *os.File) termios {
	t.Helper()
	var got *termios
	raw, err := tty.SyscallConn()
	if err == nil {
		err2 := raw.Control(func(fd uintptr) { got, err = unix.IoctlGetTermios(int(fd), unix.TCGETS) })
		if err == nil {
			err = err2
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return *got
}

// restored checks that the terminal is as it was: its settings, the main
// screen, the cursor, and no reports of mouse, paste or focus asked for.
func (s *screen) restored(t *testing.T, before termios) {
	t.Helper()
	var odd []string
	for end := time.Now().Add(patience / 3); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if odd = s.odd(settings(t, s.pty) == before); len(odd) == 0 {
			return
		}
	}
	t.Errorf("the terminal is not as before: %s", strings.Join(odd, ", "))
}

// odd lists what a program has left of itself on the terminal.
func (s *screen) odd(sameSettings bool) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var odd []string
	if !sameSettings {
		odd = append(odd, "other settings")
	}
	if s.term.IsAltScreen() {
		odd = append(odd, "the alternate screen")
	}
	if s.hidden {
		odd = append(odd, "a hidden cursor")
	}
	for _, mode := range []string{"1000", "1002", "1003", "1004", "1006", "2004", "2026"} {
		if strings.LastIndex(string(s.raw), "\x1b[?"+mode+"h") > strings.LastIndex(string(s.raw), "\x1b[?"+mode+"l") {
			odd = append(odd, "mode "+mode)
		}
	}
	return odd
}

// testQuit leaves the screen in each way there is: the terminal is restored.
func testQuit(t *testing.T, h *host) {
	ways := []struct {
		name  string
		leave func(*testing.T, *screen)
	}{
		{"q", func(t *testing.T, s *screen) {
			s.press(t, "q")
			if state := s.exit(t); state.ExitCode() != 0 {
				t.Errorf("%v", state)
			}
		}},
		{"ctrl+c", func(t *testing.T, s *screen) { s.press(t, "\x03") }},
		{"SIGTERM", func(t *testing.T, s *screen) { s.signal(t, syscall.SIGTERM) }},
		{"SIGHUP", func(t *testing.T, s *screen) { s.signal(t, syscall.SIGHUP) }},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			for range 8 { // a signal meets podtop at another moment each time
				h.quit(t, way.leave)
			}
		})
	}
}

// quit opens the screen from a shell, which it replaces, and leaves it.
func (h *host) quit(t *testing.T, leave func(*testing.T, *screen)) {
	t.Helper()
	s := h.shell(t)
	before := settings(t, s.pty)
	s.press(t, "exec "+strings.Join(h.viewer().command().Args, " ")+"\r")
	s.wait(t, firstFrame)
	leave(t, s)
	s.exit(t)
	s.restored(t, before)
}

// testSuspend stops podtop by ctrl+z, looks at the terminal, and goes on.
func testSuspend(t *testing.T, h *host) {
	s := h.shell(t)
	before := settings(t, s.pty)
	s.press(t, strings.Join(h.viewer().command().Args, " ")+"\r")
	s.wait(t, "self ") // a while after the first frame: the terminal has answered what it was asked
	s.press(t, "\x1a")
	s.wait(t, prompt)
	s.restored(t, before)
	s.press(t, "fg\r")
	s.wait(t, firstFrame)

	s.press(t, "H") // from a page, too, and it is there again
	s.wait(t, "MOUNTED ON")
	s.press(t, "\x1a")
	s.wait(t, prompt)
	s.restored(t, before)
	s.press(t, "fg\r")
	s.wait(t, "MOUNTED ON")
	s.press(t, "qq")
	s.wait(t, prompt)
	s.restored(t, before)
}

const (
	prompt     = "ready>"
	firstFrame = "? help" // the list may be empty
)

// shell opens an interactive shell with job control.
func (h *host) shell(t *testing.T) *screen {
	t.Helper()
	cmd := exec.Command("sh", "-i")
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "PS1="+prompt, "TERM=xterm-256color", "LANG=C.UTF-8", "ENV=")
	s := open(t, cmd, 120, 40)
	s.wait(t, prompt)
	return s
}

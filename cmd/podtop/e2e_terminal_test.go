//go:build e2e

package main_test

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

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
			// A shell keeps the terminal open, and shows what is left of it.
			s := h.shell(t)
			before := settings(t, s.pty)
			s.press(t, "exec "+strings.Join(h.viewer().command().Args, " ")+"\r")
			s.wait(t, "CPU")
			way.leave(t, s)
			s.exit(t)
			s.restored(t, before)
		})
	}
}

// testSuspend stops podtop by ctrl+z, looks at the terminal, and goes on.
func testSuspend(t *testing.T, h *host) {
	s := h.shell(t)
	before := settings(t, s.pty)
	s.press(t, strings.Join(h.viewer().command().Args, " ")+"\r")
	s.wait(t, "CPU")
	s.press(t, "\x1a")
	s.wait(t, prompt)
	s.restored(t, before)
	s.press(t, "fg\r")
	s.wait(t, "CPU")
	s.press(t, "q")
	s.wait(t, prompt)
	s.restored(t, before)
}

const prompt = "ready> "

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

//go:build e2e || attack

package main_test

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience is how long what should come is waited for.
const patience = 90 * time.Second

// A screen is a program on a pseudo-terminal, and what a person sees there.
type screen struct {
	*exec.Cmd
	pty  *os.File
	done chan struct{} // the program has ended

	mu     sync.Mutex // guards the rest
	term   *vt.Emulator
	hidden bool   // the cursor
	raw    []byte // all that was written
}

// open starts cmd on a terminal of its own.
func open(t *testing.T, cmd *exec.Cmd, cols, rows uint16) *screen {
	t.Helper()
	s := &screen{Cmd: cmd, term: vt.NewEmulator(int(cols), int(rows)), done: make(chan struct{})}
	s.term.SetCallbacks(vt.Callbacks{CursorVisibility: func(visible bool) { s.hidden = !visible }})
	var err error
	if s.pty, err = pty.StartWithSize(cmd, &pty.Winsize{Cols: cols, Rows: rows}); err != nil {
		t.Fatal(err)
	}
	go io.Copy(s.pty, s.term) // the terminal's answers to queries
	go io.Copy(s, s.pty)
	go func() {
		defer close(s.done)
		s.Wait()
	}()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("at the end there was on the screen:\n%s", s.text())
		}
		s.Process.Kill()
		<-s.done
		s.pty.Close()
		s.term.InputPipe().(io.Closer).Close() // ends the first io.Copy; the emulator's own Close races with it
	})
	return s
}

// Write draws what the program wrote.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw = append(s.raw, p...)
	return s.term.Write(p)
}

// text returns what is on the screen.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.String()
}

// line returns the first line with sub in it, or "".
func (s *screen) line(sub string) string {
	for line := range strings.Lines(s.text()) {
		if strings.Contains(line, sub) {
			return strings.TrimRight(line, " \r\n")
		}
	}
	return ""
}

// wrote reports whether the program wrote text from a place on.
func (s *screen) wrote(from int, text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(string(s.raw[from:]), text)
}

// wait waits for a line with sub in it, and returns it.
func (s *screen) wait(t *testing.T, sub string) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if line := s.line(sub); line != "" {
			return line
		}
	}
	t.Fatalf("%q never appeared on:\n%s", sub, s.text())
	return ""
}

// gone waits until sub is on the screen no longer.
func (s *screen) gone(t *testing.T, sub string) {
	t.Helper()
	for end := time.Now().Add(patience); s.line(sub) != ""; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q did not go from:\n%s", sub, s.text())
		}
	}
}

// press types keys.
func (s *screen) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := s.pty.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

// exit waits until the program has ended, and returns how.
func (s *screen) exit(t *testing.T) *os.ProcessState {
	t.Helper()
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatalf("still there after %v:\n%s", patience, s.text())
	}
	return s.ProcessState
}

// signal sends sig to the program alone.
func (s *screen) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

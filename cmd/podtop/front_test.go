//go:build !e2e

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// within is how long a test waits for anything.
const within = 30 * time.Second

// A seat is podtop --demo on a pseudo-terminal of its own, and who sits there.
type seat struct {
	*testing.T
	*exec.Cmd
	side, front *os.File // of the user, and of podtop
	before      unix.Termios
	done        chan error
	reads       sync.Mutex // held: nobody reads what podtop writes

	mu      sync.Mutex
	term    *vt.Emulator
	hidden  bool
	written []byte
	late    time.Duration // an answer is; negative: there is none
	owed    sync.WaitGroup
}

// sit starts podtop on a terminal that answers after late; never, if that is
// negative.
func sit(t *testing.T, late time.Duration) *seat {
	t.Helper()
	side, front, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	s := &seat{T: t, side: side, front: front, late: late, done: make(chan error, 1), term: vt.NewEmulator(100, 30)}
	s.term.SetCallbacks(vt.Callbacks{CursorVisibility: func(visible bool) { s.hidden = !visible }})
	go io.Copy(s, s.term)
	if err := pty.Setsize(front, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	s.before = s.settings()
	s.Cmd = exec.Command("podtop", "--demo", "--seed", "1")
	s.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	s.Stdin, s.Stdout, s.Stderr = front, front, front
	s.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		s.read()
	}()
	go func() { s.done <- s.Wait() }()
	t.Cleanup(func() {
		s.Process.Kill()
		s.owed.Wait()
		front.Close()
		<-read
		side.Close()
		s.term.InputPipe().(io.Closer).Close()
	})
	return s
}

// read is what a terminal does with what a program writes.
func (s *seat) read() {
	buf := make([]byte, 64<<10)
	for {
		fds := []unix.PollFd{{Fd: int32(s.side.Fd()), Events: unix.POLLIN}}
		unix.Poll(fds, -1)
		s.reads.Lock()
		n, err := s.side.Read(buf)
		s.reads.Unlock()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.written = append(s.written, buf[:n]...)
		s.term.Write(buf[:n])
		s.mu.Unlock()
		if bytes.Contains(buf[:n], []byte(ansi.RequestModeSynchronizedOutput)) {
			s.answer(ansi.ReportMode(ansi.ModeSynchronizedOutput, ansi.ModeReset)) // which the emulator does not know
		}
	}
}

// Write takes the emulator's answers.
func (s *seat) Write(b []byte) (int, error) {
	s.answer(string(b))
	return len(b), nil
}

func (s *seat) answer(text string) {
	if s.late < 0 {
		return
	}
	s.owed.Add(1)
	time.AfterFunc(s.late, func() {
		defer s.owed.Done()
		s.side.WriteString(text)
	})
}

func (s *seat) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.written)
}

// sees waits until podtop has written text.
func (s *seat) sees(text string) {
	s.Helper()
	s.until("no "+text, func() bool { return strings.Contains(s.text(), text) })
}

// until waits until ok.
func (s *seat) until(what string, ok func() bool) {
	s.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.Fatalf("%s in %.3000q", what, s.text())
		}
	}
}

// ends waits until podtop has, and returns its exit code.
func (s *seat) ends() int {
	s.Helper()
	select {
	case <-s.done:
		return s.ProcessState.ExitCode()
	case <-time.After(within):
		s.Fatalf("it does not end; it wrote %.3000q", s.text())
		return 0
	}
}

func (s *seat) settings() unix.Termios {
	got, err := unix.IoctlGetTermios(int(s.front.Fd()), unix.TCGETS)
	if err != nil {
		s.Fatal(err)
	}
	return *got
}

// restored checks that the terminal is as it was, and that nothing is left there
// for a shell to read.
func (s *seat) restored() {
	s.Helper()
	s.owed.Wait()
	s.until("still on its screen", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return !s.term.IsAltScreen() && !s.hidden
	})
	s.until("other settings", func() bool { return s.settings() == s.before })
	written := s.text()
	for _, mode := range []string{"25", "1000", "1002", "1003", "1006", "2004", "2026"} {
		on, off := strings.LastIndex(written, "\x1b[?"+mode+"h"), strings.LastIndex(written, "\x1b[?"+mode+"l")
		if on > off != (mode == "25") {
			s.Errorf("mode %s is as podtop had it", mode)
		}
	}
	term.MakeRaw(s.front.Fd()) // a part of a line counts, too
	if n, err := unix.IoctlGetInt(int(s.front.Fd()), unix.TIOCINQ); err != nil || n != 0 {
		b := make([]byte, 1000)
		n, _ := s.front.Read(b)
		s.Errorf("left to read: %q, %v", b[:n], err)
	}
	if i := strings.LastIndex(written, ansi.ResetModeAltScreenSaveCursor); strings.Contains(written[i:], "$p") || strings.Contains(written[i:], "[6n") {
		s.Errorf("it asks after it has left: %q", written[i:])
	}
}

// However much was typed before, ctrl+c ends podtop.
func TestGarbage(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	random, text := make([]byte, 1<<20), make([]byte, 1<<20)
	for i := range random {
		random[i], text[i] = byte(r.IntN(256)), byte('0'+r.IntN(10))
		if strings.IndexByte("\x03\x1aq", random[i]) >= 0 {
			random[i] = '.'
		}
	}
	for name, garbage := range map[string]string{
		"random":             string(random),
		"digits":             string(text),
		"written":            "/" + string(text),
		"in an answer":       "\x1b]11;" + string(text),
		"a paste":            "/" + ansi.BracketedPasteStart + string(text) + ansi.BracketedPasteEnd,
		"a paste, endless":   ansi.BracketedPasteStart + string(text),
		"what may go on":     strings.Repeat("\x1bx", 1<<19),
		"what ends in kitty": string(text) + "\x1b[99;5u",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sit(t, 0)
			s.sees("pod web")
			s.side.WriteString(garbage + "\x03")
			if code := s.ends(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			s.restored()
		})
	}
}

// Whatever ends podtop, the terminal is restored before Go says why.
func TestTerminalIsRestored(t *testing.T) {
	for _, tt := range []struct {
		signal syscall.Signal
		code   int
		says   string
	}{
		{unix.SIGTERM, 0, ""},
		{unix.SIGHUP, 0, ""},
		{unix.SIGINT, 0, ""},
		{unix.SIGQUIT, 2, "SIGQUIT: quit\r\n"},
		{unix.SIGABRT, 2, "SIGABRT: abort\r\n"},
		{panics, 2, "panic: on purpose"},
		{unix.SIGKILL, -1, ""},
	} {
		t.Run(tt.signal.String(), func(t *testing.T) {
			t.Parallel()
			s := sit(t, 0)
			s.sees("pod web")
			s.side.WriteString("\x0f")
			s.sees(ansi.SetModeMouseExtSgr)
			s.Process.Signal(tt.signal)
			if code := s.ends(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			s.restored()
			if tt.says != "" {
				s.sees(tt.says)
				s.sees("goroutine ")
			}
			written := s.text()
			if i := strings.Index(written, tt.says); tt.says != "" && i < strings.LastIndex(written, ansi.ResetModeAltScreenSaveCursor) {
				t.Error("it says so on the screen that is left")
			}
		})
	}
}

// The watch beside podtop has its name.
func TestWatchIsCalledPodtop(t *testing.T) {
	t.Parallel()
	s := sit(t, 0)
	s.sees("pod web")
	s.until("its watch has another name", func() bool { return slices.Equal(s.children(), []string{"podtop"}) })
}

// children are the names of the processes that podtop has started.
func (s *seat) children() (names []string) {
	for _, pid := range s.childPIDs() {
		name, _ := os.ReadFile("/proc/" + pid + "/comm")
		names = append(names, strings.TrimSpace(string(name)))
	}
	return names
}

func (s *seat) childPIDs() (all []string) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.Process.Pid))
	for _, thread := range threads {
		pids, _ := os.ReadFile(thread)
		all = append(all, strings.Fields(string(pids))...)
	}
	return all
}

// A terminal's answers are not left to the shell, however late they are.
func TestAnswersAreRead(t *testing.T) {
	for _, late := range []time.Duration{0, 20 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, -1} {
		for _, until := range []string{ansi.SetModeAltScreenSaveCursor, ansi.RequestModeSynchronizedOutput} {
			t.Run(late.String(), func(t *testing.T) {
				t.Parallel()
				s := sit(t, late)
				s.sees(until)
				s.side.WriteString("q")
				if code := s.ends(); code != 0 {
					t.Errorf("exit code %d", code)
				}
				s.restored()
			})
		}
	}
}

// A signal ends podtop on a terminal that takes nothing any more, and what it
// takes when it goes on restores it.
func TestTerminalThatTakesNothing(t *testing.T) {
	for most, sig := range []syscall.Signal{1: unix.SIGTERM, 20: unix.SIGTERM, 21: unix.SIGHUP, 22: unix.SIGQUIT} {
		if sig == 0 {
			continue
		}
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			s := sit(t, 0)
			s.sees(ansi.SetModeSynchronizedOutput) // it has answered all it was asked
			s.reads.Lock()
			locked := true
			defer func() {
				if locked {
					s.reads.Unlock()
				}
			}()
			full := 0 // times that podtop drew all anew since there was room
			s.until("it is never full", func() bool {
				s.side.WriteString("\x0c")
				time.Sleep(50 * time.Millisecond)
				fds := []unix.PollFd{{Fd: int32(s.front.Fd()), Events: unix.POLLOUT}}
				if n, _ := unix.Poll(fds, 0); n == 0 {
					full++
				}
				return full == most
			})
			s.Process.Signal(sig)
			if code := s.ends(); code != map[bool]int{true: 2}[sig == unix.SIGQUIT] {
				t.Errorf("exit code %d", code)
			}
			s.reads.Unlock()
			locked = false
			s.restored()
		})
	}
}

// A signal ends each command, too, when nobody reads what it writes.
func TestNobodyReads(t *testing.T) {
	for _, args := range []string{
		"stats --demo --watch --interval 100ms --format json",
		"limits --demo --for 0s --format json app nginx backup legacy registry ci-runner", // which changes nothing
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			defer w.Close()
			if _, err := unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, os.Getpagesize()); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("podtop", strings.Fields(args)...)
			cmd.Stdout = w
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Process.Kill()
			full := func() bool {
				fds := []unix.PollFd{{Fd: int32(w.Fd()), Events: unix.POLLOUT}}
				n, err := unix.Poll(fds, 0)
				return n == 0 && err == nil
			}
			for end := time.Now().Add(within); !full(); time.Sleep(5 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("it writes too little")
				}
			}
			cmd.Process.Signal(unix.SIGTERM)
			kill := time.AfterFunc(within, func() { cmd.Process.Kill() })
			defer kill.Stop()
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What the watch does when podtop is no more. Who has the terminal while podtop
// is suspended keeps it as it is.
func TestWhatTheWatchIsTold(t *testing.T) {
	for told, want := range map[string]watchedEnd{
		"":                              {ended: true},
		"\x00":                          {},
		"\x01":                          {ended: true, away: true},
		"\x01\x02":                      {ended: true},
		"\x01\x02\x00":                  {},
		"SIGQUIT: quit":                 {ended: true, words: true},
		"\x01\x02\x01panic: on purpose": {ended: true, words: true, away: true},
	} {
		words := bufio.NewReader(strings.NewReader(told))
		if got := awaitEnd(words); got != want {
			t.Errorf("%q: %+v, want %+v", told, got, want)
		}
		if rest, _ := io.ReadAll(words); want.words && string(rest) != strings.TrimLeft(told, "\x01\x02") {
			t.Errorf("%q: %q is left to report", told, rest)
		}
	}
}

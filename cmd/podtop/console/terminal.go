// Package console is the terminal podtop runs on: what is typed there, and how
// it is left as it was.
package console

import (
	"errors"
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// A Terminal is podtop's own while it is taken: raw, and read by Keys.
type Terminal struct {
	Keys *Keyboard

	in, out *os.File
	before  unix.Termios // its settings without podtop

	mu    sync.Mutex
	ended bool
}

// Open returns the terminal with the sides in and out, which may be one file.
func Open(in, out *os.File) (*Terminal, error) {
	before, err := unix.IoctlGetTermios(int(in.Fd()), unix.TCGETS)
	if err != nil {
		return nil, err
	}
	return &Terminal{Keys: NewKeyboard(in), in: in, out: out, before: *before}, nil
}

// Before are the terminal's settings without podtop.
func (t *Terminal) Before() unix.Termios { return t.before }

// errEnded is what a terminal says that is no more to be had.
var errEnded = errors.New("podtop ends")

// Take makes the terminal podtop's. After End it is not to be had.
func (t *Terminal) Take() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return errEnded
	}
	if _, err := term.MakeRaw(t.in.Fd()); err != nil {
		return err
	}
	if err := t.Keys.Start(); err != nil {
		set(t.in, &t.before)
		return err
	}
	return nil
}

// Give gives the terminal back as it was, but for what is drawn there.
func (t *Terminal) Give() {
	t.Keys.Stop()
	set(t.in, &t.before)
}

// End gives the terminal back for good.
func (t *Terminal) End() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	t.Give()
}

// Leave is to be called before podtop's screen is left; last is when the terminal
// was last asked something, or last reported the mouse. If that was just now, or
// more was typed than podtop takes, the terminal may still write what is for
// podtop: that is read, and dropped. After Force, Leave does nothing.
func (t *Terminal) Leave(last time.Time) {
	if t.hasEnded() {
		return
	}
	lost := t.Keys.Lost()
	t.Keys.Stop()
	if lost || time.Since(last) < answersIn {
		Settle(t.in, t.out, false)
	}
}

func (t *Terminal) hasEnded() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ended
}

// Force gives the terminal back for good, whatever podtop is doing there: see
// Restore.
func (t *Terminal) Force() {
	t.mu.Lock()
	t.ended = true
	t.mu.Unlock()
	t.Keys.Stop()
	Restore(t.in, t.out, &t.before)
}

// forceIn is how long Restore may take, but for the terminal's answers.
const forceIn = time.Second

// Restore gives a terminal back as it was before, settings, screen and modes,
// within some seconds. Where it takes nothing, as one whose window was stopped,
// what it has not taken is dropped.
func Restore(in, out *os.File, before *unix.Termios) {
	defer set(in, before)
	if IsRaw(in) && writable(out, forceIn/10) {
		doWithin(answersIn+forceIn/10, func() { Settle(in, out, false) })
	}
	text := abort + "\x1b7" + mainScreen + AsItWas
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = out.WriteString(text)
	}()
	for wait := range 20 {
		select {
		case <-written:
			if wait > 0 && writable(out, forceIn/20) {
				_, _ = out.WriteString(text) // the first may have been dropped, too
			}
			return
		case <-time.After(forceIn / 20):
		}
		_, _ = term.MakeRaw(in.Fd()) // undoes ctrl+s
		_ = unix.IoctlSetInt(int(out.Fd()), unix.TCFLSH, unix.TCOFLUSH)
	}
}

// doWithin does something, and waits for it no longer than d.
func doWithin(d time.Duration, do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(d):
	}
}

// IsRaw reports whether a terminal has podtop's settings. A shell that edits a
// line leaves its keys for signals alone.
func IsRaw(in *os.File) bool {
	now, err := unix.IoctlGetTermios(int(in.Fd()), unix.TCGETS)
	return err == nil && now.Lflag&(unix.ICANON|unix.ISIG) == 0
}

// writable reports whether a write would not wait, now or within d.
func writable(out *os.File, d time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(out.Fd()), Events: unix.POLLOUT}}
	for end := time.Now().Add(d); ; {
		n, err := unix.Poll(fds, int(max(0, time.Until(end)).Milliseconds()))
		if err != unix.EINTR {
			return err == nil && n > 0 && fds[0].Revents&unix.POLLOUT != 0
		}
	}
}

// set puts settings in force at once, whatever is still to be drawn.
func set(in *os.File, settings *unix.Termios) {
	_ = unix.IoctlSetTermios(int(in.Fd()), unix.TCSETS, settings)
}

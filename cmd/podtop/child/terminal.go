package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/muesli/cancelreader"
	"golang.org/x/sys/unix"

	"podtop/model/clean"
)

// Leave is what a user types to get out of a shell that does not answer:
// ctrl+] three times.
const Leave = "\x1d\x1d\x1d"

// A Session is a program that talks with the user.
type Session struct {
	Args  []string
	Files []*os.File // its descriptors 3 and on

	// Apart says that what comes on standard error is not the shell's, but that
	// of the program which leads to it. It is cleaned.
	Apart bool
	// Another says that it becomes another user, whom podtop's environment does
	// not concern.
	Another bool
}

// InFront runs a program on a pseudo-terminal of its own, and passes on what is
// typed on in and what the program writes, in's size too, until the program or
// ctx ends, or the user types Leave. So another user's program has nothing of
// the terminal podtop runs on but what is written to it. When it returns, in
// has its settings back, and nothing is left to read there that was typed for
// the program, or that the terminal has answered to it.
func InFront(ctx context.Context, in, out *os.File, s Session) error {
	ours, theirs, err := pty.Open()
	if err != nil {
		return fmt.Errorf("opening a pseudo-terminal: %w", err)
	}
	defer ours.Close()
	defer theirs.Close()
	fit(ours, in)
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return fmt.Errorf("setting the terminal up: %w", err)
	}
	defer func() {
		settle(in, out)
		_ = term.Restore(in.Fd(), before)
	}()

	cmd := exec.Command(s.Args[0], s.Args[1:]...)
	cmd.Dir, cmd.ExtraFiles, cmd.WaitDelay = "/", s.Files, grace
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	if s.Apart {
		cmd.Stderr = &complaints{out: out}
	}
	if s.Another {
		cmd.Env = terminalEnvironment()
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := start(cmd); err != nil {
		return err
	}
	theirs.Close() // what is read ends when the program's side is closed
	return exchange(ctx, cmd, in, out, ours)
}

// exchange passes on what there is to pass on until cmd has ended.
func exchange(ctx context.Context, cmd *exec.Cmd, in, out, ours *os.File) error {
	typed, err := cancelreader.NewReader(in)
	if err != nil {
		return errors.Join(fmt.Errorf("reading the terminal: %w", err), hangUp(cmd))
	}
	defer typed.Close()
	left, written := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(left)
		passOn(ours, typed)
	}()
	go func() {
		defer close(written)
		_, _ = io.Copy(out, ours)
	}()
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	defer signal.Stop(resized)

	end := ended(cmd.Process.Pid)
	for running := true; running; {
		select {
		case <-resized:
			fit(ours, in)
		case <-end:
			err, running = cmd.Wait(), false
		case <-ctx.Done():
			err, running = hangUp(cmd), false
		case <-left:
			err, running = hangUp(cmd), false
		}
	}
	// What it wrote last is there to be read; what it has left behind, and may
	// write on, is not waited for.
	_ = ours.SetReadDeadline(time.Now().Add(grace / 4))
	select {
	case <-written:
	case <-ctx.Done(): // and the terminal may be one that takes nothing any more
	}
	typed.Cancel()
	<-left
	return err
}

// hangUp ends cmd as a terminal that goes does, and for sure.
func hangUp(cmd *exec.Cmd) error {
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGHUP)
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGCONT)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return wait(ctx, cmd)
}

// fit gives a pseudo-terminal the size of the terminal in.
func fit(ours, in *os.File) {
	if size, err := pty.GetsizeFull(in); err == nil {
		_ = pty.Setsize(ours, size)
	}
}

// passOn passes on what is typed until that ends, or is Leave. A program that
// reads nothing for a second loses what is typed meanwhile, so that Leave is
// read.
func passOn(ours *os.File, typed io.Reader) {
	var recent []byte
	buf := make([]byte, 4<<10)
	for {
		n, err := typed.Read(buf)
		recent = append(recent, buf[:n]...)
		if err != nil || bytes.Contains(recent, []byte(Leave)) {
			return
		}
		recent = append([]byte(nil), recent[max(0, len(recent)-len(Leave)+1):]...)
		_ = ours.SetWriteDeadline(time.Now().Add(grace))
		if _, err := ours.Write(buf[:n]); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
	}
}

// terminalEnvironment is what a program on a terminal is told that becomes
// another user: what that terminal is.
func terminalEnvironment() []string {
	env := []string{"PATH=" + usualPath}
	for _, name := range []string{"TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// complaints writes lines to a terminal in raw mode, cleaned.
type complaints struct {
	out  io.Writer
	line []byte
}

func (c *complaints) Write(p []byte) (int, error) {
	for _, b := range p {
		switch {
		case b == '\n':
			if _, err := fmt.Fprintf(c.out, "%s\r\n", clean.Text(string(bytes.TrimRight(c.line, "\r")))); err != nil {
				return 0, err
			}
			c.line = c.line[:0]
		case len(c.line) < maxComplaint:
			c.line = append(c.line, b)
		}
	}
	return len(p), nil
}

// asItWas undoes what a program may have left a terminal in: the middle of a
// sequence, modes in which it writes by itself (mouse, focus, paste, keys), or
// in which a position is another than it seems.
const asItWas = "\x18\x1b\\\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?2004l\x1b[?2026l" +
	"\x1b[=0u\x1b[>4;0m\x1b[?1l\x1b>\x1b[4l\x1b[?1049l\x1b7\x1b[?6l\x1b[r\x1b8\x1b[?6l\x1b[?7h\x1b[?25h\x1b(B\x0f\x1b[0m"

// answersIn is how long a terminal may take to answer.
const answersIn = time.Second

// settle reads, and drops, what a terminal has answered to a program that is no
// more. A terminal answers in order: so it is asked twice where the cursor is,
// at places the program could not guess, and what comes before is not ours.
func settle(in, out *os.File) {
	size, err := pty.GetsizeFull(in)
	if err != nil {
		return
	}
	ask, answer := asItWas+"\x1b7", ""
	for range 2 {
		row, column := 2+rand.IntN(max(1, int(size.Rows)-1)), 1+rand.IntN(max(1, int(size.Cols)))
		ask += fmt.Sprintf("\x1b[%d;%dH\x1b[6n", row, column)
		answer += fmt.Sprintf("\x1b[%d;%dR", row, column)
	}
	if _, err := io.WriteString(out, ask+"\x1b8"); err != nil {
		return
	}
	readUntil(in, answer, time.Now().Add(answersIn))
	_ = unix.IoctlSetInt(int(in.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}

// readUntil reads until what was read ends in answer.
func readUntil(in *os.File, answer string, end time.Time) {
	var read []byte
	buf := make([]byte, 4<<10)
	for {
		fds := []unix.PollFd{{Fd: int32(in.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(max(0, time.Until(end)).Milliseconds()))
		if err == unix.EINTR {
			continue
		}
		if n == 0 || err != nil {
			return
		}
		if n, err = unix.Read(int(in.Fd()), buf); n <= 0 || err != nil {
			return
		}
		read = append(read, buf[:n]...)
		if bytes.Contains(read, []byte(answer)) {
			return
		}
		read = append([]byte(nil), read[max(0, len(read)-len(answer)):]...)
	}
}

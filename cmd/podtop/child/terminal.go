package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/muesli/cancelreader"
	"golang.org/x/sys/unix"

	"podtop/cmd/podtop/console"
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
	ours, theirs, err := openTerminal()
	if err != nil {
		return fmt.Errorf("opening a pseudo-terminal: %w", err)
	}
	defer ours.Close()
	defer theirs.Close()
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return fmt.Errorf("setting the terminal up: %w", err)
	}
	defer func() { _ = term.Restore(in.Fd(), before) }()

	cmd := exec.Command(s.Args[0], s.Args[1:]...)
	cmd.Dir, cmd.ExtraFiles, cmd.WaitDelay = "/", s.Files, grace
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	if s.Another {
		cmd.Env = terminalEnvironment()
	}
	apart := &cleanWriter{out: out}
	if s.Apart {
		cmd.Stderr = apart
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	fit(ours, in)
	if err := start(cmd); err != nil {
		return err
	}
	x := &exchange{cmd: cmd, in: in, out: out, ours: ours, theirs: theirs}
	err = x.run(ctx)
	if x.isDrawn() {
		apart.flush()
		console.Settle(in, out, x.alternate)
	}
	return err
}

// openTerminal opens a pseudo-terminal, podtop's side of it so that reading and
// writing can end by a deadline: to open it, package pty has made that block.
func openTerminal() (ours, theirs *os.File, err error) {
	blocking, theirs, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer blocking.Close()
	fd, err := unix.FcntlInt(blocking.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return os.NewFile(uintptr(fd), blocking.Name()), theirs, nil
}

// An exchange passes on what is typed for a program, and what that writes.
type exchange struct {
	cmd          *exec.Cmd
	in, out      *os.File // the user's terminal
	ours, theirs *os.File // podtop's side of the program's, and the program's

	ended atomic.Bool   // the program has
	drawn chan struct{} // closed once all that it wrote is

	alternate bool // the terminal is on its alternate screen; to be read once all is drawn
}

// afterwards is how much is passed on that is written once the program has
// ended, and how long nothing may come. A pseudo-terminal holds less, so that
// all of the program's own words are in it; what it has left behind may write on
// for ever.
const (
	afterwards = 256 << 10
	quiet      = grace / 4
)

// run exchanges until the program ends, or ctx, or the user wants to leave.
func (x *exchange) run(ctx context.Context) error {
	typed, err := cancelreader.NewReader(x.in)
	if err != nil {
		return errors.Join(fmt.Errorf("reading the terminal: %w", err), hangUp(x.cmd))
	}
	defer typed.Close()
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, unix.SIGWINCH)
	defer signal.Stop(resized)
	fit(x.ours, x.in) // it may have changed before that

	left := make(chan struct{})
	x.drawn = make(chan struct{})
	go func() {
		defer close(left)
		passOn(x.ours, typed)
	}()
	go func() {
		defer close(x.drawn)
		x.draw()
	}()
	err = x.wait(ctx, resized, left)
	x.ended.Store(true)
	x.theirs.Close()
	_ = x.ours.SetReadDeadline(time.Now().Add(quiet))
	select {
	case <-x.drawn:
	case <-ctx.Done(): // the terminal may be one that takes nothing any more
	case <-left:
		select {
		case <-x.drawn:
		case <-time.After(grace):
		}
	}
	typed.Cancel()
	_ = x.ours.SetWriteDeadline(time.Now())
	<-left
	return err
}

// wait waits for one of the ends there are.
func (x *exchange) wait(ctx context.Context, resized <-chan os.Signal, left <-chan struct{}) error {
	end := ended(x.cmd.Process.Pid)
	for {
		select {
		case <-resized:
			fit(x.ours, x.in)
		case <-end:
			return x.cmd.Wait()
		case <-ctx.Done():
			return hangUp(x.cmd)
		case <-left:
			_ = hangUp(x.cmd)
			return ErrLeft
		}
	}
}

// ErrLeft is how a program ends that the user leaves: see Leave. What it started
// in a container may go on there.
var ErrLeft = errors.New("it was left")

// draw passes on what is written.
func (x *exchange) draw() {
	buf := make([]byte, 32<<10)
	var recent []byte
	for rest := afterwards; rest > 0; {
		n, err := x.ours.Read(buf)
		if n > 0 {
			if _, err := x.out.Write(buf[:n]); err != nil {
				return
			}
			recent = append(recent, buf[:n]...)
			if all := screens.FindAllSubmatch(recent, -1); len(all) > 0 {
				x.alternate = string(all[len(all)-1][1]) == "h"
			}
			recent = console.Tail(recent, len("\x1b[?1049"))
		}
		if err != nil {
			return
		}
		if x.ended.Load() {
			rest -= n
			_ = x.ours.SetReadDeadline(time.Now().Add(quiet)) // a slow terminal took its time
		}
	}
}

// isDrawn reports whether the terminal has taken all there was.
func (x *exchange) isDrawn() bool {
	select {
	case <-x.drawn:
		return true
	default:
		return false
	}
}

// hangUp ends cmd as a terminal that goes does, and for sure.
func hangUp(cmd *exec.Cmd) error {
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGHUP)
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGCONT)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	_, err := wait(ctx, cmd)
	return err
}

// fit gives a pseudo-terminal the size of the terminal in.
func fit(ours, in *os.File) {
	size, err := unix.IoctlGetWinsize(int(in.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return
	}
	if raw, err := ours.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size) })
	}
}

// passOn passes on what is typed until that ends, or is Leave. A program that
// reads nothing for a second loses what is typed until it reads again, so that
// Leave is read.
func passOn(ours *os.File, typed io.Reader) {
	var recent []byte
	patience := grace
	buf := make([]byte, 4<<10)
	for {
		n, err := typed.Read(buf)
		recent = append(recent, buf[:n]...)
		if err != nil || hasLeave(recent) {
			return
		}
		recent = console.Tail(recent, longestLeave)
		_ = ours.SetWriteDeadline(time.Now().Add(patience))
		_, err = ours.Write(buf[:n])
		switch {
		case err == nil:
			patience = grace
		case errors.Is(err, os.ErrDeadlineExceeded):
			patience = grace / 100
		default:
			return
		}
	}
}

// ctrlBracket is ctrl+] as a terminal writes it in which a program has turned on
// the keyboard protocol of kitty, or modifyOtherKeys of xterm; released is how it
// says that a key was let go.
var (
	ctrlBracket = regexp.MustCompile(`\x1b\[(93(:\d*)*;5(:1)?(;\d*)?u|27;5;93~)`)
	released    = regexp.MustCompile(`\x1b\[\d+(:\d*)*;\d*:3(;\d*)?u`)
)

const longestLeave = 128 // bytes, of any way to write it

// hasLeave reports whether Leave was typed.
func hasLeave(typed []byte) bool {
	typed = released.ReplaceAll(typed, nil)
	return bytes.Contains(ctrlBracket.ReplaceAll(typed, []byte(Leave[:1])), []byte(Leave))
}

// terminalEnvironment is what a program on a terminal is told that becomes
// another user: what that terminal is.
func terminalEnvironment() []string {
	env := []string{"PATH=" + defaultPath}
	for _, name := range []string{"TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// cleanWriter writes lines to a terminal in raw mode, cleaned.
type cleanWriter struct {
	out  io.Writer
	line []byte
}

func (c *cleanWriter) Write(p []byte) (int, error) {
	for _, b := range p {
		switch {
		case b == '\n':
			if err := c.end(); err != nil {
				return 0, err
			}
		case len(c.line) < maxStderr:
			c.line = append(c.line, b)
		}
	}
	return len(p), nil
}

// flush writes a last line that was not ended.
func (c *cleanWriter) flush() {
	if len(c.line) > 0 {
		_ = c.end()
	}
}

func (c *cleanWriter) end() error {
	line := clean.Text(string(bytes.TrimRight(c.line, "\r")))
	c.line = c.line[:0]
	_, err := fmt.Fprintf(c.out, "%s\r\n", line)
	return err
}

// screens are the orders that change between the main screen and the other.
var screens = regexp.MustCompile(`\x1b\[\?(?:47|1047|1049)([hl])`)

package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"

	"podtop/cmd/podtop/child"
	"podtop/cmd/podtop/console"
	"podtop/model/clean"
)

// watchOnly is the argument that makes podtop the watch of another podtop.
const watchOnly = "--watch-terminal"

// A watch is a process beside podtop that gives the terminal back when podtop
// cannot: a panic in any goroutine, SIGQUIT and SIGABRT end it where it stands,
// and SIGKILL. It sleeps until then. What Go has to say of the end goes to the
// watch, which writes it once the terminal is as it was.
type watch struct {
	line   *os.File // to the process; it ends with podtop
	stderr int      // podtop's own, while Go's words go to the watch alone; -1: they do not
}

// reportIn is how long a terminal may take for one line of them.
const reportIn = time.Second

// newWatch starts a watch over the terminal, whose settings are to be before.
func newWatch(before unix.Termios) (*watch, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	w := &watch{line: os.NewFile(uintptr(ends[0]), "watch"), stderr: -1}
	theirs := os.NewFile(uintptr(ends[1]), "watch")
	defer theirs.Close()
	// It holds but a few words: podtop does not get further in its end than the
	// watch, which reads them when the terminal is given back.
	err = unix.SetsockoptInt(ends[0], unix.SOL_SOCKET, unix.SO_SNDBUF, 1)
	var to *os.File // null, if Go's words go somewhere else already
	if term.IsTerminal(os.Stderr.Fd()) {
		to = os.Stderr
	}
	if err == nil {
		err = child.Beside(theirs, os.Stdin, os.Stdout, to, watchOnly)
	}
	if err == nil {
		err = binary.Write(w.line, binary.NativeEndian, before)
	}
	if err == nil {
		err = debug.SetCrashOutput(w.line, debug.CrashOptions{})
	}
	if err != nil {
		w.line.Close()
		return nil, err
	}
	if to != nil {
		w.silence()
	}
	return w, nil
}

// silence drops what is written to standard error, which would spoil the screen.
func (w *watch) silence() {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer null.Close()
	kept, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return
	}
	w.stderr = kept
	_ = unix.Dup3(int(null.Fd()), 2, 0)
}

// What podtop sends its watch: single bytes, with which no words of Go's begin.
const (
	msgEnded = 0 // the terminal is given back
	msgAway  = 1 // it is another's: podtop is suspended
	msgBack  = 2 // it is podtop's again
)

// send sends a byte to the watch, if there is one.
func (w *watch) send(what byte) {
	if w != nil {
		_, _ = w.line.Write([]byte{what})
	}
}

// end ends the watch, whose terminal is given back.
func (w *watch) end() {
	if w.stderr >= 0 {
		_ = unix.Dup3(w.stderr, 2, 0)
		_ = unix.Close(w.stderr)
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	w.send(msgEnded)
	w.line.Close()
}

// watchTerminal is the watch's own side.
func watchTerminal() {
	signal.Ignore(unix.SIGHUP, unix.SIGINT, unix.SIGTERM, unix.SIGQUIT, unix.SIGABRT)
	_ = os.WriteFile("/proc/self/comm", []byte(filepath.Base(os.Args[0])), 0) // ps has it from the path, /proc/self/exe
	line := os.NewFile(3, "watch")
	var before unix.Termios
	if binary.Read(line, binary.NativeEndian, &before) != nil {
		return
	}
	words := bufio.NewReader(line)
	f := awaitEnd(words)
	switch {
	case f.ended && !f.words && !f.away:
		restoreKilled(&before)
	case f.words && !f.away:
		console.Restore(os.Stdin, os.Stdout, &before)
	}
	if f.words {
		report(os.Stderr, words)
	}
}

// A watchedEnd is how podtop has ended.
type watchedEnd struct {
	ended bool // without having given the terminal back
	words bool // and Go has something to say of it
	away  bool // and the terminal was another's, who keeps it
}

// awaitEnd waits for podtop's end. Go's words are left to be read.
func awaitEnd(line *bufio.Reader) (f watchedEnd) {
	for {
		b, err := line.ReadByte()
		switch {
		case err != nil:
			f.ended = true
			return f
		case b == msgAway, b == msgBack:
			f.away = b == msgAway
		case b == msgEnded:
			return watchedEnd{}
		default:
			_ = line.UnreadByte()
			f.ended, f.words = true, true
			return f
		}
	}
}

// restoreKilled gives the terminal back after podtop was killed. A shell that has
// started it sees that, too, and knows better than before what settings it wants.
func restoreKilled(before *unix.Termios) {
	time.Sleep(100 * time.Millisecond)
	if !console.IsRaw(os.Stdin) {
		if now, err := unix.IoctlGetTermios(int(os.Stdin.Fd()), unix.TCGETS); err == nil {
			before = now
		}
	}
	console.Restore(os.Stdin, os.Stdout, before)
	fmt.Fprint(os.Stdout, "\r\npodtop was killed; enter shows the prompt\r\n") // which went to podtop's screen
}

// report writes what Go has said of podtop's end. A terminal that takes no more
// is not waited for, since podtop's end waits for this.
func report(to io.Writer, words io.Reader) {
	lines := make(chan string)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for line := range lines {
			fmt.Fprintln(to, clean.Text(strings.ReplaceAll(line, "\t", "    ")))
		}
	}()
	late := time.NewTimer(reportIn)
	scanner := bufio.NewScanner(words)
	for taken := true; taken && scanner.Scan(); {
		late.Reset(reportIn)
		select {
		case lines <- scanner.Text():
		case <-late.C:
			taken = false
		}
	}
	_, _ = io.Copy(io.Discard, words)
	close(lines)
	select {
	case <-done:
	case <-time.After(reportIn):
	}
}

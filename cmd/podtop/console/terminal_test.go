package console

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is a Terminal, and the side of whoever sits there.
func terminal(t *testing.T) (term *Terminal, side *os.File) {
	t.Helper()
	side, front, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	t.Cleanup(func() {
		side.Close()
		front.Close()
	})
	if term, err = Open(front, front); err != nil {
		t.Fatal(err)
	}
	return term, side
}

// A terminal whose keys cannot be read is left as it was.
func TestTakeThatFails(t *testing.T) {
	term, _ := terminal(t)
	if err := withoutFiles(t, term.Take); !errors.Is(err, unix.EMFILE) {
		t.Errorf("%v", err)
	}
	if now, err := unix.IoctlGetTermios(int(term.in.Fd()), unix.TCGETS); err != nil || *now != term.Before() {
		t.Errorf("its settings are %v, %v", now, err)
	}
}

// A terminal that was given back by force is not asked for anything any more, and
// not taken.
func TestNothingIsAskedAfterForce(t *testing.T) {
	term, side := terminal(t)
	term.Force()
	term.Leave(time.Now())
	if err := term.Take(); err != errEnded {
		t.Errorf("%v", err)
	}
	const end = "end"
	io.WriteString(term.out, end)
	written := make([]byte, 0, 4<<10)
	for !bytes.HasSuffix(written, []byte(end)) {
		n, err := side.Read(written[len(written):cap(written)])
		if err != nil {
			t.Fatal(err)
		}
		written = written[:len(written)+n]
	}
	if want := abort + "\x1b7" + mainScreen + AsItWas + end; string(written) != want {
		t.Errorf("%q was written, want %q", written, want)
	}
}

// withoutFiles does something while no file can be opened.
func withoutFiles(t *testing.T, do func() error) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	none := unix.Rlimit{Max: limit.Max}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
	return do()
}

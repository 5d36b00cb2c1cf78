package console

import (
	"errors"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// A terminal whose keys cannot be read is left as it was.
func TestTakeThatFails(t *testing.T) {
	side, front, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	defer side.Close()
	defer front.Close()
	term, err := Open(front, front)
	if err != nil {
		t.Fatal(err)
	}
	err = withoutFiles(t, term.Take)
	if !errors.Is(err, unix.EMFILE) {
		t.Errorf("%v", err)
	}
	if now, err := unix.IoctlGetTermios(int(front.Fd()), unix.TCGETS); err != nil || *now != term.Before() {
		t.Errorf("its settings are %v, %v", now, err)
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

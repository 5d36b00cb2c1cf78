package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Append opens the file at path to be appended to, and makes it if there is
// none. It may be a terminal or a pipe, too, for which it never waits: what does
// not go in at once is lost.
func Append(path string) (*Appender, error) {
	return trusting(os.Geteuid(), os.Getenv("SUDO_UID")).append(path)
}

func (t trust) append(path string) (*Appender, error) {
	at, err := t.find(path, false)
	if err != nil {
		return nil, err
	}
	defer at.close()
	f, err := at.open(os.O_WRONLY|os.O_APPEND, t.appends)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = at.create(os.O_WRONLY | os.O_APPEND)
	}
	if err != nil {
		return nil, err
	}
	return &Appender{f}, nil
}

// appendable is an error unless f is a plain file of any size, /dev/null, a pipe
// or a terminal.
func (f *file) appendable() error {
	if f.fileType() == unix.S_IFREG || f.fileType() == unix.S_IFIFO || f.fileType() == unix.S_IFCHR && isTerminal(f.Rdev) {
		return nil
	}
	return f.checkPlain(0)
}

// isTerminal reports whether a device is one, by the numbers that Linux gives
// them (devices.txt): tty and serial lines, /dev/tty, /dev/console, pts.
func isTerminal(dev uint64) bool {
	major := unix.Major(dev)
	return major == 4 || major == 5 || major >= 136 && major <= 143 || major == 204 || major == 188 || major == 166
}

// An Appender appends to a file.
type Appender struct{ f *os.File }

// Write writes what goes in at once.
func (a *Appender) Write(b []byte) (n int, err error) {
	raw, err := a.f.SyscallConn()
	if err != nil {
		return 0, err
	}
	if cerr := raw.Write(func(fd uintptr) bool { n, err = unix.Write(int(fd), b); return true }); cerr != nil {
		return 0, cerr
	}
	return max(n, 0), err
}

// Close closes the file.
func (a *Appender) Close() error { return a.f.Close() }

// Replace writes text to the file at path, all or nothing, and makes the
// directories it lacks. What was there before, a link too, is replaced and not
// followed.
func Replace(path string, text []byte) error {
	return trusting(os.Geteuid(), "").replace(path, text) // what is root's is not for the home of who called sudo
}

func (t trust) replace(path string, text []byte) error {
	at, err := t.find(path, true)
	if err != nil {
		return err
	}
	at.close() // it is reached over directories that only root can write
	f, err := os.CreateTemp(filepath.Dir(at.path), ".podtop-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is not there any more if all went well
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), at.path)
}

package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// MaxSize is how large a log may become. Moved away, it is begun anew.
	MaxSize = 256 << 20
	poll    = 10 * time.Millisecond // for a lock that another holds
)

// Path is where the log of user uid is: root's, or in the user's state
// directory; "" if nobody says where that is.
func Path(uid int, env func(string) string) string {
	dir, home := env("XDG_STATE_HOME"), env("HOME")
	switch {
	case uid == 0:
		return "/var/log/podtop/audit.jsonl"
	case filepath.IsAbs(dir):
	case filepath.IsAbs(home):
		dir = filepath.Join(home, ".local/state")
	default:
		return ""
	}
	return filepath.Join(dir, "podtop", "audit.jsonl")
}

// open opens the log at path, which has to be a file that only uid can write,
// in a directory where only uid, or root, can put one in its place. If it makes
// them, they have modes 0600 and 0700.
func open(path string, uid int, flags int) (*os.File, error) {
	if !filepath.IsAbs(path) {
		return nil, errors.New("nobody says where it is: neither XDG_STATE_HOME nor HOME is set")
	}
	at := filepath.Dir(path)
	if flags&unix.O_CREAT != 0 {
		if err := os.MkdirAll(at, 0o700); err != nil {
			return nil, err
		}
	}
	dir, err := unix.Open(at, unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: at, Err: err}
	}
	defer unix.Close(dir)
	if err := owned(dir, at, uid, unix.S_IFDIR, 0o022); err != nil {
		return nil, err
	}
	fd, err := unix.Openat(dir, filepath.Base(path), flags|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	if err := owned(fd, path, uid, unix.S_IFREG, 0o077); err != nil {
		unix.Close(fd)
		return nil, err
	}
	if flags&unix.O_CREAT != 0 {
		_ = unix.Fsync(dir) // some file systems know no such thing
	}
	return os.NewFile(uintptr(fd), path), nil
}

// owned checks whose the file is, what it is, and that it has none of the bits
// in mode.
func owned(fd int, path string, uid int, kind, mode uint32) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	switch {
	case st.Mode&unix.S_IFMT != kind:
		return fmt.Errorf("%s is not what it should be: no plain file", path)
	case int(st.Uid) != uid && (kind == unix.S_IFREG || st.Uid != 0):
		return fmt.Errorf("%s belongs to uid %d, not %d", path, st.Uid, uid)
	case st.Mode&mode != 0:
		return fmt.Errorf("%s has mode %04o, which lets others in; chmod go= %s", path, st.Mode&0o7777, path)
	case kind == unix.S_IFREG && st.Nlink != 1:
		return fmt.Errorf("%s has %d names, not one", path, st.Nlink)
	}
	return nil
}

// lock waits for the log to be free, until ctx ends.
func lock(ctx context.Context, f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
		if err != unix.EWOULDBLOCK && err != unix.EINTR {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("another podtop holds its lock and does not let go")
		case <-time.After(poll):
		}
	}
}

// openLocked opens and locks the log for writing. What was renamed meanwhile is
// not it any more.
func openLocked(ctx context.Context, path string, uid int) (*os.File, error) {
	for {
		f, err := open(path, uid, unix.O_RDWR|unix.O_APPEND|unix.O_CREAT)
		if err != nil {
			return nil, err
		}
		if err := lock(ctx, f, unix.LOCK_EX); err != nil {
			f.Close()
			return nil, err
		}
		here, err := f.Stat()
		there, err2 := os.Lstat(path)
		if err == nil && err2 == nil && os.SameFile(here, there) {
			return f, nil
		}
		f.Close()
		if ctx.Err() != nil {
			return nil, errors.New("it is moved away again and again")
		}
	}
}

// A tail is where the log ends.
type tail struct {
	size int64  // up to the last whole line
	torn int    // bytes of one that was never finished
	seq  uint64 // of the last line
	hash string // of the last line
}

// tailOf reads where the log ends.
func tailOf(f *os.File) (tail, error) {
	st, err := f.Stat()
	if err != nil {
		return tail{}, err
	}
	if st.Size() > MaxSize {
		return tail{}, fmt.Errorf("it has grown to %d MiB; move it away, and podtop begins another", st.Size()>>20)
	}
	b := make([]byte, min(st.Size(), 2*maxLine+2))
	if _, err := f.ReadAt(b, st.Size()-int64(len(b))); err != nil && err != io.EOF {
		return tail{}, err
	}
	t := tail{hash: noLine}
	whole := b
	for len(whole) > 0 && whole[len(whole)-1] != '\n' {
		whole = whole[:len(whole)-1]
	}
	t.torn = len(b) - len(whole)
	t.size = st.Size() - int64(t.torn)
	if t.size == 0 {
		return t, nil
	}
	last := lastLine(whole)
	r, err := parse(last)
	if err != nil {
		return t, fmt.Errorf("its last line is %w; see: podtop audit --verify", err)
	}
	t.seq, t.hash = r.Seq, hash(last)
	return t, nil
}

// lastLine is the last of some lines, without its newline.
func lastLine(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	b = b[:len(b)-1]
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == '\n' {
			return b[i+1:]
		}
	}
	return b
}

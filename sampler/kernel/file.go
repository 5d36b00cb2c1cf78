// Package kernel reads the small text files in which the kernel says how
// things stand: kept descriptors, and the formats that several of them share.
//
// Opening such a file costs ten times as much as reading it, so a File keeps
// its descriptor and reads with pread(2), which the kernel answers afresh each
// time.
package kernel

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// ErrGone is returned for a file whose cgroup, process or device no longer
// exists. It is not a failure: the thing is simply not in the sample.
var ErrGone = errors.New("gone")

// A Budget bounds how many descriptors Files keep between them. Past it they
// open, read and close each time.
type Budget struct {
	Max      int
	kept     int
	Reopened int // Files that could keep no descriptor, ever: worth telling the user
}

// Kept is how many descriptors are open.
func (b *Budget) Kept() int { return b.kept }

// Take counts a descriptor that is kept and is no File's.
func (b *Budget) Take() { b.kept++ }

// Give counts that one of those was closed.
func (b *Budget) Give() { b.kept-- }

// A File is read again and again from its beginning.
type File struct {
	dir    int // descriptor the path is relative to, or unix.AT_FDCWD
	path   string
	fd     int // -1 if not kept
	budget *Budget
}

// Open opens path and keeps its descriptor if the budget allows. The error is
// fs.ErrNotExist, fs.ErrPermission, ErrGone or another errno.
func Open(budget *Budget, path string) (File, error) { return OpenAt(budget, unix.AT_FDCWD, path) }

// OpenAt is Open for a path relative to the directory descriptor dir, which
// must stay open as long as the File.
func OpenAt(budget *Budget, dir int, path string) (File, error) {
	f := File{dir: dir, path: path, fd: -1, budget: budget}
	fd, err := f.open()
	if err != nil {
		return File{fd: -1}, err
	}
	if budget.kept >= budget.Max {
		budget.Reopened++
		unix.Close(fd)
		return f, nil
	}
	budget.kept++
	f.fd = fd
	return f, nil
}

func (f *File) open() (int, error) {
	for {
		fd, err := unix.Openat(f.dir, f.path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		switch {
		case err == unix.EINTR:
			continue
		case err == unix.ENODEV, err == unix.ESRCH:
			return -1, ErrGone
		case err == unix.ENOENT, err == unix.ENOTDIR:
			return -1, fs.ErrNotExist
		case err == unix.EACCES, err == unix.EPERM:
			return -1, fs.ErrPermission
		}
		return fd, err
	}
}

// IsOpen reports whether there is a file to read: the zero File has none.
func (f *File) IsOpen() bool { return f.path != "" }

// short is how much a read may give that is surely the file's end: the kernel
// fills a page with whole records and stops before the one that does not fit,
// and no record here is as long as the rest of the page. It saves the read
// that would only say "end of file".
const short = 3 << 10

// Read reads the file into buf and returns the part that it filled. A file
// that fills buf whole is cut there, at the end of its last whole line. It
// returns ErrGone once the thing the file speaks of has gone.
func (f *File) Read(buf []byte) ([]byte, error) {
	if f.path == "" {
		return nil, fs.ErrNotExist
	}
	fd := f.fd
	if fd < 0 {
		var err error
		if fd, err = f.open(); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, ErrGone // it was there at Open
			}
			return nil, err
		}
		defer unix.Close(fd)
	}
	n := 0
	for n < len(buf) {
		m, err := unix.Pread(fd, buf[n:], int64(n))
		switch {
		case err == unix.EINTR:
			continue
		case err == unix.ENODEV, err == unix.ESRCH, err == unix.ENOENT:
			return nil, ErrGone
		case err != nil:
			return nil, err
		case m == 0:
			return buf[:n], nil
		}
		n += m
		if n < len(buf) && m < short && buf[n-1] == '\n' {
			return buf[:n], nil
		}
	}
	return wholeLines(buf[:n]), nil
}

func wholeLines(b []byte) []byte {
	for i := len(b); i > 0; i-- {
		if b[i-1] == '\n' {
			return b[:i]
		}
	}
	return b
}

// Close gives the descriptor back. The File is then the zero File.
func (f *File) Close() {
	if f.path != "" && f.fd >= 0 {
		unix.Close(f.fd)
		f.budget.kept--
	}
	*f = File{fd: -1}
}

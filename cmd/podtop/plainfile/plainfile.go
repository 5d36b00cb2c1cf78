// Package plainfile opens files by a path that a user, the environment or
// another user chose. What is there may be anything: a FIFO that waits for ever,
// a device without an end or one that opening alone sets going, a link to what
// only root may touch, a file that another user writes for root to believe.
//
// A file is looked at before it is opened, and is opened only if it is a plain
// file or /dev/null; of a plain file no more is read than it was allowed to have.
// As root it has to be root's own, or of the user who called sudo, and nobody
// else may be able to write it.
package plainfile

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// null is the device number of /dev/null.
var null = unix.Mkdev(1, 3)

// Open opens the file at path to be read, whosever it is: what it says is shown,
// and not believed.
func Open(path string, most int64) (*os.File, error) {
	at := placeOf(path)
	return at.open(os.O_RDONLY, func(f *file) error { return f.checkPlain(most) })
}

// Read reads the file at path, of which podtop believes what it says.
func Read(path string, most int64) ([]byte, error) {
	return trusting(os.Geteuid(), os.Getenv("SUDO_UID")).read(path, most)
}

func (t trust) read(path string, most int64) ([]byte, error) {
	at := placeOf(path)
	return at.read(t, most)
}

// ReadOwn reads the file at path, which has to be user owner's alone, as its
// directory has. Neither may be a link.
func ReadOwn(path string, most int64, owner uint32) ([]byte, error) {
	t, in := trust{owner}, filepath.Dir(path)
	dir := place{dir: unix.AT_FDCWD, name: in, path: in, find: unix.O_NOFOLLOW | unix.O_DIRECTORY}
	f, err := dir.openPath()
	if err != nil {
		return nil, err
	}
	defer f.close()
	if err := t.owner(f); err != nil {
		return nil, err
	}
	at := place{dir: f.fd, name: filepath.Base(path), path: path, find: unix.O_NOFOLLOW}
	return at.read(t, most)
}

// read reads the file at p, which those of t alone can write.
func (p *place) read(t trust, most int64) ([]byte, error) {
	f, err := p.open(os.O_RDONLY, func(f *file) error { return cmp.Or(f.checkPlain(most), t.owner(f)) })
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(b)) > most { // it grew
		return nil, tooLarge(p.path, most)
	}
	return b, err
}

// A file is one that was found, and not opened yet.
type file struct {
	path string
	fd   int // of O_PATH; -1 if another has it now
	unix.Stat_t
}

func (f *file) close() {
	if f.fd >= 0 {
		unix.Close(f.fd)
	}
}

// openPath finds the file at p, and does not open it.
func (p *place) openPath() (*file, error) {
	fd, err := unix.Openat(p.dir, p.name, p.find|unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: p.path, Err: err}
	}
	f := &file{path: p.path, fd: fd}
	if err := unix.Fstat(fd, &f.Stat_t); err != nil {
		f.close()
		return nil, &fs.PathError{Op: "stat", Path: p.path, Err: err}
	}
	return f, nil
}

// open opens the file at p if it passes check. The file that is checked is the
// one that is opened, whatever is renamed meanwhile.
func (p *place) open(flags int, check func(*file) error) (*os.File, error) {
	f, err := p.openPath()
	if err != nil {
		return nil, err
	}
	defer f.close()
	if err := check(f); err != nil {
		return nil, err
	}
	opened, err := unix.Open("/proc/self/fd/"+strconv.Itoa(f.fd), flags|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	switch {
	case err == unix.ENXIO && f.fileType() == unix.S_IFIFO:
		return nil, fmt.Errorf("%s is a FIFO that nobody reads: start its reader first", p.path)
	case err != nil:
		return nil, &fs.PathError{Op: "open", Path: p.path, Err: err}
	}
	return os.NewFile(uintptr(opened), p.path), nil
}

// create makes a file at p, where there is none.
func (p *place) create(flags int) (*os.File, error) {
	fd, err := unix.Openat(p.dir, p.name, flags|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, &fs.PathError{Op: "create", Path: p.path, Err: err}
	}
	return os.NewFile(uintptr(fd), p.path), nil
}

func (f *file) fileType() uint32 { return f.Mode & unix.S_IFMT }

func (f *file) isNull() bool { return f.fileType() == unix.S_IFCHR && f.Rdev == null }

// checkPlain is an error unless f is a plain file of at most most bytes, or
// /dev/null.
func (f *file) checkPlain(most int64) error {
	switch {
	case f.isNull():
		return nil
	case f.fileType() != unix.S_IFREG:
		return fmt.Errorf("%s is %s: name a plain file, or /dev/null", f.path, kinds[f.fileType()])
	case f.Size > most:
		return tooLarge(f.path, most)
	}
	return nil
}

func tooLarge(path string, most int64) error {
	unit, size := "KiB", most>>10
	if most >= 1<<20 {
		unit, size = "MiB", most>>20
	}
	return fmt.Errorf("%s is larger than %d %s, which is the most: see what fills it, and move it away", path, size, unit)
}

// kinds are words for what is no plain file.
var kinds = map[uint32]string{
	unix.S_IFLNK: "a link", unix.S_IFDIR: "a directory", unix.S_IFIFO: "a FIFO", unix.S_IFSOCK: "a socket", unix.S_IFCHR: "a device", unix.S_IFBLK: "a device",
}

package plainfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	mostLinks = 40           // on one way, as in the kernel
	procSelf  = "/proc/self" // in its fd the kernel keeps descriptors, as for /dev/stderr
)

// A place is where a file is, or will be: a name in a directory.
type place struct {
	dir  int    // open, or AT_FDCWD
	name string // in dir
	path string // of the file, for words
	find int    // a flag for finding it: O_NOFOLLOW if links were followed
}

// placeOf is the place at path, over whatever links there are.
func placeOf(path string) place { return place{dir: unix.AT_FDCWD, name: path, path: path} }

// close closes the directory.
func (p *place) close() {
	if p.dir >= 0 {
		unix.Close(p.dir)
	}
}

// find is where root can write the file at path. It goes there from one open
// directory to the next and looks at each, so that nobody but those of t can lead
// it elsewhere, whatever is renamed meanwhile. If mk is set it makes the
// directories that are missing, and the last name is not followed if it is a
// link's: it will be replaced.
func (t trust) find(path string, mk bool) (place, error) { return t.walk(path, walk{mk: mk, last: mk}) }

// findNew is find of a file that is to be made: the last name is not followed,
// and no directory is made.
func (t trust) findNew(path string) (place, error) { return t.walk(path, walk{last: true}) }

// walk walks w from the root directory to path.
func (t trust) walk(path string, w walk) (place, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return placeOf(path), err
	}
	if t == nil { // the kernel keeps other users within what they may
		if w.mk {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}
		return placeOf(path), err
	}
	w.trust, w.names, w.at = t, namesOf(path), place{dir: -1, path: path}
	if err = w.toRoot(); err == nil {
		err = w.toLast()
	}
	if err != nil {
		w.at.close()
		return placeOf(path), err
	}
	return w.at, nil
}

// namesOf are the names in path, "." if there is none.
func namesOf(path string) []string {
	names := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(names) == 0 {
		return []string{"."}
	}
	return names
}

// A walk is how far root has come towards a file.
type walk struct {
	trust
	mk    bool     // directories that are missing are made
	last  bool     // the last name is not followed
	at    place    // the directory that was reached
	names []string // that are to come
	links int      // that were followed
	host  uint32   // who has the root directory
}

// toRoot goes to the root directory.
func (w *walk) toRoot() error {
	f, err := (&place{dir: unix.AT_FDCWD, name: "/", path: "/"}).openPath()
	if err != nil {
		return err
	}
	defer f.close()
	w.host = f.Uid
	return w.enter(f)
}

// enter makes the directory f the one that was reached.
func (w *walk) enter(f *file) error {
	if err := w.leads(f); err != nil {
		return err
	}
	w.at.close()
	w.at = place{dir: f.fd, path: f.path}
	f.fd = -1
	return nil
}

// toLast goes over all names. It ends in the directory of the last one, which is
// none of a link that is to be followed.
func (w *walk) toLast() error {
	for {
		next := place{dir: w.at.dir, name: w.names[0], path: filepath.Join(w.at.path, w.names[0]), find: unix.O_NOFOLLOW}
		w.names = w.names[1:]
		if next.path == procSelf && len(w.names) == 2 && w.names[0] == "fd" {
			w.at.close()
			w.at = placeOf(filepath.Join(procSelf, "fd", w.names[1]))
			return nil
		}
		arrived, err := w.step(&next)
		if arrived {
			w.at = next
		}
		if arrived || err != nil {
			return err
		}
	}
}

// step enters the directory next, or follows the link. At the last name it has
// arrived, unless that is a link.
func (w *walk) step(next *place) (arrived bool, err error) {
	last := len(w.names) == 0
	if w.mk && !last {
		if err := next.mkdir(); err != nil {
			return false, err
		}
	}
	f, err := next.openPath()
	if last && errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer f.close()
	switch link := f.fileType() == unix.S_IFLNK; {
	case last && (w.last || !link):
		return true, nil
	case link:
		return false, w.follow(f)
	}
	return false, w.enter(f)
}

// mkdir makes the directory p if it is missing.
func (p *place) mkdir() error {
	if err := unix.Mkdirat(p.dir, p.name, 0o700); err != nil && err != unix.EEXIST {
		return &fs.PathError{Op: "mkdir", Path: p.path, Err: err}
	}
	return nil
}

// follow puts the names of a link before those that are to come.
func (w *walk) follow(f *file) error {
	if f.Uid != w.trust[0] && f.Uid != w.host {
		return fmt.Errorf("%s is a link that belongs to uid %d, who could lead root elsewhere: name a place without it", f.path, f.Uid)
	}
	if w.links++; w.links > mostLinks {
		return &fs.PathError{Op: "open", Path: f.path, Err: unix.ELOOP}
	}
	b := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(f.fd, "", b)
	if err != nil {
		return &fs.PathError{Op: "readlink", Path: f.path, Err: err}
	}
	to := string(b[:n])
	w.names = slices.Concat(namesOf(to), w.names)
	if filepath.IsAbs(to) {
		return w.toRoot()
	}
	return nil
}

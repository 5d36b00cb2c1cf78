package plainfile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	mostLinks = 40           // on one way, as in the kernel
	procSelf  = "/proc/self" // where the kernel keeps descriptors, as for /dev/stderr
)

// place is where root can write the file at path: the same file by a path that
// goes over no link, and on which nobody but those of t can put one. If mk is
// set it makes the directories that are missing. With Replace, the last name is
// not a link's: it is replaced.
func (t trust) place(path string, mk bool) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if t == nil { // the kernel keeps other users within what they may
		if mk {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}
		return path, err
	}
	at, names := "/", strings.Split(path, "/")
	for links := 0; len(names) > 0; {
		next := filepath.Join(at, names[0])
		if names = names[1:]; next == procSelf {
			return filepath.Join(append([]string{next}, names...)...), nil
		}
		last := len(names) == 0
		if mk && !last {
			if err := os.Mkdir(next, 0o700); err != nil && !os.IsExist(err) {
				return "", err
			}
		}
		var st unix.Stat_t
		err := unix.Lstat(next, &st)
		switch link := st.Mode&unix.S_IFMT == unix.S_IFLNK; {
		case last && (err == unix.ENOENT || err == nil && (mk || !link)):
			return next, nil
		case err != nil:
			return "", &os.PathError{Op: "lstat", Path: next, Err: err}
		case !slices.Contains(t, st.Uid):
			return "", fmt.Errorf("%s belongs to uid %d, who could lead root elsewhere: name a place below directories of root's", next, st.Uid)
		case link:
			if links++; links > mostLinks {
				return "", &os.PathError{Op: "open", Path: path, Err: unix.ELOOP}
			}
			to, err := os.Readlink(next)
			if err != nil {
				return "", err
			}
			if filepath.IsAbs(to) {
				at = "/"
			}
			names = append(strings.Split(to, "/"), names...)
			continue
		case st.Mode&0o002 != 0 && st.Mode&unix.S_ISVTX == 0:
			return "", fmt.Errorf("%s has mode %04o, so others could lead root elsewhere: chmod o-w %s", next, st.Mode&0o7777, next)
		}
		at = next
	}
	return at, nil
}

package plainfile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// A trust is whose files are believed, root's own uid first: nil is everybody's.
// Users other than root believe what they can read, as the kernel keeps them
// within what they may.
type trust []uint32

// trusting is whom user uid trusts. Root trusts itself, the user who called sudo,
// and whoever the root directory belongs to: in a user namespace the host's root
// has another number.
func trusting(uid int, sudo string) trust {
	if uid != 0 {
		return nil
	}
	t := trust{0}
	if n, err := strconv.ParseUint(sudo, 10, 32); err == nil {
		t = append(t, uint32(n))
	}
	var st unix.Stat_t
	if unix.Stat("/", &st) == nil {
		t = append(t, st.Uid)
	}
	return t
}

// owner is an error if f is another's than those of t, or others can write it.
func (t trust) owner(f *file) error {
	switch {
	case t == nil || f.fileType() == unix.S_IFCHR:
		return nil
	case !slices.Contains(t, f.Uid):
		return fmt.Errorf("%s belongs to uid %d, whom root does not trust: chown root %s", f.path, f.Uid, f.path)
	case f.isShared():
		return fmt.Errorf("%s has mode %04o, so others can write it: chmod go-w %s", f.path, f.Mode&0o7777, f.path)
	}
	return nil
}

// leads is an error if others than those of t can put something else into the
// directory f, on root's way.
func (t trust) leads(f *file) error {
	switch {
	case !slices.Contains(t, f.Uid):
		return fmt.Errorf("%s belongs to uid %d, who could lead root elsewhere: name a place below directories of root's", f.path, f.Uid)
	case f.isShared() && f.Mode&unix.S_ISVTX == 0:
		return fmt.Errorf("%s has mode %04o, so others could lead root elsewhere: name another place, or chmod go-w %s", f.path, f.Mode&0o7777, f.path)
	}
	return nil
}

// isShared reports whether others than its owner can write f. A user's own group,
// which has the user's number and no other member, is no other: with it Fedora,
// Ubuntu and others let users make directories of mode 0775.
func (f *file) isShared() bool {
	private := f.fileType() == unix.S_IFDIR && f.Uid != 0 && f.Gid == f.Uid
	return f.Mode&0o002 != 0 || f.Mode&0o020 != 0 && !private
}

// appends is an error if root may not append to f: by another name it may be
// what only root can write.
func (t trust) appends(f *file) error {
	if t != nil && f.fileType() == unix.S_IFREG && f.Nlink != 1 {
		return fmt.Errorf("%s has %d names, and root appends to what has one: name another file", f.path, f.Nlink)
	}
	return cmp.Or(f.appendable(), t.owner(f))
}

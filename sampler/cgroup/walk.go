package cgroup

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// walk looks through the whole tree, for what inotify did not report.
func (t *Tree) walk() {
	t.walked = t.now
	t.inotify.retry()
	t.scan(t.root)
	t.settle(true)
	t.updateNotes()
}

// scan brings what is known below g up to date.
func (t *Tree) scan(g *group) {
	inode, links, ok := stat(t.primary + g.path)
	if !ok || inode != g.inode {
		return // it has just gone: its parent will tell
	}
	if len(g.watches) == 0 {
		t.watch(g)
	}
	switch {
	case links == 2 && len(g.kids) == 0:
		return // a leaf: spares the listing of all its files
	case g.container != nil:
		t.check(g, payload)
		return
	case g.inContainer():
		return
	}
	t.scanKids(g)
}

// scanKids compares the cgroups in g with those known, and goes down into them.
func (t *Tree) scanKids(g *group) {
	t.walks++
	walk := t.walks
	fresh, ok := t.list(g, walk)
	if !ok {
		return
	}
	for _, kid := range g.kids {
		if kid.walk == walk {
			t.scan(kid)
		} else {
			t.drop(kid)
		}
	}
	for _, name := range fresh {
		t.check(g, name)
	}
}

// list marks the cgroups it finds in g as seen by walk, and returns the names
// of those to look at closer. It reports false if it could not read to the end.
func (t *Tree) list(g *group, walk uint64) (fresh []string, ok bool) {
	fd, err := unix.Open(t.primary+g.path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, false
	}
	defer unix.Close(fd)
	for {
		n, err := unix.Getdents(fd, t.buf)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return nil, false
		case n == 0:
			return fresh, true
		}
		for b := t.buf[:n]; len(b) > 0; {
			var name []byte
			var inode uint64
			name, inode, b = directory(b)
			kid := g.kids[string(name)]
			if kid != nil {
				kid.walk = walk
			}
			if name != nil && (kid == nil || kid.inode != inode) {
				fresh = append(fresh, string(name))
			}
		}
	}
}

// directory cuts the first entry off what getdents64(2) gave. The name is nil
// for what is not a directory, and for . and .. themselves.
//
//	ino u64 | off i64 | reclen u16 | type u8 | name, NUL-terminated
func directory(b []byte) (name []byte, inode uint64, rest []byte) {
	const header = 19
	if len(b) < header {
		return nil, 0, nil
	}
	size := int(binary.NativeEndian.Uint16(b[16:]))
	if size < header || size > len(b) {
		return nil, 0, nil
	}
	rest = b[size:]
	if b[18] != unix.DT_DIR {
		return nil, 0, rest
	}
	name = untilNUL(b[header:size])
	if string(name) == "." || string(name) == ".." {
		return nil, 0, rest
	}
	return name, binary.NativeEndian.Uint64(b), rest
}

func untilNUL(b []byte) []byte {
	for i, c := range b {
		if c == 0 {
			return b[:i]
		}
	}
	return b
}

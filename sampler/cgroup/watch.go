package cgroup

import (
	"encoding/binary"
	"errors"

	"golang.org/x/sys/unix"
)

// What is watched: cgroups that come and go below any, and, in those that have
// to do with a container, files that are written to. The kernel tells of
// changes it makes itself to cgroup.events and memory.events in the same way,
// see "Unless specified otherwise" in Documentation/admin-guide/cgroup-v2.rst.
const (
	watchKids  = unix.IN_CREATE | unix.IN_DELETE | unix.IN_ONLYDIR
	watchFiles = watchKids | unix.IN_MODIFY
)

// inotify is one instance for the whole tree; see inotify(7).
type inotify struct {
	fd     int // -1 where there is none
	groups map[int32]*group
	buf    [16 << 10]byte
	err    error // why not everything is watched
}

func newInotify() *inotify {
	n := &inotify{groups: map[int32]*group{}}
	n.fd, n.err = unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if n.err != nil {
		n.fd = -1
	}
	return n
}

// retry forgets that watches were used up: whoever walks the tree tries again
// to watch what is not watched.
func (n *inotify) retry() {
	if n.fd >= 0 {
		n.err = nil
	}
}

func (n *inotify) close() {
	if n.fd >= 0 {
		unix.Close(n.fd)
		n.fd = -1
	}
}

// watch has inotify report what changes in g, in each of its directories.
func (t *Tree) watch(g *group) {
	if t.inotify.fd < 0 {
		return
	}
	mask := uint32(watchKids)
	if g.bounds != nil || g.inContainer() {
		mask = watchFiles
	}
	dirs := t.changing
	if mask == watchKids {
		dirs = dirs[:1]
	}
	g.watches = g.watches[:0]
	for _, dir := range dirs {
		wd, err := unix.InotifyAddWatch(t.inotify.fd, dir+g.path, mask)
		switch {
		case err == nil:
			t.inotify.groups[int32(wd)] = g
			g.watches = append(g.watches, int32(wd))
		case !errors.Is(err, unix.ENOENT) && !errors.Is(err, unix.EACCES):
			t.inotify.err = err
		}
	}
}

// unwatch gives the watches back. The kernel keeps those of a cgroup that is
// gone as long as nobody does.
func (t *Tree) unwatch(g *group) {
	for _, wd := range g.watches {
		delete(t.inotify.groups, wd)
		unix.InotifyRmWatch(t.inotify.fd, uint32(wd)) // EINVAL: already gone
	}
	g.watches = nil
}

// drain takes in all that inotify has to tell. It reports whether something
// was lost, so that only a walk can find it.
func (t *Tree) drain() (lost bool) {
	for t.inotify.fd >= 0 {
		n, err := unix.Read(t.inotify.fd, t.inotify.buf[:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return lost // EAGAIN: that was all
		}
		for b := t.inotify.buf[:n]; len(b) > 0; {
			var e event
			e, b = nextEvent(b)
			lost = lost || e.mask&unix.IN_Q_OVERFLOW != 0
			if g := t.inotify.groups[e.watch]; g != nil {
				t.handle(g, e)
			}
		}
	}
	return lost
}

func (t *Tree) handle(g *group, e event) {
	switch {
	case e.mask&unix.IN_IGNORED != 0:
		delete(t.inotify.groups, e.watch)
	case e.mask&unix.IN_ISDIR != 0 && e.mask&(unix.IN_CREATE|unix.IN_DELETE) != 0:
		t.check(g, string(e.name))
		t.unsettle(g)
	case e.mask&unix.IN_MODIFY != 0:
		t.modified(g, e.name)
	}
}

// modified takes in that a file of g was written to, or that the kernel has
// news in it.
func (t *Tree) modified(g *group, file []byte) {
	switch string(file) {
	case "cpu.max", "memory.max", "memory.high", "memory.swap.max", "pids.max", "cgroup.events",
		"cpu.cfs_quota_us", "cpu.cfs_period_us", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "freezer.state":
		if g.bounds != nil {
			g.bounds.dirty = true
		}
		t.dirty = true
	case "memory.events":
		if g.container != nil {
			g.container.events = true
		}
	case "cgroup.subtree_control":
		t.unsettle(g) // controllers came, and files with them
	}
}

// An event is one struct inotify_event.
type event struct {
	watch int32
	mask  uint32
	name  []byte
}

// nextEvent cuts the first event off what was read from inotify:
//
//	wd i32 | mask u32 | cookie u32 | len u32 | name, padded with NULs to len
func nextEvent(b []byte) (e event, rest []byte) {
	const header = 16
	if len(b) < header {
		return event{watch: -1}, nil
	}
	e.watch = int32(binary.NativeEndian.Uint32(b))
	e.mask = binary.NativeEndian.Uint32(b[4:])
	size := uint64(binary.NativeEndian.Uint32(b[12:]))
	if size > uint64(len(b)-header) {
		return e, nil
	}
	end := header + int(size)
	e.name = untilNUL(b[header:end])
	return e, b[end:]
}

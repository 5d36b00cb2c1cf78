package proc

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// A Process is a kept /proc/PID. Once the process has gone nothing in it
// answers, even if its number is another's by then.
type Process struct {
	PID  int
	dir  int
	path string
}

// A First is the process that somebody names as the first of a container.
type First struct {
	PID  int
	Path string // the container's cgroup as the kernel's tree shows it; "" if it has none of its own
	Own  bool   // root names it, or the user podtop runs as: neither needs podtop to get at a process
}

// FirstOf is the First of s that a record names, seen by user self.
func FirstOf(s *probe.Target, pid, self int) First {
	return First{pid, s.Path, s.UID == 0 || s.UID == self}
}

// Root is the directory of the process's root, in words.
func (f First) Root() string { return fmt.Sprintf("/proc/%d/root", f.PID) }

// OpenFirst opens the process f if the kernel says that it is in the
// container's cgroup: a user's Podman may name any process, even PID 1. Without
// a cgroup only one's own is believed. The error is kernel.ErrGone if it is not
// the container's, or is no longer.
func OpenFirst(o Options, f First) (Process, error) {
	return o.openIf(f.PID, func(p Process) bool {
		if f.Path == "" {
			return f.Own
		}
		return p.isBelow(o, f.Path)
	})
}

// OpenProcess opens the process pid, if it is one of the container's. The
// error is kernel.ErrGone if it is not, or is no longer.
func OpenProcess(o Options, pid int, of model.ID) (Process, error) {
	return o.openIf(pid, func(p Process) bool { return p.isOf(of) })
}

// openIf opens the process pid if that is so of it.
func (o Options) openIf(pid int, so func(Process) bool) (Process, error) {
	if pid <= 0 {
		return Process{}, kernel.ErrGone
	}
	path := o.proc(strconv.Itoa(pid))
	dir, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == unix.ENOENT {
		return Process{}, kernel.ErrGone
	}
	if err != nil {
		return Process{}, fmt.Errorf("opening %s: %w", path, err)
	}
	p := Process{pid, dir, path}
	if !so(p) {
		p.Close()
		return Process{}, kernel.ErrGone
	}
	return p, nil
}

// Close closes the directory.
func (p Process) Close() { unix.Close(p.dir) }

// Dir is the descriptor of /proc/PID, for paths relative to it.
func (p Process) Dir() int { return p.dir }

// isOf reports whether the process is in a cgroup of the container: the
// cgroup's path has the container's id in it, on v1 and v2.
func (p Process) isOf(id model.ID) bool {
	var buf [8 << 10]byte
	b, err := kernel.HeadAt(p.dir, "cgroup", buf[:])
	return err == nil && id != "" && bytes.Contains(b, []byte(id))
}

// isBelow reports whether the process is in the cgroup at path, or below it, by
// its cgroup file, on v1 and v2:
//
//	0::/machine.slice/libpod-4f1c….scope/container
//
// Where podtop sees only a part of the tree, as in a container, the path begins
// with the root of that part.
func (p Process) isBelow(o Options, path string) bool {
	var buf [8 << 10]byte
	b, err := kernel.HeadAt(p.dir, "cgroup", buf[:])
	if err != nil || len(path) < 2 {
		return false
	}
	in := func(path string) bool {
		for line := range bytes.Lines(b) {
			_, rest, _ := strings.Cut(strings.TrimRight(string(line), "\n"), ":")
			_, own, _ := strings.Cut(rest, ":")
			if own == path || strings.HasPrefix(own, path+"/") {
				return true
			}
		}
		return false
	}
	return in(path) || slices.ContainsFunc(o.cgroupRoots(), func(root string) bool { return in(root + path) })
}

// cgroupRoots are the roots of the parts of the cgroup trees that are mounted,
// other than the whole, by mountinfo (proc_pid_mountinfo(5)):
//
//	31 24 0:27 /lxc/box /sys/fs/cgroup/memory rw,nosuid - cgroup cgroup rw,memory
func (o Options) cgroupRoots() (roots []string) {
	b, _ := os.ReadFile(o.proc("self/mountinfo"))
	for line := range strings.Lines(string(b)) {
		mount, what, _ := strings.Cut(line, " - ")
		if f := strings.Fields(mount); len(f) > 3 && f[3] != "/" && strings.HasPrefix(what, "cgroup") {
			roots = append(roots, f[3])
		}
	}
	return roots
}

// Open opens a file or directory of the process, below /proc/PID, to read it.
func (p Process) Open(name string) (*os.File, error) {
	fd, err := unix.Openat(p.dir, name, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: p.path + "/" + name, Err: err}
	}
	return os.NewFile(uintptr(fd), p.path+"/"+name), nil
}

// Interfaces reads the interfaces of the namespace the process is in. The error
// is kernel.ErrGone if it has gone.
func (p Process) Interfaces(buf []byte) ([]probe.Interface, error) {
	b, err := kernel.ReadOnceAt(p.dir, "net/dev", buf)
	return parseInterfaces(b), err
}

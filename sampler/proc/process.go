package proc

import (
	"bytes"
	"fmt"
	"strconv"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/look"
	"podtop/sampler/kernel"
)

// A Process is a kept /proc/PID. Once the process has gone nothing in it
// answers, even if its number is another's by then.
type Process struct {
	PID  int
	dir  int
	path string
}

// OpenProcess opens the process pid, if it is one of the container's. The
// error is kernel.ErrGone if it is not, or is no longer.
func OpenProcess(o Options, pid int, of model.ID) (Process, error) {
	path := o.proc(strconv.Itoa(pid))
	dir, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == unix.ENOENT {
		return Process{}, kernel.ErrGone
	}
	if err != nil {
		return Process{}, fmt.Errorf("opening %s: %w", path, err)
	}
	p := Process{pid, dir, path}
	if !p.isOf(of) {
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

// Interfaces reads the interfaces of the namespace the process is in. The error
// is kernel.ErrGone if it has gone.
func (p Process) Interfaces(buf []byte) ([]look.Interface, error) {
	b, err := kernel.ReadOnceAt(p.dir, "net/dev", buf)
	return parseInterfaces(b), err
}

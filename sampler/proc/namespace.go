package proc

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A namespace is one network namespace, known by the inode number of net/dev
// in it. The link /proc/PID/ns/net has another number, but tells it only to
// those who may trace the process; net/dev tells everybody, is the same file
// for all processes in the namespace, and another one in each namespace.
type namespace struct {
	id   model.NetworkID
	path string // /proc/PID/net/dev of a process that was in it
	file kernel.File
	kept bool // file holds the namespace itself, whatever becomes of the process
	used bool // some container is in it

	last  model.Network // what was read
	awake bool          // it may have changed since
}

// quiet is how long what was read of a namespace stands in which nothing
// happens: where no container uses the processor, traffic is somebody else's
// broadcasts.
const quiet = time.Second

// read returns the traffic of the namespace, or kernel.ErrGone if its process
// has left and nothing else leads there. The first read that finds nothing new
// is followed by a pause, until a container in it wakes.
func (s *namespace) read(buf *buffer, now time.Duration) (model.Network, error) {
	if !s.awake && s.last.At != 0 && now-s.last.At < quiet {
		return s.last, nil
	}
	b, err := buf.read(&s.file)
	if err != nil {
		return model.Network{}, err
	}
	if !s.kept && inodeAt(unix.AT_FDCWD, s.path) != s.id {
		return model.Network{}, kernel.ErrGone // another process has got the number
	}
	net := parseNetDev(b)
	net.ID, net.At, s.last.At = s.id, now, now
	s.awake = net != s.last
	s.last = net
	return net, nil
}

// hostNamespace is the namespace of the host: that of PID 1, or podtop's own
// where PID 1 is hidden.
func (o Options) hostNamespace() (path string, id model.NetworkID) {
	for _, pid := range []string{"1", "self"} {
		path = o.proc(pid + "/net/dev")
		if id = inodeAt(unix.AT_FDCWD, path); id != 0 {
			break
		}
	}
	return path, id
}

// inodeAt is the inode number of path below the directory dir; 0 if there is
// none.
func inodeAt(dir int, path string) model.NetworkID {
	var st unix.Stat_t
	if err := unix.Fstatat(dir, path, &st, 0); err != nil {
		return 0
	}
	return model.NetworkID(st.Ino)
}

// A process is a kept /proc/PID. Once the process has gone nothing in it
// answers, even if its number is another's by then.
type process struct {
	dir  int
	path string
}

// openProcess opens the process pid, if it is one of the container's. The
// error is kernel.ErrGone if it is not, or is no longer.
func openProcess(o Options, pid int, of model.ID) (process, error) {
	path := o.proc(strconv.Itoa(pid))
	dir, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == unix.ENOENT {
		return process{}, kernel.ErrGone
	}
	if err != nil {
		return process{}, fmt.Errorf("opening %s: %w", path, err)
	}
	p := process{dir, path}
	if !p.isOf(of) {
		p.close()
		return process{}, kernel.ErrGone
	}
	return p, nil
}

func (p process) close() { unix.Close(p.dir) }

// isOf reports whether the process is in a cgroup of the container: the
// cgroup's path has the container's id in it, on v1 and v2.
func (p process) isOf(id model.ID) bool {
	fd, err := unix.Openat(p.dir, "cgroup", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	var buf [8 << 10]byte
	n, err := unix.Read(fd, buf[:])
	return err == nil && bytes.Contains(buf[:n], []byte(id))
}

// network is the namespace the process is in; 0 if it has gone.
func (p process) network() model.NetworkID { return inodeAt(p.dir, "net/dev") }

// namespace opens the namespace the process is in.
func (p process) namespace(b *kernel.Budget) (*namespace, error) {
	s := &namespace{id: p.network(), path: p.path + "/net/dev"}
	before := b.Kept()
	f, err := kernel.Open(b, s.path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", s.path, err)
	}
	// The process is still there, so the path was its own.
	if s.id == 0 || p.network() != s.id {
		f.Close()
		return nil, kernel.ErrGone
	}
	s.file, s.kept = f, b.Kept() > before
	return s, nil
}

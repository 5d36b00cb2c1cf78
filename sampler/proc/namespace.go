package proc

import (
	"fmt"
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
const quiet = 3 * time.Second

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

// Network is the network namespace the process is in; 0 if it has gone.
func (p Process) Network() model.NetworkID { return inodeAt(p.dir, "net/dev") }

// HostNetwork is the network namespace of the host.
func (o Options) HostNetwork() model.NetworkID {
	_, id := o.hostNamespace()
	return id
}

// OwnNetwork is the network namespace podtop is in.
func (o Options) OwnNetwork() model.NetworkID {
	return inodeAt(unix.AT_FDCWD, o.proc("self/net/dev"))
}

// namespace opens the namespace the process is in.
func (p Process) namespace(b *kernel.Budget) (*namespace, error) {
	s := &namespace{id: p.Network(), path: p.path + "/net/dev"}
	before := b.Kept()
	f, err := kernel.Open(b, s.path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", s.path, err)
	}
	// The process is still there, so the path was its own.
	if s.id == 0 || p.Network() != s.id {
		f.Close()
		return nil, kernel.ErrGone
	}
	s.file, s.kept = f, b.Kept() > before
	return s, nil
}

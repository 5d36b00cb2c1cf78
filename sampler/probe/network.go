package probe

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// mostInterfaces is how many interfaces are shown; a host that routes can
// have thousands.
const mostInterfaces = 256

// Network reads the network namespace of s.
func (r *Reader) Network(ctx context.Context, s probe.Target) (*probe.Network, error) {
	p, err := r.first(ctx, s)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	id := p.Network()
	n := &probe.Network{Answer: r.answer(), Host: id != 0 && id == r.proc.HostNetwork()}
	buf := make([]byte, bufSize)
	if n.Interfaces, err = p.Interfaces(buf); err != nil {
		return nil, ended(s, err)
	}
	if len(n.Interfaces) > mostInterfaces {
		missing(&n.Answer, model.Warn, "network", "it has %d interfaces: those after the first %d are not shown", len(n.Interfaces), mostInterfaces)
		n.Interfaces = n.Interfaces[:mostInterfaces]
	}
	if err := r.describeInterfaces(ctx, p, n, buf); err != nil {
		return nil, ended(s, err)
	}
	sockets, err := p.Sockets(ctx, buf)
	if err != nil {
		return nil, ended(s, err)
	}
	n.Sockets, n.Listening = sockets.Counts, sockets.Listening
	if !sockets.Whole {
		missing(&n.Answer, model.Warn, "network", "it has more sockets than are counted")
	}
	r.readFiles(ctx, p, n)
	if p.Network() != id {
		return nil, ended(s, kernel.ErrGone) // what could not be read was not nothing
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return n, nil
}

// describeInterfaces sets the state, MTU and addresses of the interfaces: as
// rtnetlink has them where podtop may enter the namespace or is in it, else as
// far as the files in /proc tell.
func (r *Reader) describeInterfaces(ctx context.Context, p proc.Process, n *probe.Network, buf []byte) error {
	if nics, err := r.listIn(p); err == nil {
		for i := range n.Interfaces {
			f := &n.Interfaces[i]
			at := slices.IndexFunc(nics, func(c nic) bool { return c.name == f.Name })
			if at >= 0 {
				f.State, f.MTU, f.Addresses = nics[at].state, nics[at].mtu, nics[at].addresses
			}
		}
		return nil
	}
	var names []string
	for _, f := range n.Interfaces {
		names = append(names, f.Name)
	}
	addresses, err := p.Addresses(ctx, names, buf)
	for _, a := range addresses {
		if i := slices.Index(names, a.Interface); i >= 0 {
			n.Interfaces[i].Addresses = append(n.Interfaces[i].Addresses, a.Prefix.String())
		} else {
			missing(&n.Answer, model.Info, "network", "%s is an address here, but which interface has it only root can ask", a.Addr())
		}
	}
	return err
}

// listIn lists the interfaces of the namespace that p is in.
func (r *Reader) listIn(p proc.Process) (nics []nic, err error) {
	if p.Network() == r.proc.OwnNetwork() {
		return r.nics()
	}
	ns, err := unix.Openat(p.Dir(), "ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(ns)
	err = inNamespace(ns, func() (err error) { nics, err = r.nics(); return err })
	return nics, err
}

// filesPatience is how long the files of a container are waited for: they can
// be on a file system whose server has gone.
const filesPatience = time.Second

// A found is what was found in the files of a container.
type found struct {
	resolv []byte
	links  []probe.Interface // their State and MTU
	err    error             // of resolv.conf
}

// readFiles reads what only the files in the container have: its
// resolv.conf, and of its /sys what is not known of its interfaces yet.
func (r *Reader) readFiles(ctx context.Context, p proc.Process, n *probe.Network) {
	root, err := unix.Openat(p.Dir(), "root", unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		missFiles(n, err)
		return
	}
	links := slices.Clone(n.Interfaces)
	var f found
	key := fmt.Sprintf("files %d", p.PID)
	if !r.stuck.Try(ctx, key, filesPatience, func() { f = readFound(root, links) }, func() { unix.Close(root) }) {
		missing(&n.Answer, model.Warn, "network", "resolv.conf: no answer from the file system that the container has it on")
		return
	}
	n.DNS, n.Search = parseResolv(string(f.resolv))
	if f.err != nil {
		missFiles(n, f.err)
	}
	for i := range f.links {
		n.Interfaces[i].State, n.Interfaces[i].MTU = f.links[i].State, f.links[i].MTU
	}
}

func readFound(root int, links []probe.Interface) (f found) {
	f.resolv, f.err = readIn(root, "etc/resolv.conf", resolvSize)
	for i := range links {
		if links[i].State == "" && links[i].MTU == 0 {
			links[i].State, links[i].MTU = readLink(root, "sys/class/net/"+links[i].Name)
		}
	}
	f.links = links
	return f
}

// readLink reads the state and the MTU of an interface in /sys/class/net.
func readLink(root int, dir string) (state string, mtu int) {
	const short = 64
	oper, _ := readIn(root, dir+"/operstate", short)
	flags, _ := readIn(root, dir+"/flags", short)
	size, _ := readIn(root, dir+"/mtu", short)
	mtu, err := strconv.Atoi(strings.TrimSpace(string(size)))
	if err != nil || mtu < 0 {
		mtu = 0
	}
	return stateFrom(strings.TrimSpace(string(oper)), parseFlags(flags)), mtu
}

// missFiles says why the container's files could not be read.
func missFiles(n *probe.Network, err error) {
	switch {
	case errors.Is(err, fs.ErrPermission):
		missing(&n.Answer, model.Info, "network", "DNS servers, MTUs and states are in the container: reading those of another user's needs root, or CAP_SYS_PTRACE: run podtop as root")
	case errors.Is(err, fs.ErrNotExist):
		missing(&n.Answer, model.Info, "network", "it has no /etc/resolv.conf")
	default:
		missing(&n.Answer, model.Warn, "network", "its resolv.conf cannot be read: %v", err)
	}
}

package proc

import (
	"math"
	"slices"
	"time"

	"podtop/model"
)

// Networks reads the traffic of containers: once for each network namespace,
// however many containers share it.
type Networks struct {
	options Options
	host    model.NetworkID
	buf     buffer

	members map[model.ID]*member
	changed bool // who is where
	tick    int

	open []*namespace
	out  []model.Network // what Fast gave
}

// A member is what is known of one container's namespace.
type member struct {
	inode uint64 // of the container's cgroup
	net   model.NetworkID
	ns    *namespace    // nil if net is not known, or is the host's
	usage model.Count   // the container's processor time
	looks int           // how often it was looked up
	due   time.Duration // when to look again
	tick  int
}

// A container joins its namespace a moment after its cgroup is made, so what
// was found is looked at again a few times, ever later; what was not found is
// looked for always.
const (
	firstLook = 100 * time.Millisecond // then double
	lastLook  = 6                      // after 6 s in all
	never     = time.Duration(math.MaxInt64)
)

// OpenNetworks returns the reader. It opens nothing yet.
func OpenNetworks(o Options) *Networks {
	n := &Networks{options: o, members: map[model.ID]*member{}}
	n.host = o.HostNetwork()
	return n
}

// Assign sets Net and HostNS of the readings, and opens and closes namespaces
// as containers come and go. It must be called before each Fast, with all
// readings there are: a namespace that none is in any more is closed, since
// the open file would keep it alive.
//
// pid gives a process of the container of readings[i], or 0. It is called only
// for containers that are new or not found yet. The processor time in the
// readings, of this tick, tells which namespaces are worth reading in it.
func (n *Networks) Assign(readings []model.Reading, pid func(i int) int) {
	n.tick++
	now := n.options.Clock()
	for i := range readings {
		r := &readings[i]
		m := n.member(r)
		if now >= m.due {
			n.look(m, r.ID, pid(i), now)
		}
		m.wake(r)
		r.Net, r.HostNS = m.net, m.net != 0 && m.net == n.host
	}
	n.forget(len(readings))
	if n.changed {
		n.closeUnused()
		n.changed = false
	}
}

// Fast reads each namespace once, those that are quiet less often, and sets
// s.Networks, which is valid until the next Fast. The host's own namespace is
// not among them.
func (n *Networks) Fast(s *model.Sample) {
	n.out = n.out[:0]
	for _, ns := range n.open {
		net, err := ns.read(&n.buf, n.options.Clock())
		if err != nil {
			n.lose(ns)
			continue
		}
		n.out = append(n.out, net)
	}
	n.open = slices.DeleteFunc(n.open, isClosed)
	s.Networks = n.out
}

// Close closes all namespaces.
func (n *Networks) Close() {
	clear(n.members)
	n.closeUnused()
}

// member returns what is known of the container; a restarted one is a new one.
func (n *Networks) member(r *model.Reading) *member {
	m := n.members[r.ID]
	if m == nil || m.inode != r.Inode {
		m = &member{inode: r.Inode}
		n.members[r.ID] = m
		n.changed = true
	}
	m.tick = n.tick
	return m
}

// look finds out which namespace the container is in. Failing that, what was
// known stands.
func (n *Networks) look(m *member, id model.ID, pid int, now time.Duration) {
	if net, ns, err := n.find(pid, id); err == nil && net != m.net {
		m.net, m.ns = net, ns
		n.changed = true
	}
	m.due = now + firstLook<<min(m.looks, lastLook)
	if m.net != 0 && m.looks >= lastLook {
		m.due = never
	}
	m.looks++
}

// wake has the namespace read if the container has run since the last tick.
func (m *member) wake(r *model.Reading) {
	if m.ns != nil && m.usage != r.CPU.UsageUsec {
		m.ns.awake = true
	}
	m.usage = r.CPU.UsageUsec
}

// find returns the namespace of a container that pid is a process of, and
// opens it, unless it is the host's.
func (n *Networks) find(pid int, id model.ID) (model.NetworkID, *namespace, error) {
	p, err := OpenProcess(n.options, pid, id)
	if err != nil {
		return 0, nil, err
	}
	defer p.Close()
	net := p.Network()
	if net == n.host {
		return net, nil, nil
	}
	for _, ns := range n.open {
		if ns.id == net {
			return net, ns, nil
		}
	}
	ns, err := p.namespace(n.options.Budget)
	if err != nil {
		return 0, nil, err
	}
	n.open = append(n.open, ns)
	return ns.id, ns, nil
}

// lose closes a namespace that can no longer be read through the process that
// led there. The next Assign looks for another process in it.
func (n *Networks) lose(ns *namespace) {
	ns.file.Close()
	for _, m := range n.members {
		if m.ns == ns {
			*m = member{inode: m.inode, tick: m.tick}
		}
	}
}

// forget drops the members that are not among the readings any more.
func (n *Networks) forget(readings int) {
	if len(n.members) == readings {
		return
	}
	for id, m := range n.members {
		if m.tick != n.tick {
			delete(n.members, id)
			n.changed = true
		}
	}
}

// closeUnused closes the namespaces that no member is in.
func (n *Networks) closeUnused() {
	for _, ns := range n.open {
		ns.used = false
	}
	for _, m := range n.members {
		if m.ns != nil {
			m.ns.used = true
		}
	}
	for _, ns := range n.open {
		if !ns.used {
			ns.file.Close()
		}
	}
	n.open = slices.DeleteFunc(n.open, isClosed)
}

func isClosed(s *namespace) bool { return !s.file.IsOpen() }

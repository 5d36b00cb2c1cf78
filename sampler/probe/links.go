package probe

import (
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// links knows the interfaces of podtop's own network namespace. To list them
// is dear where there are many, and they seldom change.
type links struct {
	list   func() ([]nic, error)
	known  map[string]nic
	err    error
	listed time.Time
}

const linksEvery = 5 * time.Second

// join adds to the interfaces of h what else is known of them. own says that
// they are of podtop's own namespace.
func (l *links) join(h *probe.Host, own bool) {
	if !own {
		missing(&h.Answer, model.Info, "interfaces", "states and addresses are not known: podtop runs in a network namespace of its own")
		return
	}
	if now := time.Now(); l.listed.IsZero() || now.Sub(l.listed) >= linksEvery {
		l.listed = now
		l.read()
	}
	if l.err != nil {
		missing(&h.Answer, model.Info, "interfaces", "states and addresses are not known: %v", l.err)
	}
	for i := range h.Interfaces {
		f := &h.Interfaces[i]
		k := l.known[f.Name]
		f.State, f.MTU, f.Addresses = k.state, k.mtu, k.addresses
	}
}

func (l *links) read() {
	var all []nic
	all, l.err = l.list()
	l.known = make(map[string]nic, len(all))
	for _, n := range all {
		l.known[n.name] = n
	}
}

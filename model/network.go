package model

import (
	"math"
	"slices"
	"strings"
)

// shareNetworks gives each network's figures to one row: a container alone in
// its namespace has them itself; where several share one, the pod they belong
// to has them, or the container the others joined.
func (snap *Snapshot) shareNetworks(s *Sample, t *Tracker) {
	at := make(map[ID]int, len(snap.Containers))
	for i := range snap.Containers {
		at[snap.Containers[i].ID] = i
	}
	members := map[NetworkID][]int{}
	for i := range s.Readings {
		r := &s.Readings[i]
		c := &snap.Containers[at[r.ID]]
		switch {
		case c.NetworkMode == "host", r.HostNS && !t.byID[r.ID].cgroup.entersNetwork(c.NetworkMode, s.Mono):
			c.Net = NetHost
		case r.HostNS: // for a moment, before it enters its own
		case r.Net != 0:
			members[r.Net] = append(members[r.Net], at[r.ID])
			c.network = r.Net
		}
	}
	for id, rows := range members {
		passes := t.traffic(id)
		owner, from := snap.networkOwner(rows)
		for _, i := range rows {
			c := &snap.Containers[i]
			c.traffic = &passes
			if i == owner {
				c.Net = NetOwn
				c.setTraffic(passes)
				continue
			}
			c.Net, c.NetFrom = NetShared, from
		}
	}
}

// networkOwner says which of the rows that share a network has its figures, -1
// if their pod does, and that owner's name.
func (snap *Snapshot) networkOwner(rows []int) (owner int, name string) {
	slices.Sort(rows) // by key: the answer must not depend on the order of a map
	if len(rows) == 1 && !snap.Containers[rows[0]].Infra {
		return rows[0], snap.Containers[rows[0]].Name
	}
	for _, i := range rows {
		if c := &snap.Containers[i]; c.Pod != "" {
			return -1, c.PodTitle()
		}
	}
	for _, i := range rows {
		c := &snap.Containers[i]
		if c.Known && !joins(c.NetworkMode) {
			return i, c.Name
		}
	}
	return rows[0], snap.Containers[rows[0]].Name
}

// joins reports whether a network mode means another container's network.
func joins(mode string) bool {
	other, ok := strings.CutPrefix(mode, "container:")
	return ok && other != ""
}

// Network is the network namespace c has or shares: 0 if it is not known, or
// the host's.
func (c *Container) Network() NetworkID { return c.network }

// WithTraffic is the figures of c with those of the network it uses, also where
// they stand at another row.
func (c *Container) WithTraffic() Figures {
	f := c.Figures
	if c.traffic != nil {
		f.setTraffic(*c.traffic)
	}
	return f
}

// IsTraffic reports whether m is of a network, which several containers can
// use.
func (m *Metric) IsTraffic() bool { return strings.HasPrefix(m.Name, "net.") }

// asUsed is m of c: of the network it uses, whosever row has the figures.
func (m *Metric) asUsed(c *Container) float64 {
	if !m.IsTraffic() {
		return m.Of(&c.Figures)
	}
	f := c.WithTraffic()
	return m.Of(&f)
}

// traffic is what passes a network, in bytes and packets per second.
type traffic struct{ rx, tx, drops, errs float64 }

var unknownTraffic = func() traffic { n := math.NaN(); return traffic{n, n, n, n} }()

func (t *Tracker) traffic(id NetworkID) traffic {
	n := t.networks[id]
	if n == nil {
		return unknownTraffic
	}
	return traffic{
		networkRate(&n.window, t.window(), netRx), networkRate(&n.window, t.window(), netTx),
		networkRate(&n.window, t.window(), netDrops), networkRate(&n.window, t.window(), netErrs),
	}
}

func (f *Figures) setTraffic(t traffic) {
	f.NetRx, f.NetTx, f.NetDrops, f.NetErrs = t.rx, t.tx, t.drops, t.errs
}

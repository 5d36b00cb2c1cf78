package model

import (
	"cmp"
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
		case r.HostNS || c.NetworkMode == "host":
			c.Net = NetHost
		case r.Net != 0:
			members[r.Net] = append(members[r.Net], at[r.ID])
		}
	}
	for id, rows := range members {
		owner, from := snap.networkOwner(rows)
		for _, i := range rows {
			c := &snap.Containers[i]
			if i == owner {
				c.Net = NetOwn
				c.networkFigures(t.networks[id], t)
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

func (f *Figures) networkFigures(n *networkTrail, t *Tracker) {
	if n == nil {
		return
	}
	f.NetRx, f.NetTx = networkRate(&n.trail, t.window(), netRx), networkRate(&n.trail, t.window(), netTx)
	f.NetDrops, f.NetErrs = networkRate(&n.trail, t.window(), netDrops), networkRate(&n.trail, t.window(), netErrs)
}

// derivePods sums each pod's members. Where these have networks of their own
// (a pod without infra container), the pod's traffic is their sum, and theirs
// stands at each too.
func (snap *Snapshot) derivePods(s *Sample, t *Tracker) {
	rows := map[string]int{}
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.Pod == "" {
			continue
		}
		p, ok := rows[c.Pod]
		if !ok {
			p = len(snap.Pods)
			rows[c.Pod] = p
			snap.Pods = append(snap.Pods, t.names.podRow(c))
		}
		snap.Pods[p].Members = append(snap.Pods[p].Members, i)
		snap.Pods[p].add(&c.Figures)
	}
	if s.Inventory != nil {
		for i := range s.Inventory.Pods {
			p := &s.Inventory.Pods[i]
			if _, ok := rows[p.ID]; !ok {
				snap.Pods = append(snap.Pods, PodRow{Key: podKey(p.UID, p.Name), Pod: *p, Figures: unknownFigures})
			}
		}
	}
	snap.podNetworks(s, t)
	slices.SortFunc(snap.Pods, func(a, b PodRow) int { return cmp.Or(byKey(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) })
}

func (n *names) podRow(c *Container) PodRow {
	row := PodRow{Figures: unknownFigures, Pod: Pod{ID: c.Pod, Name: c.PodTitle(), UID: c.UID, User: c.User}}
	if p := n.pods[c.Pod]; p != nil {
		row.Pod = *p
	}
	row.Key = podKey(row.UID, row.Name)
	return row
}

// podKey is a pod's Key. No container's name holds a slash.
func podKey(uid int, name string) Key { return Key{uid, "pod/" + name} }

// add sums what can be summed. Shares of time and of limits cannot.
func (f *Figures) add(g *Figures) {
	for _, x := range []struct{ sum, v *float64 }{
		{&f.CPU, &g.CPU},
		{&f.Mem, &g.Mem},
		{&f.MemWS, &g.MemWS},
		{&f.MemHard, &g.MemHard},
		{&f.Anon, &g.Anon},
		{&f.File, &g.File},
		{&f.Shmem, &g.Shmem},
		{&f.Kernel, &g.Kernel},
		{&f.Sock, &g.Sock},
		{&f.Swap, &g.Swap},
		{&f.OOMKills, &g.OOMKills},
		{&f.Pids, &g.Pids},
		{&f.BlkR, &g.BlkR},
		{&f.BlkW, &g.BlkW},
		{&f.BlkRIOPS, &g.BlkRIOPS},
		{&f.BlkWIOPS, &g.BlkWIOPS},
		{&f.NetRx, &g.NetRx},
		{&f.NetTx, &g.NetTx},
		{&f.NetDrops, &g.NetDrops},
		{&f.NetErrs, &g.NetErrs},
	} {
		*x.sum = knownSum(*x.sum, *x.v)
	}
	if !math.IsNaN(g.Uptime) && !(f.Uptime > g.Uptime) {
		f.Uptime = g.Uptime // the pod is as old as its oldest member
	}
}

// podNetworks adds to each pod the networks its members share, each once.
func (snap *Snapshot) podNetworks(s *Sample, t *Tracker) {
	pod := make(map[ID]int, len(snap.Containers))
	for p := range snap.Pods {
		for _, i := range snap.Pods[p].Members {
			if snap.Containers[i].Net == NetShared {
				pod[snap.Containers[i].ID] = p
			}
			if own := snap.Containers[i].Net; own == NetHost || own == NetOwn {
				snap.Pods[p].Net = own
			}
		}
	}
	done := map[NetworkID]bool{}
	for i := range s.Readings {
		r := &s.Readings[i]
		p, ok := pod[r.ID]
		if !ok || done[r.Net] {
			continue
		}
		done[r.Net] = true
		sum := unknownFigures
		sum.networkFigures(t.networks[r.Net], t)
		snap.Pods[p].add(&sum)
		snap.Pods[p].Net = NetOwn
	}
}

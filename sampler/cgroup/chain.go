package cgroup

import "podtop/model"

// relink works out anew which cgroups bound which container, and what follows
// from it: effective limits, quotas, whether it is frozen.
func (t *Tree) relink() {
	t.stale = false
	t.links++
	for _, g := range t.chain {
		g.bounds.index = -1
	}
	old := t.chain
	t.chain = t.chain[:0:0]
	t.quotas, t.quotaOf = t.quotas[:0], t.quotaOf[:0]
	for i, c := range t.containers {
		t.bind(c, &t.readings[i])
	}
	for _, g := range old {
		if g.bounds.index < 0 {
			g.bounds.stat.Close()
		}
	}
}

// bind takes the bounds of each cgroup that c is under into r. A tie goes to
// the container's own cgroup, then to the nearest.
func (t *Tree) bind(c *container, r *model.Reading) {
	r.Limits, r.Frozen, r.Quotas = model.Limits{}, false, r.Quotas[:0]
	t.bindOne(c.group, r)
	if kid := c.group.kids[payload]; kid != nil {
		t.bindOne(kid, r)
	}
	for g := c.group.parent; g.parent != nil; g = g.parent {
		t.bindOne(g, r)
	}
}

func (t *Tree) bindOne(g *group, r *model.Reading) {
	b := t.link(g)
	r.Limits = stricter(r.Limits, b.limits, g.path)
	r.Frozen = r.Frozen || b.frozen
	if b.hasQuota() {
		r.Quotas = append(r.Quotas, t.quotaIndex(g))
	}
}

// link puts g into the chain and returns its bounds, read if they never were.
func (t *Tree) link(g *group) *bounds {
	if g.bounds == nil {
		g.bounds = &bounds{}
		t.watch(g) // now for its files too
		t.readBounds(g)
	}
	if g.bounds.mark != t.links {
		g.bounds.mark, g.bounds.index = t.links, -1
		t.chain = append(t.chain, g)
	}
	return g.bounds
}

// stricter returns l tightened by the limits of the cgroup at path.
func stricter(l, own model.Limits, path string) model.Limits {
	if tighter(own.CPU, l.CPU) {
		l.CPUBy = path
	}
	if tighter(own.Memory, l.Memory) {
		l.MemoryBy = path
	}
	l.CPU, l.Memory = l.CPU.Min(own.CPU), l.Memory.Min(own.Memory)
	l.High, l.Swap, l.Pids = l.High.Min(own.High), l.Swap.Min(own.Swap), l.Pids.Min(own.Pids)
	return l
}

// tighter reports whether l is a bound below m.
func tighter(l, m model.Limit) bool {
	n, ok := l.Get()
	before, bounded := m.Get()
	return ok && (!bounded || n < before)
}

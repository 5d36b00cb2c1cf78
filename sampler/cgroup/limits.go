package cgroup

import (
	"bytes"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// bounds are what a group's own files bound, and whether it is frozen. They
// change seldom, so they are read when inotify tells that they did.
type bounds struct {
	limits model.Limits // the group's own
	frozen bool
	dirty  bool // to be read anew

	stat  kernel.File // cpu.stat, kept open while there is a CPU quota
	index int         // in Tree.quotas
	mark  uint64      // the last time the chains were worked out, see relink
	quota model.Quota
}

func (b *bounds) hasQuota() bool {
	_, ok := b.limits.CPU.Get()
	return ok
}

// boundsEvery is how often all bounds are read without a reason, as the net
// below inotify or in its place.
func (t *Tree) boundsEvery() time.Duration {
	if t.watching() {
		return time.Minute
	}
	return time.Second
}

// refresh reads those bounds that changed, and a few more in turn: as many as
// are due after the time passed.
func (t *Tree) refresh(passed time.Duration) {
	if t.stale {
		t.relink()
	}
	changed := t.reread(passed)
	if t.dirty {
		t.dirty = false
		for _, g := range t.chain {
			if g.bounds.dirty {
				changed = t.readBounds(g) || changed
			}
		}
	}
	if changed {
		t.relink()
	}
}

// reread reads the bounds that are due.
func (t *Tree) reread(passed time.Duration) (changed bool) {
	n := float64(len(t.chain))
	t.credit = min(n, t.credit+n*passed.Seconds()/t.boundsEvery().Seconds())
	for ; t.credit >= 1; t.credit-- {
		t.turn++
		changed = t.readBounds(t.chain[t.turn%len(t.chain)]) || changed
	}
	return changed
}

// readBounds reads the bounds of g, and reports whether they are others now.
func (t *Tree) readBounds(g *group) (changed bool) {
	b := g.bounds
	b.dirty = false
	limits, frozen := t.place(g).limits(), t.readFrozen(g)
	if limits == b.limits && frozen == b.frozen {
		return false
	}
	b.limits, b.frozen = limits, frozen
	return true
}

// limits reads what the cgroup itself bounds.
func (p place) limits() model.Limits {
	if p.mode != Unified {
		return p.limitsV1()
	}
	return model.Limits{
		CPU:    parseCPUMax(p.read(cpu, "cpu.max")),
		Memory: p.limit(memory, "memory.max"),
		High:   p.limit(memory, "memory.high"),
		Swap:   p.limit(memory, "memory.swap.max"),
		Pids:   p.limit(pids, "pids.max"),
	}
}

// parseCPUMax parses cpu.max, quota and period in microseconds, as millionths
// of a core:
//
//	50000 100000
//	max 100000
func parseCPUMax(b []byte) model.Limit {
	quota, period := cutCPUMax(b)
	if string(quota) == "max" {
		return model.NoLimit
	}
	return cores(kernel.Uint(quota), kernel.Uint(period))
}

func cutCPUMax(b []byte) (quota, period []byte) {
	quota, rest := kernel.Field(bytes.TrimSpace(b))
	period, _ = kernel.Field(rest)
	return quota, period
}

// cores is quota/period in millionths of a core.
func cores(quota, period model.Count) model.Limit {
	q, ok := multiply(quota, 1_000_000).Get()
	p, known := period.Get()
	if !ok || !known || p == 0 {
		return model.Limit{}
	}
	return model.LimitOf(q / p)
}

// limitsV1 reads the limits of v1, which has no memory.high.
func (p place) limitsV1() model.Limits {
	l := model.Limits{
		CPU:    p.cfsQuota(),
		Memory: limitV1(p.number(memory, "memory.limit_in_bytes")),
		Pids:   p.limit(pids, "pids.max"),
	}
	l.Swap = swapV1(limitV1(p.number(memory, "memory.memsw.limit_in_bytes")), l.Memory)
	return l
}

// cfsQuota reads cpu.cfs_quota_us and cpu.cfs_period_us; a quota of -1 is none.
func (p place) cfsQuota() model.Limit {
	quota := bytes.TrimSpace(p.read(cpu, "cpu.cfs_quota_us"))
	if string(quota) == "-1" {
		return model.NoLimit
	}
	n := kernel.Uint(quota)
	return cores(n, p.number(cpu, "cpu.cfs_period_us"))
}

// limitV1 returns the limit in memory.limit_in_bytes; none is written as the
// largest int64, rounded down to a page.
func limitV1(n model.Count) model.Limit {
	v, ok := n.Get()
	switch {
	case !ok:
		return model.Limit{}
	case v >= 1<<62:
		return model.NoLimit
	}
	return model.LimitOf(v)
}

// swapV1 is what memory.memsw.limit_in_bytes, memory and swap together, leaves
// for swap.
func swapV1(both, memory model.Limit) model.Limit {
	b, ok := both.Get()
	m, bounded := memory.Get()
	switch {
	case !ok:
		return both
	case !bounded:
		return model.Limit{}
	case m > b:
		return model.LimitOf(0)
	}
	return model.LimitOf(b - m)
}

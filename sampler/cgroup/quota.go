package cgroup

import (
	"errors"

	"podtop/model"
	"podtop/sampler/kernel"
)

// quotaIndex returns the index of g's quota in t.quotas, put there if it is not.
func (t *Tree) quotaIndex(g *group) int {
	b := g.bounds
	if b.index < 0 {
		b.index = len(t.quotas)
		b.quota.Path, b.quota.Inode = g.path, g.inode
		t.quotas, t.quotaOf = append(t.quotas, b.quota), append(t.quotaOf, g)
	}
	if !b.stat.IsOpen() {
		b.stat, _ = kernel.Open(t.budget, t.mounts[cpu]+g.path+"/cpu.stat")
	}
	return b.index
}

// throttling reads cpu.stat of each cgroup that has a CPU quota, once; that of a
// container's own only with its other files: what does not run has no periods.
func (t *Tree) throttling() {
	for i, g := range t.quotaOf {
		f := &g.bounds.stat
		if !f.IsOpen() {
			continue
		}
		if c := g.owner(); c != nil && c.lastSlow != t.tick && t.quotas[i].At != 0 {
			continue
		}
		b, err := f.Read(t.buf)
		if err != nil {
			if errors.Is(err, kernel.ErrGone) {
				f.Close() // its containers go, or it lost its controller
			}
			continue
		}
		q := parseThrottling(b)
		q.Path, q.Inode, q.At = g.path, g.inode, t.clock()
		t.quotas[i], g.bounds.quota = q, q
	}
}

// parseThrottling parses the throttling in cpu.stat, on v2 in microseconds,
// on v1 in nanoseconds:
//
//	nr_periods 222
//	nr_throttled 217
//	throttled_usec 1532211
//	throttled_time 1532211000
func parseThrottling(b []byte) (q model.Quota) {
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return q
		}
		b = rest
		switch string(key) {
		case "nr_periods":
			q.Periods = n
		case "nr_throttled":
			q.Throttled = n
		case "throttled_usec":
			q.Usec = n
		case "throttled_time":
			q.Usec = divide(n, 1000)
		}
	}
}

package model

import "math"

// A total is the sum of the metrics over the members of a group, in one tick.
// History has it, so that what a graph of a group shows is the greatest sum,
// never the sum of what was greatest in each.
type total struct {
	key    Key // in History
	by     Grouping
	tick   int // the sums are of
	sum    [fastCount]float64
	slow   Group       // the sums of the others, at a slow sample
	others []NetworkID // counted beside those that say so in their stamps
}

// A stamp says that a network is counted in a total at a tick.
type stamp struct {
	total *total
	tick  int
}

// totalsOf finds the totals cs counts in.
func (t *Tracker) totalsOf(cs *containerState, r *Reading) {
	for by := ByPod; by < groupings; by++ {
		cs.in[by] = nil
		id := t.names.group(by, r)
		if id.by == ByNone || by == ByUnit && t.names.hasOneMember(id) {
			continue
		}
		sum := t.totals[id]
		if sum == nil {
			sum = &total{key: id.key(), by: by}
			t.totals[id] = sum
		}
		cs.in[by] = sum
	}
}

// addTo adds to g the figures of the reading at hand, the fast ones in v, and
// at a slow sample those in t.slow.
func (t *Tracker) addTo(g *total, v *[fastCount]float64, r *Reading, slow bool) {
	if g.tick != t.ticks {
		g.begin(t.ticks)
	}
	g.sum[FastCPU], g.sum[FastMem] = knownSum(g.sum[FastCPU], v[FastCPU]), knownSum(g.sum[FastMem], v[FastMem])
	if slow {
		g.slow.add(&t.slow)
	}
	if n := t.networks[r.Net]; n != nil && !r.HostNS && g.counts(n) {
		g.sum[FastRx], g.sum[FastTx] = knownSum(g.sum[FastRx], v[FastRx]), knownSum(g.sum[FastTx], v[FastTx])
		if slow {
			g.slow.addNetwork(traffic{drops: t.slow.NetDrops, errs: t.slow.NetErrs})
		}
	}
}

func (g *total) begin(tick int) {
	nan := math.NaN()
	g.tick, g.others, g.sum = tick, g.others[:0], [fastCount]float64{nan, nan, nan, nan}
	g.slow.Figures = unknownFigures
}

// counts reports whether n is to be counted: it was not yet at this tick. The
// first group to count a network stamps it. Another one, which is seldom, keeps
// a list.
func (g *total) counts(n *networkWindow) bool {
	s := &n.counted[g.by]
	switch {
	case s.tick != g.tick:
		*s = stamp{g, g.tick}
		return true
	case s.total == g:
		return false
	}
	for _, id := range g.others {
		if id == n.id {
			return false
		}
	}
	g.others = append(g.others, n.id)
	return true
}

func (t *Tracker) takeTotals(slow bool) {
	for _, g := range t.totals {
		if g.tick != t.ticks {
			continue
		}
		t.history.put(g.key, &g.sum)
		if slow {
			t.history.putSlow(g.key, &g.slow.Figures)
		}
	}
}

// forgetTotals drops those nobody counts in, and makes every container
// look for its own again.
func (t *Tracker) forgetTotals() {
	n := len(t.totals)
	for id, g := range t.totals {
		if g.tick != t.ticks {
			delete(t.totals, id)
		}
	}
	if len(t.totals) != n {
		t.names.generation++
	}
}

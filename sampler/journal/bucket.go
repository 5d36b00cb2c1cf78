package journal

// count counts the entries between edges by their ranks alone.
func (r *ranks) count(edges []uint64, counts []uint32) error {
	rank := r.from
	for i := range counts {
		next, err := r.rank(rank, r.to, edges[i+1])
		if err != nil {
			return err
		}
		counts[i] += uint32(next - rank)
		rank = next
	}
	return nil
}

// countIn counts the entries between edges that are in each of the sets.
func (r *ranks) countIn(sets []set, edges []uint64, counts []uint32) error {
	b := bucket{edges: edges, counts: counts}
	for {
		part, err := r.rest()
		if len(part) == 0 || err != nil {
			return err
		}
		for _, off := range part {
			if err := b.count(off, sets); err != nil {
				return err
			}
		}
	}
}

// count counts the entries of an intersection that are in each of the sets too.
func (x *intersection) count(sets []set, edges []uint64, counts []uint32) error {
	b := bucket{edges: edges, counts: counts}
	for ; ; x.step() {
		off, err := x.offset()
		if off == 0 || err != nil {
			return err
		}
		if err := b.count(off, sets); err != nil {
			return err
		}
	}
}

// A bucket is where counting has come to.
type bucket struct {
	edges  []uint64
	counts []uint32
	i      int
	last   uint64
}

// count counts the entry at off, if all sets have it.
func (b *bucket) count(off uint64, sets []set) error {
	if off <= b.last || off >= b.edges[len(b.edges)-1] {
		return damaged("a list of entries is not in order at byte %d", off)
	}
	for b.last = off; off >= b.edges[b.i+1]; b.i++ {
	}
	for _, s := range sets {
		if !s.has(off) {
			return nil
		}
	}
	b.counts[b.i]++
	return nil
}

package journal

import "math/bits"

// Count counts the entries between two wall times, in µs since 1970, in
// len(counts[i]) buckets of equal length: those that terms[i] matches into
// counts[i], to which it adds. No message is read: where the buckets begin in a
// file is found by bisection, and then only offsets are compared.
//
// All counts have the same length. Where the machine's clock was set back, an
// entry may be counted in a bucket beside its own.
func (j *Journal) Count(terms []Term, from, to uint64, counts [][]uint32) {
	if len(counts) == 0 || len(counts[0]) == 0 || from >= to {
		return
	}
	c := counter{edges: make([]uint64, len(counts[0])+1), uses: uses(terms)}
	for _, f := range j.files {
		ok, err := f.edges(from, to, c.edges)
		if ok {
			c.begin(f)
		}
		for i := 0; i < len(terms) && ok && err == nil; i++ {
			err = c.count(terms[i], counts[i])
		}
		j.check(f, err)
	}
}

// uses returns how many terms each item is in.
func uses(terms []Term) map[string]int {
	n := map[string]int{}
	for _, t := range terms {
		for _, item := range t {
			n[item]++
		}
	}
	return n
}

// edges finds the offsets at which buckets begin, and the last one ends. ok is
// false if the file has nothing in them.
func (f *file) edges(from, to uint64, edges []uint64) (ok bool, err error) {
	if f.count == 0 || to <= f.first.Realtime || from > f.tail.Realtime {
		return false, nil
	}
	l, err := f.list()
	if err != nil {
		return false, err
	}
	rank := uint64(0)
	for i := range edges {
		if rank, err = f.sinceRank(rank, edge(from, to, i, len(edges)-1)); err != nil {
			return false, err
		}
		if edges[i] = f.limit; rank < f.count {
			if edges[i], err = l.at(rank); err != nil {
				return false, err
			}
		}
	}
	return edges[0] < edges[len(edges)-1], nil
}

// edge returns when bucket i of n begins.
func edge(from, to uint64, i, n int) uint64 {
	hi, lo := bits.Mul64(to-from, uint64(i))
	quotient, _ := bits.Div64(hi, lo, uint64(n))
	return from + quotient
}

// sinceRank is since for a time that is not before the entry of a rank.
func (f *file) sinceRank(rank, realtime uint64) (uint64, error) {
	if realtime > f.tail.Realtime {
		return f.count, nil
	}
	if realtime <= f.first.Realtime {
		return 0, nil
	}
	// Mostly it is near.
	to := f.count
	for step := uint64(1); rank+step < f.count; step *= 2 {
		e, err := f.entryAt(rank + step)
		if err != nil {
			return 0, err
		}
		if e.Realtime >= realtime {
			to = rank + step
			break
		}
	}
	return f.all.search(rank, to, func(off uint64) (bool, error) {
		e, err := f.entry(off)
		return err == nil && e.Realtime >= realtime, err
	})
}

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
	edges := make([]uint64, len(counts[0])+1)
	for _, f := range j.files {
		ok, err := f.edges(from, to, edges)
		for i := 0; i < len(terms) && ok && err == nil; i++ {
			err = f.count1(terms[i], edges, counts[i])
		}
		j.check(f, err)
	}
}

// edges finds the offsets at which buckets begin, and the last one ends. ok is
// false if the file has nothing in them.
func (f *File) edges(from, to uint64, edges []uint64) (ok bool, err error) {
	if f.count == 0 || to <= f.first.Realtime || from > f.tail.Realtime {
		return false, nil
	}
	rank := uint64(0)
	for i := range edges {
		if rank, err = f.sinceRank(rank, edge(from, to, i, len(edges)-1)); err != nil {
			return false, err
		}
		if edges[i] = f.limit; rank < f.count {
			if edges[i], err = f.all.at(rank); err != nil {
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
func (f *File) sinceRank(rank, realtime uint64) (uint64, error) {
	if realtime > f.tail.Realtime {
		return f.count, nil
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

// count1 counts the entries that t matches between edges.
func (f *File) count1(t Term, edges []uint64, counts []uint32) error {
	objects, err := f.term(t)
	if err != nil || objects == nil {
		return err
	}
	x, err := f.intersect(objects, true, edges[0], edges[len(edges)-1])
	if err != nil {
		return err
	}
	if len(x.lists) == 1 {
		return x.lists[0].count(edges, counts)
	}
	i := 0
	for last := uint64(0); ; x.step() {
		off, err := x.offset()
		if off == 0 || err != nil {
			return err
		}
		if off <= last {
			return damaged("a list of entries is not in order at byte %d", off)
		}
		for last = off; i < len(counts)-1 && off >= edges[i+1]; i++ {
		}
		counts[i]++
	}
}

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

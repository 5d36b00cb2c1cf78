package journal

import "slices"

// ranks walks a part of a list, forward or backward.
type ranks struct {
	list
	forward  bool
	from, to uint64 // the ranks that are left
	buf      [64]uint64
	read0    uint64 // the rank of buf[0]
	n        int    // how many offsets buf has
}

// begin makes r walk the entries at offsets in [lo, hi).
func (r *ranks) begin(forward bool, lo, hi uint64) (err error) {
	r.forward, r.n = forward, 0
	if r.from, err = r.rank(0, r.list.n, lo); err != nil {
		return err
	}
	r.to, err = r.rank(r.from, r.list.n, hi)
	return err
}

// offset returns where the walk is; 0 is its end.
func (r *ranks) offset() (uint64, error) {
	if r.from >= r.to {
		return 0, nil
	}
	rank := r.from
	if !r.forward {
		rank = r.to - 1
	}
	if rank-r.read0 >= uint64(r.n) || rank < r.read0 {
		if err := r.fill(rank); err != nil {
			return 0, err
		}
	}
	return r.buf[rank-r.read0], nil
}

// fill reads offsets around a rank: that, and those that come next.
func (r *ranks) fill(rank uint64) (err error) {
	begin, n := rank, uint64(len(r.buf))
	if !r.forward {
		begin = rank - min(rank-r.from, n-1)
		if rank > 0 && len(r.arrays) > 0 {
			begin = max(begin, min(rank, r.part(rank).rank))
		}
		n = rank - begin + 1
	}
	r.read0 = begin
	r.n, err = r.list.read(begin, r.buf[:n])
	return err
}

// step goes to the next offset.
func (r *ranks) step() {
	if r.forward {
		r.from++
	} else {
		r.to--
	}
}

// rest returns the next offsets of a walk forward, as many as are at hand, and
// goes behind them. There are none at its end.
func (r *ranks) rest() ([]uint64, error) {
	if off, err := r.offset(); off == 0 || err != nil {
		return nil, err
	}
	part := r.buf[r.from-r.read0 : min(uint64(r.n), r.to-r.read0)]
	r.from += uint64(len(part))
	return part, nil
}

// seek goes to the first offset that is not before off, in the walk's direction.
func (r *ranks) seek(off uint64) (err error) {
	at, err := r.offset()
	if at == 0 || err != nil || at == off || (at > off) == r.forward {
		return err
	}
	if r.inBuf(off) {
		return nil
	}
	if r.forward {
		to, err := r.gallop(off)
		if err != nil {
			return err
		}
		r.from, err = r.rank(r.from, to, off)
		return err
	}
	from, err := r.gallopBack(off)
	if err != nil {
		return err
	}
	r.to, err = r.rank(from, r.to, off+1)
	return err
}

// inBuf is seek for an offset that is within those of buf.
func (r *ranks) inBuf(off uint64) bool {
	lo, hi := r.from, r.to
	lo, hi = max(lo, r.read0), min(hi, r.read0+uint64(r.n))
	if lo >= hi {
		return false
	}
	left := r.buf[lo-r.read0 : hi-r.read0]
	if off < left[0] || off > left[len(left)-1] {
		return false
	}
	i, found := slices.BinarySearch(left, off)
	switch {
	case r.forward:
		r.from = lo + uint64(i)
	case found:
		r.to = lo + uint64(i) + 1
	default:
		r.to = lo + uint64(i)
	}
	return true
}

// gallop returns a rank at or behind that of off, and moves from towards it: by
// ever longer steps, as what is looked for is mostly near.
func (r *ranks) gallop(off uint64) (uint64, error) {
	for step := uint64(len(r.buf)); r.from+step < r.to; step *= 2 {
		o, err := r.at(r.from + step)
		if o >= off || err != nil {
			return r.from + step, err
		}
		r.from += step
	}
	return r.to, nil
}

// gallopBack is gallop backward: it returns a rank at or before off's.
func (r *ranks) gallopBack(off uint64) (uint64, error) {
	for step := uint64(len(r.buf)); r.from+step < r.to; step *= 2 {
		o, err := r.at(r.to - step)
		if o <= off || err != nil {
			return r.to - step, err
		}
		r.to -= step
	}
	return r.from, nil
}

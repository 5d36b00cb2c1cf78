package journal

// unlinked is how many entries at the end of a file that is still written are
// matched by their items: journald counts an entry in the header before it
// links it into the lists of its data objects.
const unlinked = 8

// pending is where a term is that was stepped.
const pending = ^uint64(0)

// A fileWalk walks the entries of one file that a Match wants.
type fileWalk struct {
	file    *file
	forward bool
	terms   []intersection
	at      []uint64 // where each term is: an offset, 0 for its end, or pending
	border  uint64   // the terms have entries before it, end those from it on
	end     []uint64 // ascending
	last    uint64   // offset that next returned last
}

// walk walks the entries of the ranks [from, to) of all that m wants.
func (f *file) walk(m Match, forward bool, from, to uint64) (w fileWalk, err error) {
	w = fileWalk{file: f, forward: forward}
	if from >= to {
		return w, nil
	}
	want, err := f.wanted(m)
	if err != nil {
		return w, err
	}
	if want.all {
		want.terms = [][]uint64{nil}
	}
	lo := uint64(0)
	if from > 0 {
		if lo, err = f.offsetAt(from); err != nil {
			return w, err
		}
	}
	w.border, err = f.behind(to)
	if err == nil && !want.all && !f.header.archived() {
		err = w.takeEnd(&want, from, to)
	}
	for i := 0; i < len(want.terms) && err == nil; i++ {
		var x intersection
		x, err = f.intersect(want.terms[i], forward, lo, w.border)
		w.terms, w.at = append(w.terms, x), append(w.at, pending)
	}
	return w, err
}

// behind returns the offset behind the entry of rank to-1.
func (f *file) behind(to uint64) (uint64, error) {
	if to == f.count {
		return f.limit, nil
	}
	return f.offsetAt(to)
}

// takeEnd matches the file's last entries by their items, as far as they are in
// [from, to).
func (w *fileWalk) takeEnd(want *wanted, from, to uint64) (err error) {
	f := w.file
	for rank := max(from, f.count-min(f.count, unlinked)); rank < to; rank++ {
		e, err := f.entryAt(rank)
		if err != nil {
			return err
		}
		w.border = min(w.border, e.off)
		is, err := want.matches(&e)
		if err != nil {
			return err
		}
		if is {
			w.end = append(w.end, e.off)
		}
	}
	return nil
}

// next returns the next entry's offset; 0 is the end.
func (w *fileWalk) next() (uint64, error) {
	off, err := w.take()
	if off == 0 || err != nil {
		return 0, err
	}
	if w.last != 0 && (off > w.last) != w.forward {
		return 0, damaged("a list of entries is not in order at byte %d", off)
	}
	w.last = off
	return off, nil
}

// take takes an entry: forward the end comes last, backward first.
func (w *fileWalk) take() (off uint64, err error) {
	if n := len(w.end) - 1; n >= 0 && !w.forward {
		off, w.end = w.end[n], w.end[:n]
		return off, nil
	}
	if off, err = w.nearest(); off == 0 && err == nil && len(w.end) > 0 {
		off, w.end = w.end[0], w.end[1:]
	}
	return off, err
}

// nearest takes the next of all terms' entries. Those that several terms have
// are taken once.
func (w *fileWalk) nearest() (best uint64, err error) {
	for i, off := range w.at {
		if off == pending {
			if off, err = w.terms[i].offset(); err != nil {
				return 0, err
			}
			w.at[i] = off
		}
		if off != 0 && (best == 0 || (off < best) == w.forward) {
			best = off
		}
	}
	for i, off := range w.at {
		if off == best && off != 0 {
			w.terms[i].step()
			w.at[i] = pending
		}
	}
	return best, nil
}

package journal

// after returns the rank of the first entry behind p: by its number if the same
// journald counted, else by monotonic time if it has p's boot, else by wall time.
func (f *file) after(p *Position) (uint64, error) {
	if f.count == 0 {
		return 0, nil
	}
	if f.header.seqnumID == p.SeqnumID {
		return f.search(func(e *Entry) bool { return e.Seqnum > p.Seqnum })
	}
	off, err := f.find("_BOOT_ID=" + p.Boot.String())
	if err != nil {
		return 0, err
	}
	if off == 0 {
		return f.search(func(e *Entry) bool { return compare(&e.Position, p) > 0 })
	}
	return f.afterInBoot(off, p)
}

// afterInBoot is after for a file that has entries of p's boot: those of the
// data object at off.
func (f *file) afterInBoot(off uint64, p *Position) (uint64, error) {
	d, err := f.data(off)
	if err != nil {
		return 0, err
	}
	var boot list
	if err := boot.loadData(f, &d); err != nil {
		return 0, err
	}
	if boot.n, err = boot.rank(0, boot.n, f.limit); boot.n == 0 || err != nil {
		return 0, err
	}
	rank, err := boot.search(0, boot.n, func(off uint64) (bool, error) {
		e, err := f.entry(off)
		return err == nil && compare(&e.Position, p) > 0, err
	})
	if err != nil {
		return 0, err
	}
	behind := rank == boot.n
	if behind {
		rank--
	}
	off, err = boot.at(rank)
	if behind {
		off++
	}
	if err != nil {
		return 0, err
	}
	l, err := f.list()
	if err != nil {
		return 0, err
	}
	return l.rank(0, f.count, off)
}

// since returns the rank of the first entry at a wall time, in µs, or later.
func (f *file) since(realtime uint64) (uint64, error) {
	switch {
	case f.count == 0 || realtime <= f.first.Realtime:
		return 0, nil
	case realtime > f.tail.Realtime:
		return f.count, nil
	}
	return f.search(func(e *Entry) bool { return e.Realtime >= realtime })
}

// search returns the rank of the first entry of which is is true, or count.
func (f *file) search(is func(e *Entry) bool) (uint64, error) {
	l, err := f.list()
	if err != nil {
		return 0, err
	}
	return l.search(0, f.count, func(off uint64) (bool, error) {
		e, err := f.entry(off)
		return err == nil && is(&e), err
	})
}

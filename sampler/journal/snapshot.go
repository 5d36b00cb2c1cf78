package journal

// A snapshot is the part of a file that a Journal has: what was there when it
// was refreshed. Entries that journald adds do not appear in it until then.
type snapshot struct {
	all   list     // of its entries
	count uint64   // how many those are
	limit uint64   // an offset behind the last one
	first Position // of the first one
	tail  Position // of the last one
	from  uint64   // rank of the first entry that was new when the file appeared
}

// live reports whether entries may still come.
func (f *File) live() bool {
	return !f.stopped && (!f.header.archived() || f.count < f.header.entries)
}

// newest returns the position of the last entry that the header counts. ok is
// false if it has none, or cannot be read.
func (f *File) newest() (p Position, ok bool) {
	n := f.header.entries
	if n == 0 || f.all.extend(f.header.array, n) != nil {
		return p, false
	}
	e, err := f.entryAt(n - 1)
	return e.Position, err == nil
}

// entryAt reads the entry of a rank among all.
func (f *File) entryAt(rank uint64) (Entry, error) {
	off, err := f.all.at(rank)
	if err != nil {
		return Entry{}, err
	}
	return f.entry(off)
}

// advance makes the snapshot all that the header counts, but for entries at the
// end that are behind the end of their boot. Of a file that was cut off it is
// what is there, and the error says so.
func (f *File) advance(ends map[ID]uint64) error {
	damage := f.all.extend(f.header.array, f.header.entries)
	count, err := f.readable()
	if err != nil {
		damage = err
	}
	last := Entry{}
	for ; count > f.count; count-- {
		if last, err = f.entryAt(count - 1); err != nil {
			return err
		}
		if end, ok := ends[last.Boot]; !ok || last.Monotonic <= end {
			break
		}
	}
	if count == f.count {
		return damage
	}
	if f.count == 0 {
		one, err := f.entryAt(0)
		if err != nil {
			return err
		}
		f.first = one.Position
	}
	f.count, f.limit, f.tail = count, last.off+1, last.Position
	return damage
}

// readable returns how many entries can be read: all of the list, unless the
// file ends before.
func (f *File) readable() (uint64, error) {
	if f.all.n == f.count {
		return f.count, nil
	}
	_, damage := f.entryAt(f.all.n - 1)
	if damage == nil {
		return f.all.n, nil
	}
	count, err := f.all.search(f.count, f.all.n, func(off uint64) (bool, error) {
		_, err := f.entry(off)
		return err != nil, nil
	})
	if err != nil {
		return f.count, err
	}
	return count, damage
}

// after returns the rank of the first entry behind p: by its number if the same
// journald counted, else by monotonic time if it has p's boot, else by wall time.
func (f *File) after(p *Position) (uint64, error) {
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
func (f *File) afterInBoot(off uint64, p *Position) (uint64, error) {
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
	return f.all.rank(0, f.count, off)
}

// since returns the rank of the first entry at a wall time, in µs, or later.
func (f *File) since(realtime uint64) (uint64, error) {
	switch {
	case f.count == 0 || realtime <= f.first.Realtime:
		return 0, nil
	case realtime > f.tail.Realtime:
		return f.count, nil
	}
	return f.search(func(e *Entry) bool { return e.Realtime >= realtime })
}

// search returns the rank of the first entry of which is is true, or count.
func (f *File) search(is func(e *Entry) bool) (uint64, error) {
	return f.all.search(0, f.count, func(off uint64) (bool, error) {
		e, err := f.entry(off)
		return err == nil && is(&e), err
	})
}

package journal

// A snapshot is the part of a file that a Journal has: what was there when it
// was refreshed. Entries that journald adds do not appear in it until then.
type snapshot struct {
	all   list     // of its entries, as far as it was needed
	count uint64   // how many those are
	limit uint64   // an offset behind the last one
	first Position // of the first one
	tail  Position // of the last one
	from  uint64   // rank of the first entry that was new when the file appeared
}

// live reports whether entries may still come.
func (f *file) live() bool {
	return !f.stopped && (!f.header.archived() || f.count < f.header.entries)
}

// newest returns the position of the last entry that the header counts. ok is
// false if it has none, or cannot be read.
func (f *file) newest() (p Position, ok bool) {
	n := f.header.entries
	if n == f.count {
		return f.tail, n > 0
	}
	if f.all.extend(f.header.array, n) != nil {
		return p, false
	}
	e, err := f.entryAt(n - 1)
	return e.Position, err == nil
}

// list returns the list of all entries of the snapshot.
func (f *file) list() (*list, error) {
	return &f.all, f.all.extend(f.header.array, f.count)
}

// offsetAt returns the offset of the entry of a rank among all.
func (f *file) offsetAt(rank uint64) (uint64, error) {
	l, err := f.list()
	if err != nil {
		return 0, err
	}
	return l.at(rank)
}

// entryAt reads the entry of a rank among all.
func (f *file) entryAt(rank uint64) (Entry, error) {
	off, err := f.offsetAt(rank)
	if err != nil {
		return Entry{}, err
	}
	return f.entry(off)
}

// advance makes the snapshot all that the header counts, but for entries at the
// end that are behind the end of their boot. Of a file that was cut off it is
// what is there, and the error says so.
func (f *file) advance(ends map[ID]uint64) error {
	if f.count == 0 && f.header.archived() && f.takeWhole(ends) {
		return nil
	}
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

// takeWhole makes the snapshot all of an archived file by what its header says of
// the last array, so that those before are not read until they are needed. It
// reports whether it could.
func (f *file) takeWhole(ends map[ID]uint64) bool {
	h := &f.header
	last, err := f.inArray(h.lastArray, h.lastN-1)
	if err != nil || last.Seqnum != h.lastSeqnum {
		return false
	}
	if end, ok := ends[last.Boot]; ok && last.Monotonic > end {
		return false
	}
	first, err := f.inArray(h.array, 0)
	if err != nil {
		return false
	}
	f.count, f.limit, f.tail, f.first = h.entries, last.off+1, last.Position, first.Position
	return true
}

// inArray reads the entry i of the array at off.
func (f *file) inArray(off, i uint64) (Entry, error) {
	a, err := f.array(off)
	if err != nil {
		return Entry{}, err
	}
	if i >= a.n {
		return Entry{}, damaged("the entry array at byte %d has no entry %d", off, i)
	}
	size := f.offsetSize()
	b, err := f.read(off+arrayHead+i*size, int(size))
	if err != nil {
		return Entry{}, err
	}
	return f.entry(f.offset(b))
}

// readable returns how many entries can be read: all of the list, unless the
// file ends before.
func (f *file) readable() (uint64, error) {
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

package journal

import "errors"

// maxArrays is how many arrays a list may have. They double: thirty make more
// entries than any file holds.
const maxArrays = 4096

// A list is offsets of entries in ascending order: of all, or of those that
// have one data object. Its entries are counted from 0, by rank.
type list struct {
	file   *file
	first  uint64 // the entry of rank 0, where a data object itself has it; 0: the arrays have all
	arrays []part
	n      uint64
}

// A part is what one array has of a list.
type part struct {
	array uint64 // the array's offset
	rank  uint64 // of its first entry
	room  uint64 // for how many
}

// loadData makes l the list of the entries that have d.
func (l *list) loadData(f *file, d *data) error {
	*l = list{file: f, arrays: l.arrays[:0]}
	if d.entries == 0 {
		return nil
	}
	l.first, l.n = d.firstEntry, 1
	err := l.extend(d.array, d.entries)
	if err != nil && !f.header.archived() && errors.Is(err, errShort) {
		return nil // the entries that came since the arrays were read are in no snapshot
	}
	return err
}

// errShort is in the error of a list whose arrays have fewer entries than it.
var errShort = errors.New("its arrays are too short")

// extend makes the list one of n entries, as more were added to the chain of
// arrays that begins at off. What was read before an error stays.
func (l *list) extend(off, n uint64) error {
	if l.n >= n {
		return nil
	}
	if last := len(l.arrays) - 1; last >= 0 {
		p := l.arrays[last]
		if l.n = min(n, p.rank+p.room); l.n == n {
			return nil
		}
		a, err := l.file.array(p.array)
		if err != nil {
			return err
		}
		off = a.next
	}
	for l.n < n {
		if off == 0 {
			return damaged("a list lacks entries, as many as %d: %w", n-l.n, errShort)
		}
		if len(l.arrays) == maxArrays {
			return damaged("a list of more than %d entry arrays", maxArrays)
		}
		a, err := l.file.array(off)
		if err != nil {
			return err
		}
		l.arrays = append(l.arrays, part{array: off, rank: l.n, room: a.n})
		l.n = min(n, l.n+a.n)
		off = a.next
	}
	return nil
}

// at returns the offset of the entry of a rank below n.
func (l *list) at(rank uint64) (uint64, error) {
	var one [1]uint64
	_, err := l.read(rank, one[:])
	return one[0], err
}

// read reads the offsets from a rank on into out, as many as one array has, and
// returns how many those are.
func (l *list) read(rank uint64, out []uint64) (int, error) {
	if rank >= l.n {
		return 0, damaged("a list has no entry of rank %d, only %d", rank, l.n)
	}
	if rank == 0 && l.first != 0 {
		out[0] = l.first
		return 1, nil
	}
	p := l.part(rank)
	size := l.file.offsetSize()
	n := min(uint64(len(out)), min(p.rank+p.room, l.n)-rank)
	b, err := l.file.read(p.array+arrayHead+(rank-p.rank)*size, int(n*size))
	if err != nil {
		return 0, err
	}
	for i := range n {
		out[i] = l.file.offset(b[i*size:])
	}
	return int(n), nil
}

// part returns the part that has a rank. The last is the longest.
func (l *list) part(rank uint64) part {
	i := len(l.arrays) - 1
	for i > 0 && l.arrays[i].rank > rank {
		i--
	}
	return l.arrays[i]
}

// search returns the first rank in [from, to) of which is is true, or to. It has
// to be false up to some rank, and true from there.
func (l *list) search(from, to uint64, is func(off uint64) (bool, error)) (uint64, error) {
	for from < to {
		mid := from + (to-from)/2
		off, err := l.at(mid)
		if err != nil {
			return 0, err
		}
		yes, err := is(off)
		if err != nil {
			return 0, err
		}
		if yes {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from, nil
}

// rank returns the rank in [from, to) of the first entry at off or behind it, or
// to. An offset of 0 is one that journald has yet to write, behind all others.
func (l *list) rank(from, to, off uint64) (uint64, error) {
	for from < to {
		mid := from + (to-from)/2
		o, err := l.at(mid)
		if err != nil {
			return 0, err
		}
		if o >= off || o == 0 {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from, nil
}

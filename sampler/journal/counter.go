package journal

// A counter counts the entries of terms in one file after the other.
//
// The terms of a density have items in common, such as a PRIORITY, that very
// many entries have. Such an item's entries are marked in a set, once for all
// terms, and each term walks the list of its rarest item.
type counter struct {
	edges []uint64
	uses  map[string]int // how many terms each item is in
	file  *file
	sets  map[uint64]set // of the file's data objects that several terms have
	free  []set
}

// A set has a bit for each offset at which an entry can be in a file.
type set []uint64

// add adds an offset, if the set goes so far.
func (s set) add(off uint64) {
	if i := off / (8 * 64); i < uint64(len(s)) {
		s[i] |= 1 << (off / 8 % 64)
	}
}

func (s set) has(off uint64) bool {
	i := off / (8 * 64)
	return i < uint64(len(s)) && s[i]&(1<<(off/8%64)) != 0
}

// maxSet is the largest file, in bytes, of which sets are made: they take a 64th
// of it. journald's files have 128 MiB at the most, unless told otherwise.
const maxSet = 256 << 20

// maxSets is how many sets are made of a file.
const maxSets = 4

// begin begins with a file.
func (c *counter) begin(f *file) {
	for _, s := range c.sets {
		c.free = append(c.free, s)
	}
	c.file, c.sets = f, map[uint64]set{}
}

// count counts the entries that t matches between the edges.
func (c *counter) count(t Term, counts []uint32) error {
	objects, err := c.file.term(t)
	if err != nil || objects == nil {
		return err
	}
	var shared []set
	if len(objects) > 1 {
		if objects, shared, err = c.split(t, objects); err != nil {
			return err
		}
	}
	x, err := c.file.intersect(objects, true, c.edges[0], c.edges[len(c.edges)-1])
	switch {
	case err != nil:
		return err
	case len(x.lists) == 1 && shared == nil:
		return x.lists[0].count(c.edges, counts)
	case len(x.lists) == 1:
		return x.lists[0].countIn(shared, c.edges, counts)
	default:
		return x.count(shared, c.edges, counts)
	}
}

// split splits a term's data objects into those whose lists are walked, the one
// that the fewest terms have at least, and the sets of the others.
func (c *counter) split(t Term, objects []uint64) (walked []uint64, shared []set, err error) {
	own := 0
	for i := range t {
		if c.uses[t[i]] < c.uses[t[own]] {
			own = i
		}
	}
	for i, off := range objects {
		var s set
		if i != own && c.uses[t[i]] > 1 {
			if s, err = c.set(off); err != nil {
				return nil, nil, err
			}
		}
		if s != nil {
			shared = append(shared, s)
		} else {
			walked = append(walked, off)
		}
	}
	return walked, shared, nil
}

// set returns the set of a data object's entries; it is nil if there would be too
// many sets, or too large ones.
func (c *counter) set(off uint64) (set, error) {
	if s := c.sets[off]; s != nil {
		return s, nil
	}
	if len(c.sets) == maxSets || c.file.limit > maxSet {
		return nil, nil
	}
	x, err := c.file.intersect([]uint64{off}, true, c.edges[0], c.edges[len(c.edges)-1])
	if err != nil {
		return nil, err
	}
	s := c.empty()
	for {
		part, err := x.lists[0].rest()
		if len(part) == 0 || err != nil {
			c.sets[off] = s
			return s, err
		}
		for _, o := range part {
			s.add(o)
		}
	}
}

// empty returns an empty set for offsets below the file's limit.
func (c *counter) empty() set {
	n := int(c.file.limit/(8*64)) + 1
	if last := len(c.free) - 1; last >= 0 && cap(c.free[last]) >= n {
		s := c.free[last][:n]
		c.free = c.free[:last]
		clear(s)
		return s
	}
	return make(set, n)
}

package journal

import (
	"cmp"
	"slices"
)

// An intersection walks the entries that are in each of its lists.
type intersection struct {
	lists []*ranks // the shortest first
}

// intersect walks the entries at offsets in [lo, hi) that have all of the data
// objects; without any, all entries.
func (f *file) intersect(objects []uint64, forward bool, lo, hi uint64) (x intersection, err error) {
	if len(objects) == 0 {
		l, err := f.list()
		if err != nil {
			return x, err
		}
		r := &ranks{list: *l}
		r.list.n = f.count
		return intersection{lists: []*ranks{r}}, r.begin(forward, lo, hi)
	}
	for _, off := range objects {
		d, err := f.data(off)
		if err != nil {
			return x, err
		}
		r := &ranks{}
		if err := r.loadData(f, &d); err != nil {
			return x, err
		}
		if err := r.begin(forward, lo, hi); err != nil {
			return x, err
		}
		x.lists = append(x.lists, r)
	}
	slices.SortFunc(x.lists, func(a, b *ranks) int { return cmp.Compare(a.to-a.from, b.to-b.from) })
	return x, nil
}

// offset returns where the walk is; 0 is its end.
func (x *intersection) offset() (uint64, error) {
	want, err := x.lists[0].offset()
	for i := 1; i < len(x.lists) && want != 0 && err == nil; i++ {
		l := x.lists[i]
		if err := l.seek(want); err != nil {
			return 0, err
		}
		off, err := l.offset()
		if err != nil {
			return 0, err
		}
		if off == want || off == 0 {
			want = off
			continue
		}
		if (off < want) == l.forward {
			return 0, damaged("a list of entries is not in order at byte %d", off)
		}
		// The shortest list goes on to where this one is.
		if err := x.lists[0].seek(off); err != nil {
			return 0, err
		}
		if want, err = x.lists[0].offset(); err != nil {
			return 0, err
		}
		i = 0
	}
	return want, err
}

// step goes to the next entry.
func (x *intersection) step() { x.lists[0].step() }

package containers

import (
	"cmp"
	"math"
	"slices"
	"time"

	"podtop/model"
)

// restless is how long rows keep their order while figures change.
const restless = 2 * time.Second

// An order is what rows are sorted by. Between two sortings every row keeps
// its place, and new ones come last.
type order struct {
	by       *model.Metric // nil: by name
	inverted bool

	rank     map[model.Key]int
	sortedAt time.Duration
	due      bool // this time, by value

	outer, inner []row // reused
}

// begin decides whether this snapshot is sorted by value.
func (o *order) begin(snap *model.Snapshot) {
	since := snap.Mono - o.sortedAt
	o.due = o.rank == nil || since < 0 || since >= restless-restless/20
	if o.due {
		o.sortedAt = snap.Mono
	}
}

// end remembers the places of rows.
func (o *order) end(rows []row) {
	if o.rank == nil {
		o.rank = make(map[model.Key]int, len(rows))
	}
	clear(o.rank)
	for i := range rows {
		o.rank[rows[i].key] = i
	}
}

func (o *order) sort(rows []row) {
	if !o.due {
		slices.SortStableFunc(rows, o.byRank)
		return
	}
	slices.SortStableFunc(rows, o.byValue)
}

func (o *order) byRank(a, b row) int {
	i, known := o.rank[a.key]
	j, alsoKnown := o.rank[b.key]
	switch {
	case known && alsoKnown:
		return cmp.Compare(i, j)
	case known:
		return -1
	case alsoKnown:
		return 1
	}
	return o.byName(a, b)
}

// byValue puts the greatest first, inverted the least; what is not known comes
// last either way.
func (o *order) byValue(a, b row) int {
	if o.by == nil {
		if o.inverted {
			return o.byName(b, a)
		}
		return o.byName(a, b)
	}
	x, y := o.by.Of(a.figures()), o.by.Of(b.figures())
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return cmp.Or(cmp.Compare(rankNaN(x), rankNaN(y)), o.byName(a, b))
	case o.inverted:
		return cmp.Or(cmp.Compare(x, y), o.byName(a, b))
	}
	return cmp.Or(cmp.Compare(y, x), o.byName(a, b))
}

func rankNaN(v float64) int {
	if math.IsNaN(v) {
		return 1
	}
	return 0
}

func (o *order) byName(a, b row) int {
	return cmp.Or(cmp.Compare(a.name(), b.name()), cmp.Compare(a.key.UID, b.key.UID))
}

func (r *row) name() string {
	if r.pod != nil {
		return r.pod.Name
	}
	return r.container.Name
}

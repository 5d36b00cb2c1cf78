package containers

import (
	"cmp"
	"math"
	"slices"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// restless is how long rows keep their order while figures change.
const restless = 2 * time.Second

// An order is what rows are sorted by. Between two sortings every row keeps
// its place, and new ones come last.
type order struct {
	by       sortKey
	inverted bool
	scale    pane.Scale // of what is shown, and sorted by
	alerts   alerts

	rank     map[model.Key]int
	sortedAt time.Duration
	due      bool // this time, by value

	carriers     map[model.Key]*model.Figures // who shows a network that has no row
	outer, inner []row                        // reused
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

// byValue puts the greatest number first, or a before z; inverted the other way
// round. What is not known comes last either way.
func (o *order) byValue(a, b row) int {
	switch {
	case o.by.name == byAlert:
		return o.byAlert(a, b)
	case o.by.metric == nil:
		return o.byText(a, b)
	}
	by := o.scale.Metric(o.by.metric)
	x, y := by.Of(a.figures()), by.Of(b.figures())
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return cmp.Or(cmp.Compare(rankNaN(x), rankNaN(y)), o.byName(a, b))
	case o.inverted:
		return cmp.Or(cmp.Compare(x, y), o.byName(a, b))
	}
	return cmp.Or(cmp.Compare(y, x), o.byName(a, b))
}

// byAlert puts the worst alert first; of a group, that of its worst member.
func (o *order) byAlert(a, b row) int {
	x, y := o.alerts.rank(&a), o.alerts.rank(&b)
	if o.inverted {
		x, y = y, x
	}
	return cmp.Or(cmp.Compare(y, x), o.byName(a, b))
}

func (o *order) byText(a, b row) int {
	x, y := a.text(o.by.text), b.text(o.by.text)
	switch {
	case x == "" || y == "":
		return cmp.Or(cmp.Compare(rankEmpty(x), rankEmpty(y)), o.byName(a, b))
	case o.inverted:
		return cmp.Or(cmp.Compare(y, x), o.byName(b, a))
	}
	return cmp.Or(cmp.Compare(x, y), o.byName(a, b))
}

func rankEmpty(s string) int {
	if s == "" {
		return 1
	}
	return 0
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

// text is what t says of the row; of a group, what it says of all its members.
func (r *row) text(t *model.Text) string {
	switch {
	case r.group == nil:
		return t.Of(r.container)
	case t.Name == "name":
		return r.group.Name
	case t.Name == "user":
		return r.group.Owner()
	}
	return ""
}

func (r *row) name() string {
	if r.group != nil {
		return r.group.Name
	}
	return r.container.Name
}

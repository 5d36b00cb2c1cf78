package containers

import (
	"slices"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// A row is the head of a group, or a container.
type row struct {
	key       model.Key
	group     *model.Group     // nil for a container
	container *model.Container // nil for a head
	in        *model.Group     // whose member the container is, nil outside of groups
	carried   *model.Figures   // with those of a network that has no row of its own; nil else
	brace     brace
	fold      fold // of a head
}

// A brace is a member's place among those beside each other that use the
// network of their group.
type brace int

const (
	noBrace brace = iota
	braceTop
	braceMiddle
	braceBottom
	braceOnly
)

// A fold is what the head of a group says of members that are not shown.
type fold struct {
	closed  bool
	members int
	live    int
	hidden  int              // members the filter leaves out
	worst   *model.Container // nil if nothing is wrong with any
}

func (r *row) figures() *model.Figures {
	if r.group != nil {
		return &r.group.Figures
	}
	if r.carried != nil {
		return r.carried
	}
	return &r.container.Figures
}

// A choice says which rows there are.
type choice struct {
	all    bool // also containers that are long gone, and infra containers
	filter model.Filter
	by     model.Grouping
	folded map[model.Key]bool // groups
	marks  *pane.Marks
}

// shows reports whether c has a row at now. Who has marked a container goes on
// looking at it when it has ended. A filter looks at all containers, not only at
// those that matter now.
func (ch *choice) shows(c *model.Container, now time.Time) bool {
	switch {
	case ch.filter.IsZero():
		return ch.all || c.Notable(now) || ch.marks.Has(c.Key)
	case c.Infra && !ch.all:
		return false
	}
	return ch.filter.Match(c)
}

// allChanges reports whether other rows are shown where all are, or are not.
func (ch *choice) allChanges(snap *model.Snapshot) bool {
	other := *ch
	other.all = !ch.all
	for i := range snap.Containers {
		if c := &snap.Containers[i]; ch.shows(c, snap.Time) != other.shows(c, snap.Time) {
			return true
		}
	}
	empty := func(g model.Group) bool { return len(g.Members) == 0 }
	return ch.by == model.ByPod && ch.filter.IsZero() && slices.ContainsFunc(snap.Pods, empty)
}

// count is how many containers of snap it shows, and of how many: pods' infra
// containers count only where they could be shown.
func (ch *choice) count(snap *model.Snapshot) (some, of int) {
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if ch.all || !c.Infra {
			of++
		}
		if ch.shows(c, snap.Time) {
			some++
		}
	}
	return some, of
}

// rows appends the rows of snap in order: groups and single containers, each
// group's members below it.
func (o *order) rows(dst []row, snap *model.Snapshot, ch *choice) []row {
	o.begin(snap)
	o.carry(snap, ch)
	o.outer = o.outer[:0]
	groups := snap.Groups(ch.by)
	member := make([]bool, len(snap.Containers))
	for i := range groups {
		if g := &groups[i]; ch.heads(g) {
			o.head(g, snap, ch, member)
		}
	}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; !member[i] && ch.shows(c, snap.Time) {
			o.outer = append(o.outer, row{key: c.Key, container: c, carried: o.carriers[c.Key]})
		}
	}
	o.sort(o.outer)
	for _, r := range o.outer {
		dst = append(dst, r)
		if r.group != nil && !r.fold.closed {
			dst = o.members(dst, r.group, snap, ch)
		}
	}
	o.end(dst)
	return dst
}

// heads reports whether g has a row of its own. A unit with one container is
// that container, and its row says so.
func (ch *choice) heads(g *model.Group) bool { return g.By != model.ByUnit || len(g.Members) > 1 }

// head adds the row of g if some of its members are shown, and notes who they
// are.
func (o *order) head(g *model.Group, snap *model.Snapshot, ch *choice, member []bool) {
	r := row{key: g.Key, group: ch.part(g, snap), fold: fold{closed: ch.folded[g.Key], hidden: ch.hides(g, snap)}}
	for _, m := range g.Members {
		member[m] = true
		if c := &snap.Containers[m]; ch.shows(c, snap.Time) {
			r.fold.add(c, o.alerts)
		}
	}
	if r.fold.members > 0 || ch.all && ch.filter.IsZero() {
		o.outer = append(o.outer, r)
	}
}

// hides is how many members of g the filter leaves out. Infra containers are
// not among them: who looks for containers does not look for these.
func (ch *choice) hides(g *model.Group, snap *model.Snapshot) int {
	n := 0
	for _, m := range g.Members {
		if c := &snap.Containers[m]; !ch.filter.IsZero() && !c.Infra && !ch.shows(c, snap.Time) {
			n++
		}
	}
	return n
}

// part is g with the sums over what a filter leaves of it; g itself if that is
// all.
func (ch *choice) part(g *model.Group, snap *model.Snapshot) *model.Group {
	if ch.hides(g, snap) == 0 {
		return g
	}
	var members []int
	for _, m := range g.Members {
		if ch.shows(&snap.Containers[m], snap.Time) {
			members = append(members, m)
		}
	}
	part := g.Only(snap, members)
	return &part
}

// add counts a member in.
func (f *fold) add(c *model.Container, a alerts) {
	f.members++
	if c.State.Live() {
		f.live++
	}
	if bad := a.badness(c); bad > 0 && (f.worst == nil || bad > a.badness(f.worst)) {
		f.worst = c
	}
}

func (o *order) members(dst []row, g *model.Group, snap *model.Snapshot, ch *choice) []row {
	o.inner = o.inner[:0]
	for _, m := range g.Members {
		if c := &snap.Containers[m]; ch.shows(c, snap.Time) {
			o.inner = append(o.inner, row{key: c.Key, container: c, in: g, carried: o.carriers[c.Key]})
		}
	}
	o.sort(o.inner)
	brackets(o.inner)
	return append(dst, o.inner...)
}

// brackets puts braces around members, beside each other, whose traffic stands
// at the head.
func brackets(rows []row) {
	for i := 0; i < len(rows); {
		n := 0
		for i+n < len(rows) && rows[i+n].sharesWithHead() {
			rows[i+n].brace = braceMiddle
			n++
		}
		switch {
		case n == 1:
			rows[i].brace = braceOnly
		case n > 1:
			rows[i].brace, rows[i+n-1].brace = braceTop, braceBottom
		}
		i += max(n, 1)
	}
}

// sharesWithHead reports whether the traffic of the row's network stands at the
// head of its group.
func (r *row) sharesWithHead() bool {
	return r.in != nil && r.in.By == model.ByPod && r.container.Net == model.NetShared && r.container.NetFrom == r.in.Name
}

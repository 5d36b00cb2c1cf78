package detail

import (
	"time"

	"podtop/model"
	"podtop/tui/charts"
	"podtop/tui/pane"
	"podtop/tui/poll"
)

// An about is what a page is about: a container, or a group of them.
type about struct {
	by    model.Grouping // ByNone: a container
	key   model.Key
	chart charts.Subject // it, as graphs know it

	synced *model.Snapshot
	last   model.Container // a copy of it as it was seen last
	health string          // as that snapshot tells it
	poll.Subject
	group model.Group
	keys  map[model.Key]struct{} // of all members there were, and its own
	met   bool                   // it was in a snapshot
	seen  time.Time              // of the last one that had it
}

// sync finds the container, or the group, in the snapshot shown.
func (a *about) sync(env pane.Env) {
	if a.synced == env.Snapshot {
		return
	}
	a.synced = env.Snapshot
	if a.by != model.ByNone {
		a.syncGroup(env.Snapshot)
	} else {
		a.syncContainer(env.Snapshot)
	}
	a.chart.Name, a.chart.Gone = a.name(), a.Gone
}

func (a *about) syncContainer(s *model.Snapshot) {
	a.chart.Past, a.Gone = a.key, true
	if c := s.ContainerOf(a.key); c != nil {
		a.last, a.Gone, a.met, a.seen = *c, false, true, s.Time
		a.health = c.Health
	}
	if !a.met {
		a.last.Key, a.last.Name, a.last.UID = a.key, a.key.Name, a.key.UID
	}
	a.Container, a.Marks = &a.last, a.Marks[:0]
	a.chart.Container, a.chart.Figures = &a.last, &a.last.Figures
	for i := range s.Events {
		if s.Events[i].Key == a.key {
			a.Marks = append(a.Marks, i)
		}
	}
	if a.Gone {
		a.last.Figures, a.last.Path, a.last.PID = model.Unknown(), "", 0
	}
}

func (a *about) syncGroup(s *model.Snapshot) {
	a.Gone = true
	for _, g := range s.Groups(a.by) {
		if g.Key == a.key {
			a.group, a.Gone, a.met, a.seen = g, false, true, s.Time
			a.meet(s)
			break
		}
	}
	a.chart.Past, a.chart.Figures = a.group.Past, &a.group.Figures
	if !a.met {
		a.chart.Past, a.group.Key, a.group.Name = a.key, a.key, a.key.Name
	}
	if a.Gone {
		a.group.Figures, a.group.Members = model.Unknown(), nil
	}
}

// members are the snapshot shown, and which of its containers are in the group.
func (a *about) members() (*model.Snapshot, []int) { return a.synced, a.group.Members }

// meet remembers who is in the group: what befell a member stays on the axis
// when that is no more.
func (a *about) meet(s *model.Snapshot) {
	if a.keys == nil {
		a.keys = map[model.Key]struct{}{a.key: {}}
	}
	for _, i := range a.group.Members {
		a.keys[s.Containers[i].Key] = struct{}{}
	}
}

// name is what a person calls it.
func (a *about) name() string {
	if a.by != model.ByNone {
		return a.by.String() + " " + a.group.Name
	}
	if a.last.Name == "" {
		return a.last.ID.Short()
	}
	return a.last.Name
}

// owns reports whether an event is one of the container's, or of a member's.
func (a *about) owns(e *model.Event) bool {
	if a.by == model.ByNone {
		return e.Key == a.key
	}
	_, ok := a.keys[e.Key]
	return ok
}

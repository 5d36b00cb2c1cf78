package logs

import (
	"slices"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// An about is whose lines the page shows.
type about struct {
	pane.Logs
	all    bool // everybody's, for now
	wanted []logs.Wanted
	others []string // names of those whose lines nobody can read
	name   string   // of the group
	users  map[int]string
	starts map[model.Key]time.Time // of the runs that go on
	keys   map[model.Key]struct{}  // of wanted
}

// maxWanted is of how many containers at most lines are read.
const maxWanted = 4096

// sync takes up containers as they come. One that is no more stays: its last
// lines say why.
func (a *about) sync(s *model.Snapshot) {
	if a.users == nil {
		a.users, a.starts, a.keys = map[int]string{}, map[model.Key]time.Time{}, map[model.Key]struct{}{}
	}
	a.others = a.others[:0]
	for i := range s.Containers {
		c := &s.Containers[i]
		if c.User != "" && c.UID != s.Host.UID {
			a.users[c.UID] = c.User
		}
		a.starts[c.Key] = c.Started
	}
	for _, i := range a.members(s) {
		a.want(&s.Containers[i])
	}
	if a.all {
		return
	}
	for _, k := range a.Of {
		if a.index(k) < 0 && !slices.Contains(a.others, k.Name) {
			gone := logs.Wanted{Container: logs.Container{Name: k.Name, UID: k.UID}, Driver: "journald"}
			a.add(gone)
		}
	}
}

// members are the containers of the snapshot whose lines are shown.
func (a *about) members(s *model.Snapshot) (members []int) {
	if !a.all && a.By != model.ByNone {
		for _, g := range s.Groups(a.By) {
			if g.Key == a.Group {
				a.name = g.Name
				return g.Members
			}
		}
		return nil
	}
	for i := range s.Containers {
		if a.all || len(a.Of) == 0 || slices.Contains(a.Of, s.Containers[i].Key) {
			members = append(members, i)
		}
	}
	return members
}

// want adds a container of the snapshot, or makes that of its name what it is
// now.
func (a *about) want(c *model.Container) {
	switch asked := slices.Contains(a.Of, c.Key); {
	case c.Runtime != model.Podman && asked:
		a.others = append(a.others, c.Key.Name)
		return
	case c.Runtime != model.Podman || c.Infra && !asked || c.Key.Name == "":
		return
	}
	w := logs.WantedOf(&c.Meta)
	w.Name, w.UID = c.Key.Name, c.Key.UID
	if i := a.index(c.Key); i >= 0 {
		if a.wanted[i] != w {
			a.wanted = slices.Clone(a.wanted) // somebody reads them
			a.wanted[i] = w
		}
		return
	}
	a.add(w)
}

func (a *about) index(k model.Key) int {
	return slices.IndexFunc(a.wanted, func(w logs.Wanted) bool { return w.Key() == k })
}

func (a *about) add(w logs.Wanted) {
	if len(a.wanted) < maxWanted {
		a.wanted = append(a.wanted, w)
		a.keys[w.Key()] = struct{}{}
	}
}

// owns reports whether an event is of one whose lines are shown.
func (a *about) owns(e *model.Event) bool {
	_, ok := a.keys[e.Key]
	return ok
}

// turn widens the page to all containers, or back.
func (a *about) turn() {
	a.all = !a.all
	a.wanted = nil
	clear(a.keys)
}

// one is the container the page is about, if it is one.
func (a *about) one() (k model.Key, ok bool) {
	if a.all || a.By != model.ByNone || len(a.Of) != 1 {
		return k, false
	}
	return a.Of[0], true
}

// title is whose lines they are, in words.
func (a *about) title() string {
	switch {
	case a.all || a.By == model.ByNone && len(a.Of) == 0:
		return "all containers"
	case a.By != model.ByNone:
		return a.By.String() + " " + a.name
	case len(a.Of) == 1:
		return a.owner(a.Of[0].UID) + a.Of[0].Name
	}
	return model.Plural(len(a.Of), "container", "containers")
}

// owner is what stands before a name: the user whose it is, if that is not who
// watches.
func (a *about) owner(uid int) string {
	if user := a.users[uid]; user != "" {
		return user + "/"
	}
	return ""
}

// label is what a container is called beside its lines.
func (a *about) label(c *logs.Container) string {
	if user := a.owner(c.UID); user != "" && c.Name != "" {
		return user + c.Name
	}
	return c.Label()
}

// started is when the run began that wrote a line, if it goes on.
func (a *about) started(l *logs.Line) time.Time {
	if start := a.starts[l.Container.Key()]; !l.Time.Before(start) {
		return start
	}
	return time.Time{}
}

package model

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Grouping says what containers are put together by.
type Grouping int

// Groupings.
const (
	ByNone Grouping = iota
	ByPod
	ByProject // of compose
	ByUnit    // of systemd
	ByUser
	groupings
)

var groupingNames = [groupings]string{"none", "pod", "project", "unit", "user"}

// String is the word for g: none, pod, project, unit or user.
func (g Grouping) String() string { return groupingNames[g] }

// ParseGrouping reads the word for a grouping.
func ParseGrouping(s string) (Grouping, error) {
	i := slices.Index(groupingNames[:], strings.ToLower(s))
	if i < 0 {
		return ByNone, fmt.Errorf("%q is no grouping; there are: %s", s, strings.Join(groupingNames[:], " "))
	}
	return Grouping(i), nil
}

// A Group is containers that belong together and the sums over them.
//
// A network that several members use is counted once. Shares of a limit or of
// time have no sum: they are unknown. So is a figure no member has; where only
// some live members lack one, the sum is at least what stands there, and
// Unknown tells how many lack it: m.Of(&g.Unknown) > 0. What does not run lacks
// nothing, and neither does a member on the host's network lack traffic.
type Group struct {
	By      Grouping
	Key     Key    // the group itself: for the cursor, and for what is folded
	Past    Key    // where History has its sums: of a unit's only container, they are that one's
	ID      string // a pod's
	Name    string
	UID     int
	User    string
	State   string    // a pod's
	Net     NetSource // NetOwn where it has figures, NetHost where all that run use the host's
	Members []int     // in Snapshot.Containers, infra containers and what has ended too
	Figures
	Unknown Figures // how many live members lack each figure
}

// Owner is the name of the user whose group it is, or the uid where nobody has
// told the name.
func (g *Group) Owner() string { return cmp.Or(g.User, strconv.Itoa(g.UID)) }

// Groups puts the containers together, by user and name. Containers that are in
// no pod, project or unit are in no group.
func (s *Snapshot) Groups(by Grouping) []Group {
	switch by {
	case ByNone:
		return nil
	case ByPod:
		return s.Pods
	}
	groups := s.groups(by)
	sortGroups(groups)
	return groups
}

func (s *Snapshot) groups(by Grouping) []Group {
	var groups []Group
	at := map[groupID]int{}
	for i := range s.Containers {
		c := &s.Containers[i]
		id := by.groupOf(&c.Meta)
		if id.by == ByNone {
			continue
		}
		g, ok := at[id]
		if !ok {
			g = len(groups)
			at[id] = g
			groups = append(groups, newGroup(id, c))
		}
		groups[g].Members = append(groups[g].Members, i)
		groups[g].add(c)
	}
	done := map[NetworkID]bool{}
	for i := range groups {
		g := &groups[i]
		g.addTraffic(s, done)
		if by == ByUnit && len(g.Members) == 1 {
			g.Past = s.Containers[g.Members[0]].Key
		}
	}
	return groups
}

// Only is g with the sums over some of its members, as over what a filter
// leaves of it. The members are places in s.Containers, where g is from too; a
// network that several of them use is counted once, as in g itself. What a
// person hides without filtering, such as infra containers, still uses what it
// uses: give it along to have it counted. History keeps no sums over parts:
// Past is that of g if all members are given, the container's own if one is,
// and else the zero Key, of which nothing is known.
func (g *Group) Only(s *Snapshot, members []int) Group {
	if len(members) == len(g.Members) {
		return *g
	}
	part := *g
	part.Past, part.Net = Key{}, NetUnknown
	part.Members, part.Figures, part.Unknown = members, unknownFigures, Figures{}
	for _, i := range members {
		part.add(&s.Containers[i])
	}
	part.addTraffic(s, map[NetworkID]bool{})
	if len(members) == 1 {
		part.Past = s.Containers[members[0]].Key
	}
	return part
}

func newGroup(id groupID, c *Container) Group {
	g := Group{By: id.by, Key: id.key(), Past: id.key(), Name: id.name, UID: c.UID, User: c.User, Figures: unknownFigures}
	switch id.by {
	case ByPod:
		g.setPod(&Pod{ID: c.Pod, Name: c.PodTitle(), UID: c.UID, User: c.User})
	case ByUser:
		g.Name = c.Owner()
	}
	return g
}

// setPod gives a pod's group what is known of the pod. Its Key is by name: a
// pod made anew is the same to a person.
func (g *Group) setPod(p *Pod) {
	g.ID, g.Name, g.UID, g.User, g.State = p.ID, p.Name, p.UID, p.User, p.State
	g.Key = groupID{ByPod, p.UID, p.Name}.key()
	g.Past = g.Key
}

func sortGroups(groups []Group) {
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Or(byKey(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) })
}

// A groupID tells groups apart; the zero one is none.
type groupID struct {
	by   Grouping
	uid  int
	name string
}

// key is the Key of the group. No container's name holds a slash.
func (id groupID) key() Key { return Key{id.uid, id.by.String() + "/" + id.name} }

// groupOf is the group that m is in.
func (g Grouping) groupOf(m *Meta) groupID {
	id := groupID{g, m.UID, ""}
	switch g {
	case ByPod:
		id.name = m.Pod
	case ByProject:
		id.name = m.Project
	case ByUnit:
		id.name = m.Unit
	case ByUser:
		return id
	}
	if id.name == "" {
		return groupID{}
	}
	return id
}

// add sums what can be summed.
func (g *Group) add(c *Container) {
	f, unknown := &g.Figures, &g.Unknown
	for _, x := range []struct {
		sum, lack *float64
		v         float64
	}{
		{&f.CPU, &unknown.CPU, c.CPU},
		{&f.Mem, &unknown.Mem, c.Mem},
		{&f.MemWS, &unknown.MemWS, c.MemWS},
		{&f.MemHard, &unknown.MemHard, c.MemHard},
		{&f.Anon, &unknown.Anon, c.Anon},
		{&f.File, &unknown.File, c.File},
		{&f.Shmem, &unknown.Shmem, c.Shmem},
		{&f.Kernel, &unknown.Kernel, c.Kernel},
		{&f.Sock, &unknown.Sock, c.Sock},
		{&f.Swap, &unknown.Swap, c.Swap},
		{&f.OOMKills, &unknown.OOMKills, c.OOMKills},
		{&f.Pids, &unknown.Pids, c.Pids},
		{&f.BlkR, &unknown.BlkR, c.BlkR},
		{&f.BlkW, &unknown.BlkW, c.BlkW},
		{&f.BlkRIOPS, &unknown.BlkRIOPS, c.BlkRIOPS},
		{&f.BlkWIOPS, &unknown.BlkWIOPS, c.BlkWIOPS},
		{&f.Restarts, &unknown.Restarts, c.Figures.Restarts},
		{&f.RestartsLately, &unknown.RestartsLately, c.RestartsLately},
	} {
		addKnown(x.sum, x.lack, x.v, c.State.Live())
	}
	if !math.IsNaN(c.Uptime) && !(f.Uptime > c.Uptime) {
		f.Uptime = c.Uptime // it is as old as its oldest member
	}
}

// addKnown adds v to a sum, or counts that it is lacking.
func addKnown(sum, lack *float64, v float64, live bool) {
	*sum = knownSum(*sum, v)
	if live && math.IsNaN(v) {
		*lack++
	}
}

// addTraffic adds the networks of g's members, each once.
func (g *Group) addTraffic(s *Snapshot, done map[NetworkID]bool) {
	clear(done)
	hosts, lacking := 0, 0
	for _, i := range g.Members {
		switch c := &s.Containers[i]; {
		case c.Net == NetHost:
			hosts++
		case c.network == 0 && c.State.Live():
			lacking++
			g.addNetwork(unknownTraffic)
		case c.network != 0 && !done[c.network]:
			done[c.network] = true
			g.addNetwork(*c.traffic)
		}
	}
	switch {
	case len(done) > 0:
		g.Net = NetOwn
	case hosts > 0 && lacking == 0:
		g.Net = NetHost
	}
}

func (g *Group) addNetwork(t traffic) {
	f, unknown := &g.Figures, &g.Unknown
	addKnown(&f.NetRx, &unknown.NetRx, t.rx, true)
	addKnown(&f.NetTx, &unknown.NetTx, t.tx, true)
	addKnown(&f.NetDrops, &unknown.NetDrops, t.drops, true)
	addKnown(&f.NetErrs, &unknown.NetErrs, t.errs, true)
}

package model

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// EventsBetween are the events from from to to, on the clock of Sample.Mono:
// a part of Events.
func (s *Snapshot) EventsBetween(from, to time.Duration) []Event {
	i := sort.Search(len(s.Events), func(i int) bool { return s.Events[i].Mono >= from })
	j := sort.Search(len(s.Events), func(i int) bool { return s.Events[i].Mono > to })
	return s.Events[i:max(i, j)]
}

// AppendEventsOf appends to dst the events of the container called k from from
// to to, the newest last.
func (s *Snapshot) AppendEventsOf(dst []*Event, k Key, from, to time.Duration) []*Event {
	between := s.EventsBetween(from, to)
	for i := range between {
		if between[i].Key == k {
			dst = append(dst, &between[i])
		}
	}
	return dst
}

// AppendEventsIn appends to dst the events of the members of g, which is of s,
// and of g itself.
func (s *Snapshot) AppendEventsIn(dst []*Event, g *Group, from, to time.Duration) []*Event {
	between := s.EventsBetween(from, to)
	for i := range between {
		if k := between[i].Key; k == g.Key || s.isMember(g, k) {
			dst = append(dst, &between[i])
		}
	}
	return dst
}

// isMember reports whether a container called k is in g. Both containers and
// members are sorted.
func (s *Snapshot) isMember(g *Group, k Key) bool {
	i, _ := slices.BinarySearchFunc(s.Containers, k, func(c Container, k Key) int { return byKey(c.Key, k) })
	for ; i < len(s.Containers) && s.Containers[i].Key == k; i++ {
		if _, ok := slices.BinarySearchFunc(g.Members, i, cmp.Compare[int]); ok {
			return true
		}
	}
	return false
}

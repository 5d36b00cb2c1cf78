package model

import (
	"cmp"
	"slices"
)

// match finds the event by which another witness reported the same thing, the
// nearest in time; -1 if there is none. What came twice in the same words, as
// from two sockets of one Podman, is the same too.
func (log *eventLog) match(e *Event, by witness) int {
	reach := maxApart
	if by == byCgroup {
		reach += log.step
	}
	found, nearest := -1, reach+1
	for i := log.indexAfter(e.Mono + reach); i > 0; i-- {
		x := &log.events[i-1]
		if x.Mono < e.Mono-reach {
			break
		}
		far := (x.Mono - e.Mono).Abs()
		switch {
		case by == byEvent && x.Time.Equal(e.Time) && x.Action == e.Action && x.Type == e.Type && x.ID == e.ID && x.Name == e.Name:
			return i - 1
		case e.class == kills && x.class == starts && x.Mono < e.Mono && x.sameContainer(e):
			return found // what is before is another run's
		case e.class != noClass && x.hasClass(e.class) && (x.witnesses&by == 0 || x.class != e.class) && far < nearest && x.sameContainer(e):
			found, nearest = i-1, far
		}
	}
	return found
}

// merge takes over into event i what another witness knows of it.
func (log *eventLog) merge(i int, e *Event, by witness) uint64 {
	log.unshare()
	x := log.events[i]
	better := by > x.witnesses && e.class != kills // of those the kernel says most
	if x.class == e.class {
		x.witnesses |= by
	}
	if better {
		x.Time, x.Mono = e.Time, e.Mono
		x.Key, x.ID, x.Name, x.User = e.Key, e.ID, e.Name, e.User
		x.Source, x.Action = e.Source, e.Action
	}
	switch {
	case e.class == kills:
		x.kills.add(e.kills)
		x.kills.describe(&x)
	case e.class == limits:
		// The cgroup says which limit, Podman that somebody asked for it.
		if e.Kind == LimitEvent {
			log.count[x.tier()]--
			x.Kind, x.Text = e.Kind, e.Text
			log.count[x.tier()]++
		}
	case better:
		x.Text, x.Severity = e.Text, e.Severity
		if e.Kind == RestartEvent {
			x.Kind = e.Kind
		}
	}
	log.place(i, x)
	return x.N
}

// place puts x in the place of event i, or where it belongs now.
func (log *eventLog) place(i int, x Event) {
	if (i == 0 || log.events[i-1].Mono <= x.Mono) && (i == len(log.events)-1 || x.Mono <= log.events[i+1].Mono) {
		log.events[i] = x
		return
	}
	log.events = slices.Delete(log.events, i, i+1)
	log.events = slices.Insert(log.events, log.indexAfter(x.Mono), x)
}

// hasClass reports whether e is of a class. A kill that ended a container is in
// the event of its end.
func (e *Event) hasClass(of class) bool { return e.class == of || of == kills && e.Ended }

// sameContainer reports whether both are about the same container. If one has
// no id, their names are compared. Healths have to say the same, too.
func (e *Event) sameContainer(x *Event) bool {
	if e.class == healths && e.Text != x.Text {
		return false
	}
	if e.ID != "" && x.ID != "" {
		return e.ID == x.ID && e.Key.UID == x.Key.UID
	}
	return e.Key == x.Key
}

// retract removes event n, and returns it, if nobody but the cgroup reported it.
func (log *eventLog) retract(n uint64) (e Event, ok bool) {
	x := log.find(n)
	if x == nil || x.witnesses != byCgroup {
		return e, false
	}
	e = *x
	log.count[e.tier()]--
	log.events = slices.DeleteFunc(log.events, func(e Event) bool { return e.N == n })
	return e, true
}

// rename gives the events of a container that was called before another name.
func (log *eventLog) rename(before, now Key, user string) {
	for i := range log.events {
		if log.events[i].Key == before {
			log.unshare()
			e := &log.events[i]
			e.Key, e.Name, e.User = now, now.Name, cmp.Or(user, e.User)
			if e.Kind == StartEvent {
				log.started(e) // there may be an end under that name
			}
		}
	}
}

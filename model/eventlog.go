package model

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"
	"time"
)

// A eventLog is what happened, in the order of time. Podman, systemd and the
// cgroups may each tell of one and the same thing: it is there once, in the
// best witness's words.
type eventLog struct {
	events []Event // by Mono
	shared bool    // a snapshot has events: what is in it is not to be changed
	last   uint64  // N of the newest
	count  [tiers]int

	firstMono time.Duration // Mono of the first sample
	firstTime time.Time     // its Time
	now       time.Duration // Mono of the sample at hand
	wall      time.Time     // its Time
	step      time.Duration // from the sample before

	health     map[ID]healthState // as it was last reported
	restarting map[ID]bool        // somebody restarts it
	firing     []Alert            // that have an event
	deaths     deaths
}

// A healthState is a container's health, and since when it is so.
type healthState struct {
	health string
	at     time.Time
}

// A witness is one of those who can report the same thing.
type witness uint8

// Witnesses, from the weakest: the strongest one's time and words count.
const (
	byCgroup    witness = 1 << iota // it came, went or was changed
	byLog                           // the kernel's log
	byInventory                     // Podman's or systemd's answers
	byEvent                         // Podman's event
)

// A class is what several witnesses can report.
type class uint8

const (
	noClass class = iota
	starts
	stops
	kills
	healths
	limits
	pauses
	unpauses
)

// maxApart is how far apart in time two witnesses may say that the same thing
// happened.
const maxApart = 10 * time.Second

// A tier is events that others do not push out.
type tier int

const (
	marked  tier = iota // they are marks on the time axis
	listed              // others
	checked             // health checks that change nothing
	tiers
)

// maxEvents is how many of a tier are kept, and a tenth more before some are
// dropped: 4950 in all.
var maxEvents = [tiers]int{2700, 1350, 450}

func (e *Event) tier() tier {
	switch e.Kind {
	case OtherEvent:
		return listed
	case CheckEvent:
		return checked
	}
	return marked
}

// begin takes in when the next sample was made, and reports whether an event log
// begins with it: the first one does, and one from before those taken in, of
// another boot or a recording turned back.
func (log *eventLog) begin(s *Sample) bool {
	first := log.health == nil || s.Mono < log.now
	if first {
		*log = eventLog{last: log.last, firstMono: s.Mono, firstTime: s.Time, now: s.Mono, health: map[ID]healthState{}, restarting: map[ID]bool{}}
		log.deaths = newDeaths()
	}
	log.step = s.Mono - log.now
	log.now, log.wall = s.Mono, s.Time
	return first
}

// all are the events as they are now, for a snapshot.
func (log *eventLog) all() []Event {
	log.shared = true
	return log.events[:len(log.events):len(log.events)]
}

// unshare makes the events such that they may be changed.
func (log *eventLog) unshare() {
	if log.shared {
		log.events, log.shared = slices.Clone(log.events), false
	}
}

// setTime sets when e happened, which is not later than now, whatever clock says so.
func (log *eventLog) setTime(e *Event, t time.Time) {
	if t.IsZero() || t.After(log.wall.Add(maxApart)) {
		t = log.wall
	}
	e.Time, e.Mono = t, log.now-log.wall.Sub(t)
}

// add adds what a witness reports, or merges it into the event that another
// witness reported. It returns the event's number.
func (log *eventLog) add(e Event, by witness) uint64 {
	if e.Time.IsZero() {
		e.Time, e.Mono = log.wall, log.now
	}
	if i := log.match(&e, by); i >= 0 {
		return log.merge(i, &e, by)
	}
	log.last++
	e.N, e.witnesses = log.last, by
	log.insert(e)
	return e.N
}

// insert puts e where it belongs, mostly last.
func (log *eventLog) insert(e Event) {
	i := log.indexAfter(e.Mono)
	if i < len(log.events) {
		log.unshare()
	}
	log.events = slices.Insert(log.events, i, e)
	log.count[e.tier()]++
	log.dropOldest()
}

// indexAfter is the place behind all events that were at mono or earlier.
func (log *eventLog) indexAfter(mono time.Duration) int {
	return sort.Search(len(log.events), func(i int) bool { return log.events[i].Mono > mono })
}

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

// find returns event n to be changed, or nil if it was dropped. It looks among
// those of late.
func (log *eventLog) find(n uint64) *Event {
	if n == 0 {
		return nil
	}
	for i := len(log.events) - 1; i >= 0; i-- {
		if log.events[i].N == n {
			log.unshare()
			return &log.events[i]
		}
	}
	return nil
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

// dropOldest drops the oldest of a tier that has too many: of the users
// who have most. One user's storm leaves the others what they had.
func (log *eventLog) dropOldest() {
	for t, n := range log.count {
		if n <= maxEvents[t]+maxEvents[t]/10 {
			continue
		}
		of := map[int]int{} // events, by uid
		for i := range log.events {
			if e := &log.events[i]; e.tier() == tier(t) {
				of[e.Key.UID]++
			}
		}
		share := fairShare(of, maxEvents[t])
		kept := make([]Event, 0, len(log.events))
		for i := range log.events {
			e := &log.events[i]
			if e.tier() == tier(t) && of[e.Key.UID] > share {
				of[e.Key.UID]--
				log.count[t]--
				continue
			}
			kept = append(kept, *e)
		}
		log.events, log.shared = kept, false
	}
}

// fairShare is how many of all each may have at most, so that they have no more than
// total together. Who has less leaves the rest to the others.
func fairShare(of map[int]int, total int) int {
	counts := slices.Sorted(maps.Values(of))
	for i, n := range counts {
		if s := total / (len(counts) - i); n > s {
			return s
		}
		total -= n
	}
	return math.MaxInt
}

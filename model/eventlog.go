package model

import (
	"slices"
	"sort"
	"time"
)

// An eventLog is what happened, in the order of time. What Podman, systemd and
// the cgroups each report is in it once, in the best witness's words.
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

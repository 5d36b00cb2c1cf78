package model

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"
	"time"
)

// A chronicle is what happened, in the order of time. Podman, systemd and the
// cgroups may each tell of one and the same thing: it is there once, in the
// best witness's words.
type chronicle struct {
	events []Event // by Mono
	shared bool    // a snapshot has events: what is in it is not to be changed
	last   uint64  // N of the newest
	count  [tiers]int

	begun time.Duration // Mono of the first sample
	since time.Time     // its Time
	now   time.Duration // Mono of the sample at hand
	wall  time.Time     // its Time
	step  time.Duration // from the sample before

	health     map[ID]healthWord // as it was last told
	restarting map[ID]bool       // somebody restarts it
	firing     []Alert           // that were told of
	deaths     deaths
}

// A healthWord is how a container's health stands, and since when it is known to.
type healthWord struct {
	word string
	at   time.Time
}

// A witness is one of those who can tell of the same thing.
type witness uint8

// Witnesses, from the weakest: the strongest one's time and words count.
const (
	byCgroup    witness = 1 << iota // it came, went or was changed
	byLog                           // the kernel's log
	byInventory                     // Podman's or systemd's answers
	byEvent                         // Podman's event
)

// A class is of what several witnesses can tell.
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

// within is how far apart in time two witnesses may say that the same thing
// happened.
const within = 10 * time.Second

// A tier is events that others do not push out.
type tier int

const (
	marked  tier = iota // they are marks on the time axis
	listed              // others
	checked             // health checks that change nothing
	tiers
)

// most is how many of a tier are kept, and a tenth more before some are
// dropped: 4950 in all.
var most = [tiers]int{2700, 1350, 450}

func (e *Event) tier() tier {
	switch e.Kind {
	case OtherEvent:
		return listed
	case CheckEvent:
		return checked
	}
	return marked
}

// begin takes in when the next sample was made, and reports whether a chronicle
// begins with it: the first one does, and one from before those taken in, of
// another boot or a recording turned back.
func (c *chronicle) begin(s *Sample) bool {
	first := c.health == nil || s.Mono < c.now
	if first {
		*c = chronicle{last: c.last, begun: s.Mono, since: s.Time, now: s.Mono, health: map[ID]healthWord{}, restarting: map[ID]bool{}}
		c.deaths = newDeaths()
	}
	c.step = s.Mono - c.now
	c.now, c.wall = s.Mono, s.Time
	return first
}

// all are the events as they are now, for a snapshot.
func (c *chronicle) all() []Event {
	c.shared = true
	return c.events[:len(c.events):len(c.events)]
}

// own makes the events such that they may be changed.
func (c *chronicle) own() {
	if c.shared {
		c.events, c.shared = slices.Clone(c.events), false
	}
}

// at sets when e happened, which is not later than now, whatever clock says so.
func (c *chronicle) at(e *Event, t time.Time) {
	if t.IsZero() || t.After(c.wall.Add(within)) {
		t = c.wall
	}
	e.Time, e.Mono = t, c.now-c.wall.Sub(t)
}

// tell takes in what a witness tells; one who tells of what is known already
// makes it better known. It returns the event's number.
func (c *chronicle) tell(e Event, by witness) uint64 {
	if e.Time.IsZero() {
		e.Time, e.Mono = c.wall, c.now
	}
	if i := c.match(&e, by); i >= 0 {
		return c.merge(i, &e, by)
	}
	c.last++
	e.N, e.told = c.last, by
	c.insert(e)
	return e.N
}

// insert puts e where it belongs, mostly last.
func (c *chronicle) insert(e Event) {
	i := c.after(e.Mono)
	if i < len(c.events) {
		c.own()
	}
	c.events = slices.Insert(c.events, i, e)
	c.count[e.tier()]++
	c.bound()
}

// after is the place behind all events that were at mono or earlier.
func (c *chronicle) after(mono time.Duration) int {
	return sort.Search(len(c.events), func(i int) bool { return c.events[i].Mono > mono })
}

// match finds the event that is what another witness said of the same thing,
// the nearest in time; -1 if there is none. What was told twice by the same
// words, as by two sockets of one Podman, is the same too.
func (c *chronicle) match(e *Event, by witness) int {
	reach := within
	if by == byCgroup {
		reach += c.step
	}
	found, nearest := -1, reach+1
	for i := c.after(e.Mono + reach); i > 0; i-- {
		x := &c.events[i-1]
		if x.Mono < e.Mono-reach {
			break
		}
		far := (x.Mono - e.Mono).Abs()
		switch {
		case by == byEvent && x.Time.Equal(e.Time) && x.Action == e.Action && x.Type == e.Type && x.ID == e.ID && x.Name == e.Name:
			return i - 1
		case e.class == kills && x.class == starts && x.Mono < e.Mono && x.about(e):
			return found // what is before is another run's
		case e.class != noClass && x.isOf(e.class) && (x.told&by == 0 || x.class != e.class) && far < nearest && x.about(e):
			found, nearest = i-1, far
		}
	}
	return found
}

// isOf reports whether e tells of what is of a class. A kill that ended a
// container is in the end of that.
func (e *Event) isOf(of class) bool { return e.class == of || of == kills && e.Ended }

// about reports whether both are about the same container. Of one without an
// id the name has to do. Healths differ by what they say.
func (e *Event) about(x *Event) bool {
	if e.class == healths && e.Text != x.Text {
		return false
	}
	if e.ID != "" && x.ID != "" {
		return e.ID == x.ID && e.Key.UID == x.Key.UID
	}
	return e.Key == x.Key
}

// merge makes event i better known by what another witness says of it.
func (c *chronicle) merge(i int, e *Event, by witness) uint64 {
	c.own()
	x := c.events[i]
	better := by > x.told && e.class != kills // of those the kernel says most
	if x.class == e.class {
		x.told |= by
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
			c.count[x.tier()]--
			x.Kind, x.Text = e.Kind, e.Text
			c.count[x.tier()]++
		}
	case better:
		x.Text, x.Severity = e.Text, e.Severity
		if e.Kind == RestartEvent {
			x.Kind = e.Kind
		}
	}
	c.place(i, x)
	return x.N
}

// place puts x in the place of event i, or where it belongs now.
func (c *chronicle) place(i int, x Event) {
	if (i == 0 || c.events[i-1].Mono <= x.Mono) && (i == len(c.events)-1 || x.Mono <= c.events[i+1].Mono) {
		c.events[i] = x
		return
	}
	c.events = slices.Delete(c.events, i, i+1)
	c.events = slices.Insert(c.events, c.after(x.Mono), x)
}

// find returns event n to be changed, or nil if it was dropped. It looks among
// those of late.
func (c *chronicle) find(n uint64) *Event {
	if n == 0 {
		return nil
	}
	for i := len(c.events) - 1; i >= 0; i-- {
		if c.events[i].N == n {
			c.own()
			return &c.events[i]
		}
	}
	return nil
}

// retract takes back event n, and returns it, if nobody but the cgroup told it.
func (c *chronicle) retract(n uint64) (e Event, ok bool) {
	x := c.find(n)
	if x == nil || x.told != byCgroup {
		return e, false
	}
	e = *x
	c.count[e.tier()]--
	c.events = slices.DeleteFunc(c.events, func(e Event) bool { return e.N == n })
	return e, true
}

// rename gives the events of a container that was called before another name.
func (c *chronicle) rename(before, now Key, user string) {
	for i := range c.events {
		if c.events[i].Key == before {
			c.own()
			e := &c.events[i]
			e.Key, e.Name, e.User = now, now.Name, cmp.Or(user, e.User)
			if e.Kind == StartEvent {
				c.started(e) // there may be an end under that name
			}
		}
	}
}

// bound drops the oldest of a tier that has too many: of those whose containers
// tell most. One user's storm leaves the others what they had.
func (c *chronicle) bound() {
	for t, n := range c.count {
		if n <= most[t]+most[t]/10 {
			continue
		}
		of := map[int]int{} // events, by uid
		for i := range c.events {
			if e := &c.events[i]; e.tier() == tier(t) {
				of[e.Key.UID]++
			}
		}
		share := share(of, most[t])
		kept := make([]Event, 0, len(c.events))
		for i := range c.events {
			e := &c.events[i]
			if e.tier() == tier(t) && of[e.Key.UID] > share {
				of[e.Key.UID]--
				c.count[t]--
				continue
			}
			kept = append(kept, *e)
		}
		c.events, c.shared = kept, false
	}
}

// share is how many of all each may have at most, so that they have no more than
// total together. Who has less leaves the rest to the others.
func share(of map[int]int, total int) int {
	counts := slices.Sorted(maps.Values(of))
	for i, n := range counts {
		if s := total / (len(counts) - i); n > s {
			return s
		}
		total -= n
	}
	return math.MaxInt
}

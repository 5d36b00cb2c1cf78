package model

import (
	"cmp"
	"slices"
	"time"
)

// An Alert is one episode: a rule has held for one container for as long as
// the rule asks.
type Alert struct {
	Rule     string
	Short    string // the rule's word for a row
	Severity Severity
	Key      Key // the container's, whatever its id
	ID       ID  // the last one it had; "" for a unit without a container
	Name     string
	User     string
	Text     string        // the name and what is wrong, in words
	Advice   string        // what to do about it; may be ""
	Since    time.Time     // when the condition began to hold, or what it speaks of was
	For      time.Duration // from then until it was last seen to hold; of several episodes, together
	Lapsed   time.Duration // how long ago that was, of an episode that goes on; 0 while the condition holds
	Until    time.Time     // when it was last seen to hold; zero while the episode goes on
	Times    int           // how many episodes it is, one soon after the other; 0 is one
	Before   bool          // it held when podtop began to look, and Since is when that was
	Longer   bool          // it held by Since already, and nobody tells when it began
}

// Firing reports whether the episode goes on.
func (a *Alert) Firing() bool { return a.Until.IsZero() }

// AlertOf returns the alert that fires for the container called k, the worst if
// there are several, or nil.
func (s *Snapshot) AlertOf(k Key) *Alert {
	for i := range s.Alerts {
		if s.Alerts[i].Key == k {
			return &s.Alerts[i]
		}
	}
	return nil
}

// container is the one called k, or nil.
func (s *Snapshot) container(k Key) *Container {
	for i := range s.Containers {
		if c := &s.Containers[i]; c.Key == k && !c.Infra {
			return c
		}
	}
	return nil
}

const (
	// gap is how long a figure may be unknown without ending an episode: a
	// reading that fails now and then is no news.
	gap = 3 * time.Second
	// linger is the longest an episode outlasts its condition.
	linger = 30 * time.Second
	// maxPastAlerts is how many episodes that have ended are remembered.
	maxPastAlerts = 500
)

// Alarms is a fold over snapshots: which rules hold now, and which did.
type Alarms struct {
	rules []Rule
	open  map[spellKey]*spell
	now   time.Duration      // Mono of the last snapshot
	first time.Duration      // Mono of the first
	past  []Alert            // the last to end first; never changed, only replaced
	after []string           // the rules' words for episodes that have ended
	told  map[NetworkID]bool // by lookAtTraffic
	text  []byte
}

// NewAlarms returns Alarms by rules.
func NewAlarms(rules []Rule) *Alarms {
	a := &Alarms{rules: rules, open: map[spellKey]*spell{}, told: map[NetworkID]bool{}}
	for i := range rules {
		a.after = append(a.after, withoutAgo(rules[i].Words))
	}
	return a
}

// Push takes in the next snapshot, and returns the alerts that fire: the worst
// first, of these the newest, since what has just changed needs a person
// sooner than what has been so for days. Each episode is one alert, however
// long it lasts and whatever id its container has meanwhile. A rule
// that has to hold for some time is due once its condition held that much longer
// than not, and ends when it has not held for as long, for 30 s at most: what
// swings about a bound is one episode, a peak now and then is none. An episode
// ends at once if its rule asks for no time, when it has not been known for 3 s
// whether the condition holds, when the limit that it speaks of was changed, or
// when the container vanishes. What holds no more is told in the past tense.
func (a *Alarms) Push(s *Snapshot) []Alert {
	if s.Mono < a.now { // another boot, or a recording turned back
		clear(a.open)
	}
	if a.now == 0 || s.Mono < a.now {
		a.first = s.Mono
	}
	a.now = s.Mono
	for i := range s.Containers {
		if c := &s.Containers[i]; !c.Infra {
			a.look(c, s)
		}
	}
	for i := range a.rules {
		if a.rules[i].When.traffic {
			a.lookAtTraffic(i, s)
		}
	}
	return a.settle(s)
}

// Past returns the episodes that have ended, the last to end first. It is not
// to be changed.
func (a *Alarms) Past() []Alert { return a.past }

// look looks at the rules that speak of c alone. That it has ended, or its unit is
// down, is no alert of its own while it is started again and again, and that is one.
func (a *Alarms) look(c *Container, s *Snapshot) {
	between := a.betweenStarts(c)
	for i := range a.rules {
		r := &a.rules[i]
		if !r.When.traffic && !(between && r.saysState()) {
			a.lookAt(i, c, s)
		}
	}
}

// lookAt looks whether a rule holds for c, and reports whether there is a spell
// that does not ebb.
func (a *Alarms) lookAt(rule int, c *Container, s *Snapshot) bool {
	r := &a.rules[rule]
	holds, known := r.When.truth(c)
	if known && !holds {
		return false
	}
	k := spellKey{rule, c.Key}
	sp := a.open[k]
	switch {
	case known:
		if sp == nil {
			sp = &spell{since: s.Mono, known: s.Mono}
			sp.begin(r, c, s)
			sp.Before = sp.early == 0 && s.Mono-a.first < gap // names and states take a moment to come
			a.open[k] = sp
		} else if r.When.Subject() == "health" {
			sp.learn(r, c, s)
		}
		sp.rise(s.Mono, r.For)
		sp.there = s.Mono
		sp.bounded(r.limit(c), s.Mono)
		a.describe(sp, rule, c, s)
	case sp != nil && !sp.freed(r.limit(c), s.Mono):
		sp.there = s.Mono
	}
	return sp != nil
}

// describe brings up to date what is said of an episode that fires.
func (a *Alarms) describe(sp *spell, rule int, c *Container, s *Snapshot) {
	r := &a.rules[rule]
	sp.For = sp.early + sp.held - sp.since
	if !sp.due {
		return
	}
	sp.Rule, sp.Short, sp.Severity = r.Name, cmp.Or(r.Short, r.Name), r.Severity
	sp.Key, sp.ID, sp.Name, sp.User = c.Key, c.ID, c.Name, c.Owner()
	who := speaker{c, sp.For, s.Host.UID}
	a.text, _ = who.say(append(append(a.text[:0], c.Name...), ": "...), r.Words)
	keep(&sp.Text, a.text)
	if peak := r.count(c); peak >= sp.peak {
		sp.peak = peak
		a.text, _ = who.say(append(append(a.text[:0], c.Name...), ": "...), a.after[rule])
		keep(&sp.after, a.text)
	}
	var complete bool
	if a.text, complete = who.say(a.text[:0], r.Advice); !complete {
		a.text = a.text[:0]
	}
	keep(&sp.Advice, a.text)
}

// keep makes s what text is, and costs nothing if it is so already.
func keep(s *string, text []byte) {
	if string(text) != *s {
		*s = string(text)
	}
}

// settle closes the spells that have ended, and returns the alerts of those
// that go on.
func (a *Alarms) settle(s *Snapshot) []Alert {
	var firing, ended []Alert
	for k, sp := range a.open {
		sp.Lapsed = 0
		if sp.there == s.Mono {
			// it holds, or that is not known
		} else if c := s.container(k.key); c != nil {
			a.lapse(sp, k.rule, c, s)
		}
		over := sp.there != s.Mono || s.Mono-sp.known >= gap
		if over {
			delete(a.open, k)
		}
		switch {
		case sp.due && over:
			sp.Until, sp.Text = sp.Since.Add(sp.For), sp.after
			ended = append(ended, sp.Alert)
		case sp.due:
			firing = append(firing, sp.Alert)
		}
	}
	slices.SortFunc(firing, func(x, y Alert) int {
		return cmp.Or(lapsedLast(&x, &y), cmp.Compare(y.Severity, x.Severity), y.Since.Compare(x.Since), byKey(x.Key, y.Key), cmp.Compare(x.Rule, y.Rule))
	})
	a.remember(ended)
	return firing
}

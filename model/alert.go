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

const (
	// unknownGrace is how long a figure may be unknown without ending an episode: a
	// reading that fails now and then is no news.
	unknownGrace = 3 * time.Second
	// maxLinger is the longest an episode outlasts its condition.
	maxLinger = 30 * time.Second
	// maxPastAlerts is how many episodes that have ended are remembered.
	maxPastAlerts = 500
)

// Alarms is a fold over snapshots: which rules hold now, and which did.
type Alarms struct {
	rules    []Rule
	open     map[episodeKey]*episode
	now      time.Duration      // Mono of the last snapshot
	first    time.Duration      // Mono of the first
	past     []Alert            // the last to end first; never changed, only replaced
	endWords []string           // the rules' words for episodes that have ended
	alerted  map[NetworkID]bool // by checkTraffic; the networks that have had their alert
	text     []byte
}

// NewAlarms returns Alarms by rules.
func NewAlarms(rules []Rule) *Alarms {
	a := &Alarms{rules: rules, open: map[episodeKey]*episode{}, alerted: map[NetworkID]bool{}}
	for i := range rules {
		a.endWords = append(a.endWords, withoutAgo(rules[i].Words))
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
// when the container vanishes. What holds no more is in the past tense.
func (a *Alarms) Push(s *Snapshot) []Alert {
	if s.Mono < a.now { // another boot, or a recording turned back
		clear(a.open)
	}
	if a.now == 0 || s.Mono < a.now {
		a.first = s.Mono
	}
	a.now = s.Mono
	for i := range s.Containers {
		if c := &s.Containers[i]; !c.Infra && !c.Benchmarked(s.Time) {
			a.check(c, s)
		}
	}
	for i := range a.rules {
		if a.rules[i].When.traffic {
			a.checkTraffic(i, s)
		}
	}
	return a.settle(s)
}

// Past returns the episodes that have ended, the last to end first. It is not
// to be changed.
func (a *Alarms) Past() []Alert { return a.past }

// check checks the rules about c alone. That it has ended, or its unit is down,
// is no alert of its own while it is started again and again, and that is one.
func (a *Alarms) check(c *Container, s *Snapshot) {
	between := a.betweenStarts(c)
	for i := range a.rules {
		r := &a.rules[i]
		if !r.When.traffic && !(between && r.isAboutState()) {
			a.checkRule(i, c, s)
		}
	}
}

// checkRule checks whether a rule holds for c, and reports whether there is an
// episode that goes on.
func (a *Alarms) checkRule(rule int, c *Container, s *Snapshot) bool {
	r := &a.rules[rule]
	holds, known := r.When.truth(c)
	if known && !holds {
		return false
	}
	k := episodeKey{rule, c.Key}
	ep := a.open[k]
	switch {
	case known:
		if ep == nil {
			ep = &episode{firstSeen: s.Mono, lastKnown: s.Mono}
			ep.begin(r, c, s)
			ep.Before = ep.initialAge == 0 && s.Mono-a.first < unknownGrace // names and states take a moment to come
			a.open[k] = ep
		} else if r.When.Subject() == "health" {
			ep.updateStart(r, c, s)
		}
		ep.addHeld(s.Mono, r.For)
		ep.lastSeen = s.Mono
		ep.setLimit(r.limit(c), s.Mono)
		a.describe(ep, rule, c, s)
	case ep != nil && !ep.limitJustChanged(r.limit(c), s.Mono):
		ep.lastSeen = s.Mono
	}
	return ep != nil
}

// describe brings the words of an episode that fires up to date.
func (a *Alarms) describe(ep *episode, rule int, c *Container, s *Snapshot) {
	r := &a.rules[rule]
	ep.For = ep.initialAge + ep.lastHeld - ep.firstSeen
	if !ep.due {
		return
	}
	ep.Rule, ep.Short, ep.Severity = r.Name, cmp.Or(r.Short, r.Name), r.Severity
	ep.Key, ep.ID, ep.Name, ep.User = c.Key, c.ID, c.Name, c.Owner()
	values := ruleValues{c, ep.For, s.Host.UID}
	a.text, _ = values.appendFilled(append(append(a.text[:0], c.Name...), ": "...), r.Words)
	setText(&ep.Text, a.text)
	if peak := r.count(c); peak >= ep.peak {
		ep.peak = peak
		a.text, _ = values.appendFilled(append(append(a.text[:0], c.Name...), ": "...), a.endWords[rule])
		setText(&ep.endText, a.text)
	}
	var complete bool
	if a.text, complete = values.appendFilled(a.text[:0], r.Advice); !complete {
		a.text = a.text[:0]
	}
	setText(&ep.Advice, a.text)
}

// setText sets s to text. It allocates nothing if that is what s is.
func setText(s *string, text []byte) {
	if string(text) != *s {
		*s = string(text)
	}
}

// settle closes the episodes that have ended, and returns the alerts of those
// that go on.
func (a *Alarms) settle(s *Snapshot) []Alert {
	var firing, ended []Alert
	for k, ep := range a.open {
		ep.Lapsed = 0
		if ep.lastSeen == s.Mono {
			// it holds, or that is not known
		} else if c := s.ContainerOf(k.key); c != nil && !c.Infra {
			a.lapse(ep, k.rule, c, s)
		}
		over := ep.lastSeen != s.Mono || s.Mono-ep.lastKnown >= unknownGrace
		if over {
			delete(a.open, k)
		}
		switch {
		case ep.due && over:
			ep.Until, ep.Text = ep.Since.Add(ep.For), ep.endText
			ended = append(ended, ep.Alert)
		case ep.due:
			firing = append(firing, ep.Alert)
		}
	}
	slices.SortFunc(firing, func(x, y Alert) int {
		return cmp.Or(lapsedLast(&x, &y), cmp.Compare(y.Severity, x.Severity), y.Since.Compare(x.Since), byKey(x.Key, y.Key), cmp.Compare(x.Rule, y.Rule))
	})
	a.addPast(ended)
	return firing
}

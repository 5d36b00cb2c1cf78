package model

import "time"

type episodeKey struct {
	rule int
	key  Key
}

// An episode is a time in which a rule holds for the most part. It is an alert
// once it is due.
type episode struct {
	Alert
	endText      string        // its Text once it has ended
	initialAge   time.Duration // how long it had gone on when it was first seen
	firstSeen    time.Duration // Mono when it was first seen
	lastHeld     time.Duration // when it was last seen to hold
	lastKnown    time.Duration // when it was last known whether it holds
	level        time.Duration // how much longer it held than not
	due          bool          // the level has been what the rule asks for
	lastSeen     time.Duration // when its container was last seen, its figures known or not
	limit        Limit         // under which the condition held last; unknown if it is about none
	limitChanged time.Duration // when that was last another than before; 0: never
	peak         float64       // the count in endText
}

// begin sets when what r says of c began.
func (ep *episode) begin(r *Rule, c *Container, s *Snapshot) {
	ep.Since, ep.Longer = r.began(c, s.Time)
	ep.initialAge = s.Time.Sub(ep.Since)
}

// updateStart sets anew when an episode of ill health began: an event has the time
// at which the container turned unhealthy, its log, which may come later, the
// first check that failed.
func (ep *episode) updateStart(r *Rule, c *Container, s *Snapshot) {
	since, longer := r.began(c, s.Time)
	if since.Before(ep.Since) || !longer && (ep.Before || ep.Longer) {
		ep.Since, ep.Longer, ep.Before = since, longer, false
		ep.initialAge = s.Time.Sub(since) - (s.Mono - ep.firstSeen)
	}
}

// addHeld adds the time since the last snapshot in which the condition, which has
// to hold for as long as asked, held.
// Only what was seen counts: a unit that was started a moment ago can still have
// a container that ended long before.
func (ep *episode) addHeld(now, asked time.Duration) {
	ep.level += now - ep.lastKnown
	ep.due = ep.due || ep.level >= asked
	if ep.due {
		ep.level = min(ep.level, asked, maxLinger)
	}
	ep.lastHeld, ep.lastKnown = now, now
}

// addNotHeld adds the time since the last snapshot in which the condition did not
// hold, and reports whether the episode goes on.
func (ep *episode) addNotHeld(now time.Duration) bool {
	ep.level -= now - ep.lastKnown
	ep.lastKnown = now
	return ep.level >= 0
}

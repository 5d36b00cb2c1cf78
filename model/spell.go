package model

import "time"

type spellKey struct {
	rule int
	key  Key
}

// A spell is a time in which a rule holds for the most part: an episode once it
// is due.
type spell struct {
	Alert
	after string        // its Text once it has ended
	early time.Duration // how long it had gone on when it was first seen
	since time.Duration // Mono when it was first seen
	held  time.Duration // when it was last seen to hold
	known time.Duration // when it was last known whether it holds
	level time.Duration // how much longer it held than not
	due   bool          // the level has been what the rule asks for
	there time.Duration // when its container was last seen, its figures known or not
	limit Limit         // under which the condition held last; unknown if it is about none
	moved time.Duration // when that was last another than before; 0: never
	peak  float64       // the count that after tells
}

// begin sets when what r says of c began.
func (sp *spell) begin(r *Rule, c *Container, s *Snapshot) {
	sp.Since, sp.Longer = r.began(c, s.Time)
	sp.early = s.Time.Sub(sp.Since)
}

// learn sets anew when a spell of ill health began: an event tells when the
// container turned unhealthy, its log, which may come later, which check was the
// first to fail.
func (sp *spell) learn(r *Rule, c *Container, s *Snapshot) {
	since, longer := r.began(c, s.Time)
	if since.Before(sp.Since) || !longer && (sp.Before || sp.Longer) {
		sp.Since, sp.Longer, sp.Before = since, longer, false
		sp.early = s.Time.Sub(since) - (s.Mono - sp.since)
	}
}

// rise takes in that the condition, which has to hold for so long, holds now.
// Only what was seen counts: a unit that was started a moment ago can still have
// a container that ended long before.
func (sp *spell) rise(now, asked time.Duration) {
	sp.level += now - sp.known
	sp.due = sp.due || sp.level >= asked
	if sp.due {
		sp.level = min(sp.level, asked, linger)
	}
	sp.held, sp.known = now, now
}

// ebb takes in that the condition does not hold now, and reports whether the
// spell goes on.
func (sp *spell) ebb(now time.Duration) bool {
	sp.level -= now - sp.known
	sp.known = now
	return sp.level >= 0
}

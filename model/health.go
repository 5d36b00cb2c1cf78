package model

import "time"

// HealthTimes tell since when a container's health is what it is, as the log of
// its checks or an event of one tells. What neither tells is not known.
type HealthTimes struct {
	HealthSince   time.Time // the end of the check that made it so; zero: not known
	HealthEarlier bool      // it was so by then already: the log goes back no farther
	FailingSince  time.Time // the first of the checks that have failed in a row; zero: none, or not known
}

// Through is what is known of t once now, a later look at the same health, is
// known too. The log forgets the older checks, so what it once told stays, unless
// it has another time since.
func (t HealthTimes) Through(now HealthTimes) HealthTimes {
	switch {
	case t.HealthSince.IsZero():
		return now
	case now.HealthSince.IsZero(), now.HealthEarlier, !t.HealthEarlier && now.HealthSince.Sub(t.HealthSince) < time.Second:
		if t.FailingSince.IsZero() {
			t.FailingSince = now.FailingSince
		}
		return t
	}
	return now
}

// healthStart is since when c's health is what it is: of one that is unhealthy, since the
// first check that failed. It is zero if that is not known; longer says that it
// was so before already.
func (c *Container) healthStart() (since time.Time, longer bool) {
	if c.Health == "unhealthy" && !c.FailingSince.IsZero() {
		return c.FailingSince, false
	}
	return c.HealthSince, c.HealthEarlier
}

package look

import "time"

// FailingSince is the first of the checks that have failed since the last that
// did not. The log goes back a few checks only: earlier says that it failed
// before that already. It is zero if the last check was fine, or if there was
// none.
func (h *Health) FailingSince() (since time.Time, earlier bool) {
	n := 0
	for i := len(h.Log) - 1; i >= 0 && h.Log[i].Exit != 0; i-- {
		since, n = h.Log[i].Start, n+1
	}
	return since, n > 0 && n == len(h.Log) && h.Failing > n
}

// Took is how long the check took; ok is false if it has not ended.
func (c *Check) Took() (d time.Duration, ok bool) {
	d = c.End.Sub(c.Start)
	return d, !c.Start.IsZero() && d >= 0
}

package sampler

import "time"

// A schedule says when which tier is due. A tick that comes late is late: it
// is not made up for, and the next one keeps its distance.
type schedule struct {
	slowEvery time.Duration
	fast      time.Duration // when the next fast tick is due; 0: at once
	took      time.Duration // when the last one was
	slow      time.Duration
}

// untilFast is how long it is until the next tick, sooner than planned if the
// interval has become shorter since.
func (s *schedule) untilFast(now, interval time.Duration) time.Duration {
	return min(s.fast, s.took+interval+interval/2) - now
}

// tookFast sets the next tick: one interval after this one was due, or after
// now if that would be too soon.
func (s *schedule) tookFast(now, interval time.Duration) {
	next := s.fast + interval
	if late := now - s.fast; late > interval/2 || late < 0 {
		next = now + interval
	}
	s.fast, s.took = next, now
}

// takeSlow reports whether the slow tier is due with the tick at now, and if
// so sets when it is next.
func (s *schedule) takeSlow(now time.Duration) bool {
	every := s.slowEvery
	if every == 0 {
		every = time.Second
	}
	// A tick a little early must not cost the slow tier a whole tick.
	if now < s.slow-every/20 {
		return false
	}
	next := s.slow + every
	if next < now+every/2 {
		next = now + every
	}
	s.slow = next
	return true
}

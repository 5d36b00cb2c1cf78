package history

import "time"

// A pace is how often was sampled from a time on. What a tick says holds since
// the tick before it, so long.
type pace struct{ since, every time.Duration }

// mostPaces is how many are remembered: who changes the pace more often in a
// day has gaps where it was slow long ago.
const mostPaces = 500

// slowest is the longest a tick says anything of.
const slowest = 15 * time.Minute

// Pace says that ticks come every so often, from one at a time on. It is to be
// said before that tick.
func (s *Store[K]) Pace(at, every time.Duration) {
	every = min(every, slowest)
	if n := len(s.paces); n > 0 && s.paces[n-1].every == every {
		return
	}
	if len(s.paces) == mostPaces {
		s.paces = append(s.paces[:0], s.paces[1:]...)
	}
	s.paces = append(s.paces, pace{at, every})
}

// paceIn is for how long at most before the ticks from one time until another
// what was then said holds. Behind the first tick of a pace there may be all of
// an interval of the pace before it.
func (s *Store[K]) paceIn(from, until time.Duration) (longest time.Duration) {
	for i := len(s.paces) - 1; i >= 0; i-- {
		p := s.paces[i]
		if p.since >= until {
			continue
		}
		longest = max(longest, p.every)
		if p.since < from {
			break
		}
	}
	return longest
}

// bridge fills spans in which no tick was with what the tick after them said,
// as far back as that holds, and there was a store. A tick that was read from a coarse grain was up to
// a step after the time it stands at. Slow metrics are told once a second at
// most.
func (s *Store[K]) bridge(to *spanReader, slow bool) {
	const slowPace = 1500 * time.Millisecond
	next, holds := -1, time.Duration(0) // the nearest span at the right that is known
	to.extend()
	for i := len(to.dst) - 1; i >= 0; i-- {
		switch {
		case to.n[i] > 0:
			next, holds = i, -1
		case next < 0:
		default:
			if holds < 0 {
				from := time.Duration(to.first+int64(next)) * to.width
				holds = s.paceIn(from, from+to.width+to.lasts[next])
				if slow {
					holds = max(holds, slowPace)
				}
				holds += to.lasts[next]
			}
			over := time.Duration(to.first+int64(i)+1) * to.width // when span i was
			if time.Duration(next-i)*to.width >= holds || over <= s.began {
				next = -1
				continue
			}
			to.dst[i] = to.dst[next]
		}
	}
}

// extend has the newest point go on to the end of the step it was read from.
func (to *spanReader) extend() {
	last := len(to.dst) - 1
	for last >= 0 && to.n[last] == 0 {
		last--
	}
	for i := last + 1; last >= 0 && i < len(to.dst) && time.Duration(to.first+int64(i))*to.width < to.reaches; i++ {
		to.dst[i] = to.dst[last]
	}
}

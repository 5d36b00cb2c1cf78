package model

import "time"

// A counterWindow keeps the latest readings of some counters, to take means over
// a window from. T is a group of counters read together.
type counterWindow[T any] struct {
	at    [16]time.Duration
	value [16]T
	n     int // readings, ever
}

// push adds a reading; one that is not newer than the last is dropped. At 0
// nothing was read: the file has gone, and what it said is no rate any more.
func (t *counterWindow[T]) push(at time.Duration, v T) {
	if at == 0 {
		t.n = 0
		return
	}
	if t.n > 0 && at <= t.at[(t.n-1)%len(t.at)] {
		return
	}
	t.at[t.n%len(t.at)], t.value[t.n%len(t.at)] = at, v
	t.n++
}

// span returns the newest reading, and the one to subtract from it for a mean
// over window: the newest that is at least so old, give or take half a step,
// else the oldest there is. ok is false until there are two.
func (t *counterWindow[T]) span(window time.Duration) (from, to T, d time.Duration, ok bool) {
	if t.n < 2 {
		return from, to, 0, false
	}
	last, i := (t.n-1)%len(t.at), t.n-2
	enough := window - (t.at[last]-t.at[i%len(t.at)])/2
	for ; i > 0 && i > t.n-len(t.at); i-- {
		if t.at[last]-t.at[i%len(t.at)] >= enough {
			break
		}
	}
	return t.value[i%len(t.at)], t.value[last], t.at[last] - t.at[i%len(t.at)], true
}

// step is span over the last two readings.
func (t *counterWindow[T]) step() (from, to T, d time.Duration, ok bool) { return t.span(0) }

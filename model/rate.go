package model

import (
	"math"
	"time"
)

// Rate returns the increase per second from prev to cur over d. It is NaN if
// either is unknown, if no time has passed, or if the counter went backwards,
// as it does when what it counts was made anew.
func Rate(prev, cur Count, d time.Duration) float64 {
	a, aok := prev.Get()
	b, bok := cur.Get()
	if !aok || !bok || d <= 0 || b < a {
		return math.NaN()
	}
	return float64(b-a) / d.Seconds()
}

// ratio is 100·a/b; NaN unless b is a positive, finite number.
func ratio(a, b float64) float64 {
	if !(b > 0) || math.IsInf(b, 0) {
		return math.NaN()
	}
	return 100 * (a / b) // 100 * a might be rounded up, and a of a be more than 100 %
}

// knownSum adds v to sum, where an unknown part costs only itself: the sum is
// unknown only while every part is.
func knownSum(sum, v float64) float64 {
	switch {
	case math.IsNaN(v):
		return sum
	case math.IsNaN(sum):
		return v
	}
	return sum + v
}

// trail keeps what some counters said in the last while, to take means over a
// window from. T is a group of counters read together.
type trail[T any] struct {
	at    [16]time.Duration
	value [16]T
	n     int // readings, ever
}

// push adds a reading; one that is not newer than the last is dropped. At 0
// nothing was read: the file has gone, and what it said is no rate any more.
func (t *trail[T]) push(at time.Duration, v T) {
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
func (t *trail[T]) span(window time.Duration) (from, to T, d time.Duration, ok bool) {
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
func (t *trail[T]) step() (from, to T, d time.Duration, ok bool) { return t.span(0) }

package model

import (
	"math"
	"time"
)

// historyTicks is how many ticks History keeps: two minutes at 100 ms.
const historyTicks = 1200

// A Fast metric is one that History keeps at the grain of the sampling.
type Fast int

// Fast metrics.
const (
	FastCPU Fast = iota // cores
	FastMem             // bytes
	FastRx              // bytes per second
	FastTx
	fastCount
)

// A History is what the fast metrics were at each of the last ticks. Values
// belong to a Key, so they go on over a restart.
type History struct {
	at     [historyTicks]time.Duration // Sample.Mono of each tick
	ticks  int                         // how many there were, ever
	series map[Key]*series
}

type series struct {
	values [fastCount][historyTicks]float32 // NaN where unknown
	last   int                              // the tick of the last known value
}

// HostKey is the key of the host's own history.
var HostKey = Key{UID: -1}

// tick begins a new tick: nothing is known of it yet.
func (h *History) tick(at time.Duration) {
	if h.series == nil {
		h.series = map[Key]*series{}
	}
	i := h.ticks % historyTicks
	h.at[i] = at
	nan := float32(math.NaN())
	for k, s := range h.series {
		if h.ticks-s.last >= historyTicks {
			delete(h.series, k)
			continue
		}
		for f := range s.values {
			s.values[f][i] = nan
		}
	}
	h.ticks++
}

// put records the values of k at the newest tick.
func (h *History) put(k Key, v [fastCount]float64) {
	s := h.series[k]
	if s == nil {
		s = newSeries()
		h.series[k] = s
	}
	s.last = h.ticks - 1
	for f := range v {
		s.values[f][s.last%historyTicks] = float32(v[f])
	}
}

func newSeries() *series {
	s := new(series)
	nan := float32(math.NaN())
	for f := range s.values {
		for i := range s.values[f] {
			s.values[f][i] = nan
		}
	}
	return s
}

// rename moves what was recorded under from to to, filling only what to does
// not know itself: a container's name can come later than its figures.
func (h *History) rename(from, to Key) {
	old, cur := h.series[from], h.series[to]
	switch {
	case old == nil || from == to:
		return
	case cur == nil:
		h.series[to] = old
	default:
		for f := range cur.values {
			for i, v := range old.values[f] {
				if v == v { // known
					cur.values[f][i] = v
				}
			}
		}
		cur.last = max(cur.last, old.last)
	}
	delete(h.series, from)
}

// Reach is how far back the history goes from now.
func (h *History) Reach() time.Duration {
	if h == nil || h.ticks == 0 {
		return 0
	}
	oldest := max(0, h.ticks-historyTicks)
	return h.at[(h.ticks-1)%historyTicks] - h.at[oldest%historyTicks]
}

// Maxima fills dst with the greatest value of metric f of container k in each
// of len(dst) equal spans of time, the last of which holds end; NaN where none
// is known. Spans begin at multiples of their width, so that a spike keeps its
// place while time goes on.
func (h *History) Maxima(dst []float32, k Key, f Fast, end, width time.Duration) {
	nan := float32(math.NaN())
	for i := range dst {
		dst[i] = nan
	}
	if h == nil || h.ticks == 0 || width <= 0 || len(dst) == 0 {
		return
	}
	s := h.series[k]
	if s == nil {
		return
	}
	last := end / width
	for t := h.ticks - 1; t >= 0 && t > h.ticks-1-historyTicks; t-- {
		at, v := h.at[t%historyTicks], s.values[f][t%historyTicks]
		back := int(last - at/width)
		if back >= len(dst) {
			break
		}
		if i := len(dst) - 1 - back; back >= 0 && !(v <= dst[i]) && v == v {
			dst[i] = v
		}
	}
}

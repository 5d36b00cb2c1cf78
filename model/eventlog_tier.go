package model

import (
	"maps"
	"math"
	"slices"
)

// A tier is events that others do not push out.
type tier int

const (
	marked  tier = iota // they are marks on the time axis
	listed              // others
	checked             // health checks that change nothing
	tiers
)

// maxEvents is how many of a tier are kept, and a tenth more before some are
// dropped: 4950 in all.
var maxEvents = [tiers]int{2700, 1350, 450}

func (e *Event) tier() tier {
	switch e.Kind {
	case OtherEvent:
		return listed
	case CheckEvent:
		return checked
	}
	return marked
}

// dropOldest drops the oldest of a tier that has too many: of the users
// who have most. One user's storm leaves the others what they had.
func (log *eventLog) dropOldest() {
	for t, n := range log.count {
		if n <= maxEvents[t]+maxEvents[t]/10 {
			continue
		}
		of := map[int]int{} // events, by uid
		for i := range log.events {
			if e := &log.events[i]; e.tier() == tier(t) {
				of[e.Key.UID]++
			}
		}
		share := fairShare(of, maxEvents[t])
		kept := make([]Event, 0, len(log.events))
		for i := range log.events {
			e := &log.events[i]
			if e.tier() == tier(t) && of[e.Key.UID] > share {
				of[e.Key.UID]--
				log.count[t]--
				continue
			}
			kept = append(kept, *e)
		}
		log.events, log.shared = kept, false
	}
}

// fairShare is how many of all each may have at most, so that they have no more than
// total together. Who has less leaves the rest to the others.
func fairShare(of map[int]int, total int) int {
	counts := slices.Sorted(maps.Values(of))
	for i, n := range counts {
		if s := total / (len(counts) - i); n > s {
			return s
		}
		total -= n
	}
	return math.MaxInt
}

package tui

import (
	"time"

	"podtop/model"
)

// paces are the intervals podtop samples at.
var paces = [...]time.Duration{
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second,
}

// A pace is the interval the user asked for last; 0 before the first time.
type pace time.Duration

// setPace makes sampling slower by one step, or faster by step -1.
func (a *App) setPace(step int) {
	p, ok := a.Source.(Pacer)
	if !ok {
		a.say(model.Info, "the pace of this source cannot be changed")
		return
	}
	now := time.Duration(a.pace)
	if now == 0 {
		now = a.snapshot.Interval
	}
	next := nextPace(now, step)
	a.pace = pace(next)
	p.SetInterval(next)
	a.say(model.Info, "sampling at "+rate(next))
}

// nextPace is the pace beside now.
func nextPace(now time.Duration, step int) time.Duration {
	if step > 0 {
		for _, p := range paces {
			if p > now {
				return p
			}
		}
		return paces[len(paces)-1]
	}
	for i := len(paces) - 1; i >= 0; i-- {
		if paces[i] < now {
			return paces[i]
		}
	}
	return paces[0]
}

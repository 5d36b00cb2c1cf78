package bench

import (
	"fmt"
	"math"
	"time"
)

// A Load is what a server is put under. With a Rate each request has its time
// beforehand, whether the server keeps up or not (an open model). Without one
// every connection sends when its last request was answered (a closed model):
// a server that stalls is asked less then, so that the stall hardly shows.
type Load struct {
	Rate        float64       // requests a second; 0: as many as are answered
	Connections int           // that are open at the same time, at the most
	Warmup      time.Duration // in which nothing counts
	Time        time.Duration // in which it does, after that
	Timeout     time.Duration // of one request
}

// Bounds of a load.
const (
	MinRate        = 0.1
	MaxRate        = 1_000_000
	MaxConnections = 1000
	MinLoadTime    = 100 * time.Millisecond
	MaxLoadTime    = time.Hour
	MaxStepTime    = time.Minute // of a ramp, which has thirty steps at most
	MinTimeout     = time.Millisecond
	MaxTimeout     = time.Minute
)

// Open reports whether each request has its time beforehand.
func (l Load) Open() bool { return l.Rate > 0 }

// Check says what in l cannot be meant.
func (l Load) Check() error {
	switch {
	case l.Rate != 0 && !(l.Rate >= MinRate && l.Rate <= MaxRate):
		return fmt.Errorf("a rate of %v/s: want one from %s/s to %s/s", l.Rate, FormatCount(MinRate), FormatCount(MaxRate))
	case l.Connections < 1 || l.Connections > MaxConnections:
		return fmt.Errorf("the number of connections, %d: want one from 1 to %d", l.Connections, MaxConnections)
	case l.Time < MinLoadTime || l.Time > MaxLoadTime:
		return fmt.Errorf("a load for %v: want a time from %v to %v", l.Time, MinLoadTime, MaxLoadTime)
	case l.Warmup < 0 || l.Warmup > MaxLoadTime:
		return fmt.Errorf("a warm-up of %v: want a time from 0s to %v", l.Warmup, MaxLoadTime)
	case l.Timeout < MinTimeout || l.Timeout > MaxTimeout:
		return fmt.Errorf("a timeout of %v: want a time from %v to %v", l.Timeout, MinTimeout, MaxTimeout)
	}
	return nil
}

// End is when no request is due any more, from the start of the warm-up.
func (l Load) End() time.Duration { return l.Warmup + l.Time }

// patience is how long after its end the requests of an open load that had to wait
// are still sent.
const patience = time.Second

// Last is when no request is sent any more.
func (l Load) Last() time.Duration {
	if !l.Open() {
		return l.End()
	}
	return l.End() + min(patience, l.Timeout)
}

// Requests is how many requests of an open load have a time, those of the warm-up
// too.
func (l Load) Requests() int {
	const rounding = 1e-6 // 100/s in 1.1 s are 110, whatever floating point makes of it
	return l.Counted() + int(math.Ceil(l.Rate*l.Time.Seconds()-rounding))
}

// Counted is the first of them that counts: it is due when the warm-up ends.
func (l Load) Counted() int { return int(l.Rate * l.Warmup.Seconds()) }

// Due is when request i of an open load is to begin, from the start of the
// warm-up.
func (l Load) Due(i int) time.Duration {
	after := float64(i-l.Counted()) / l.Rate
	return l.Warmup + time.Duration(math.Round(after*float64(time.Second)))
}

package kernel

import (
	"time"

	"golang.org/x/sys/unix"
)

// A Clock tells the time since boot without a system call: Go reads the
// monotonic clock through the vDSO. All Clocks show the same.
type Clock struct {
	start time.Time
	boot  time.Duration // on CLOCK_MONOTONIC at start
}

// NewClock sets a Clock.
func NewClock() Clock {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) // it cannot fail on Linux
	return Clock{time.Now(), max(1, time.Duration(ts.Nano()))}
}

// Now is the time since boot.
func (c Clock) Now() time.Duration { return c.boot + time.Since(c.start) }

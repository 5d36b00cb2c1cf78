package kernel

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The clock is CLOCK_MONOTONIC, so that what two Clocks say can be compared.
func TestClock(t *testing.T) {
	c := NewClock()
	monotonic := func() time.Duration {
		var ts unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
			t.Fatal(err)
		}
		return time.Duration(ts.Nano())
	}
	// The clock was set a moment after it asked.
	const slack = time.Minute
	before := monotonic()
	now := c.Now()
	if after := monotonic(); now < before-slack || now > after+slack {
		t.Errorf("it is %v, between %v and %v", now, before, after)
	}
	if later := c.Now(); later < now {
		t.Errorf("%v, then %v", now, later)
	}
}

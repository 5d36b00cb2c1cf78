package logs

import (
	"cmp"
	"strings"
	"time"

	"podtop/model"
)

// A Stamp is when a line was written, by the clocks that its source has: the
// journal has both, k8s-file has the wall clock alone.
type Stamp struct {
	Time     time.Time   // by the wall clock; zero if it is not known
	MonoUsec model.Count // microseconds since Boot began
	Boot     string      // the boot's id, 32 hexadecimal digits; "" if it is not known
}

// Compare orders stamps: by the monotonic time if both have that of the same
// boot, else by the wall clock. A stamp without any time is equal to all.
func (s Stamp) Compare(t Stamp) int {
	a, aok := s.MonoUsec.Get()
	b, bok := t.MonoUsec.Get()
	switch {
	case aok && bok && s.Boot == t.Boot && s.Boot != "":
		return cmp.Compare(a, b)
	case s.Time.IsZero() || t.Time.IsZero():
		return 0
	}
	return s.Time.Compare(t.Time)
}

// A Clock is one instant by both clocks of a running host, as a Sample has it.
type Clock struct {
	Time time.Time
	Mono time.Duration
	Boot string // 32 hexadecimal digits
}

// ClockOf is the instant of a snapshot.
func ClockOf(s *model.Snapshot) Clock {
	return Clock{s.Time, s.Mono, strings.ReplaceAll(s.Host.BootID, "-", "")}
}

// Place is where s stands on a time axis of samples. Of c's boot it is placed by
// the monotonic time, as samples are, so that a step of the wall clock does not
// tear the line from its graph; else by the wall clock.
func (c Clock) Place(s Stamp) (at time.Time, byMono bool) {
	usec, ok := s.MonoUsec.Get()
	const most = uint64(1<<63-1) / uint64(time.Microsecond)
	if !ok || usec > most || s.Boot == "" || s.Boot != c.Boot {
		return s.Time, false
	}
	return c.Time.Add(time.Duration(usec)*time.Microsecond - c.Mono), true
}

package podman

import "time"

// An alarm is a timer that, once set, can be set earlier but not put off.
type alarm struct {
	*time.Timer
	at  time.Time
	set bool
}

func newAlarm() *alarm {
	a := &alarm{Timer: time.NewTimer(time.Hour)}
	a.Stop()
	return a
}

// within sets the alarm to ring in d, or as it is set already if that is
// earlier.
func (a *alarm) within(d time.Duration) {
	if at := time.Now().Add(d); !a.set || at.Before(a.at) {
		a.at, a.set = at, true
		a.Reset(d)
	}
}

// clear is to be called when it did.
func (a *alarm) clear() { a.set = false }

package probe

import (
	"math"
	"slices"
	"time"

	"podtop/model"
)

// A Throttling is what the quota of one level did between two answers.
type Throttling struct {
	*Level                     // as the later answer has it
	Pct                float64 // of its periods; 0 if there was none
	PerSec, HeldPerSec float64 // throttled periods, and CPU seconds held back, each second
}

// Throttlings are those of the levels that have a quota, the innermost first.
// before may be nil.
func Throttlings(before, now *Cgroups) []Throttling {
	var all []Throttling
	for i := range now.Levels {
		l := &now.Levels[i]
		if _, ok := l.CPUMax.Get(); ok {
			all = append(all, throttling(before.orNone().level(l.Path), l, between(before, now)))
		}
	}
	return all
}

func throttling(before, now *Level, d time.Duration) Throttling {
	t := Throttling{Level: now, Pct: math.NaN(), PerSec: math.NaN(), HeldPerSec: math.NaN()}
	if before == nil {
		return t
	}
	periods := model.Rate(before.Periods, now.Periods, d)
	t.PerSec = model.Rate(before.Throttled, now.Throttled, d)
	t.HeldPerSec = model.Rate(before.ThrottledUsec, now.ThrottledUsec, d) / 1e6
	switch {
	case periods > 0:
		t.Pct = min(100, 100*t.PerSec/periods)
	case periods == 0 && t.PerSec == 0:
		t.Pct = 0 // nothing ran, so nothing was held back
	}
	return t
}

func (c *Cgroups) orNone() *Cgroups {
	if c == nil {
		return &Cgroups{}
	}
	return c
}

// between is the time between two answers, 0 if there is only one.
func between(before, now *Cgroups) time.Duration {
	if before == nil || now == nil {
		return 0
	}
	return now.At - before.At
}

// A Pressure is the share of time, in percent, in which some tasks waited, or
// all of them did.
type Pressure struct{ CPUSome, CPUFull, MemSome, MemFull, IOSome, IOFull float64 }

// Waited is the pressure between two readings. The kernel's clock can be ahead
// of the reader's by a hair: more than all the time is all the time.
func Waited(before, now *model.PSI) Pressure {
	d := now.At - before.At
	if before.At == 0 {
		d = 0
	}
	pct := func(a, b model.Count) float64 {
		v := model.Rate(a, b, d) / 1e4
		if v > 100 {
			return 100
		}
		return v
	}
	return Pressure{
		pct(before.CPUSome, now.CPUSome), pct(before.CPUFull, now.CPUFull),
		pct(before.MemSome, now.MemSome), pct(before.MemFull, now.MemFull),
		pct(before.IOSome, now.IOSome), pct(before.IOFull, now.IOFull),
	}
}

// Pressure is that of the container's own cgroup between two answers.
func (c *Cgroups) Pressure(before *Cgroups) Pressure {
	was, is := before.orNone().Own(), c.orNone().Own()
	if was == nil || is == nil {
		return Waited(&model.PSI{}, &model.PSI{})
	}
	return Waited(&was.PSI, &is.PSI)
}

// MemoryRate is the increase per second of the first line of memory.stat that
// is one of names.
func (c *Cgroups) MemoryRate(before *Cgroups, names ...string) float64 {
	return model.Rate(First(before.orNone().Memory, names...), First(c.Memory, names...), between(before, c))
}

// EventRate is how often each second the first of names that is among the
// Events happened in the container's own cgroup, and those inside it.
func (c *Cgroups) EventRate(before *Cgroups, names ...string) float64 {
	was, is := before.orNone().Own(), c.Own()
	if was == nil || is == nil {
		return math.NaN()
	}
	return model.Rate(First(was.Events, names...), First(is.Events, names...), between(before, c))
}

// Eventful are the levels in which one of the Events ever happened.
func (c *Cgroups) Eventful() []*Level {
	var all []*Level
	for i := range c.Levels {
		l := &c.Levels[i]
		if slices.ContainsFunc(l.Events, Line.happened) {
			all = append(all, l)
		}
	}
	return all
}

// happened reports whether l counts something that did happen. What
// memory.oom_control says of oom_kill_disable is a setting.
func (l Line) happened() bool {
	n, ok := l.Value.Get()
	return ok && n > 0 && l.Name != "oom_kill_disable"
}

package demo

import (
	"slices"
	"time"

	"podtop/model"
)

// A diary is what the lines of a container's log are made from: when it ran, and
// how much it had to do. What is in it is never changed, only added to, so that
// a copy stays what it is.
type diary struct {
	ended   []life // the oldest first
	present life
	runs    bool // present is going on
	begun   int
	loads   []load
}

// A life is from a start of a container to its end.
type life struct {
	id       model.ID
	number   int       // of the runs of its name, from 0 on
	from, to time.Time // to is zero as long as it goes on
	killed   time.Time // when the OOM killer came; zero: it did not
	code     int       // with which it exited
}

// A load is how much a container has to do from a time on.
type load struct {
	at     time.Time
	demand float32 // 1 is the usual, 0 if it does not run
	heap   float32 // the share of its limit that it holds; 0 without one
}

const (
	maxRuns   = 2000
	maxLoads  = 12_000
	loadEvery = 10 * time.Second // so that maxLoads are more than a day
)

// begin begins a run.
func (d *diary) begin(id model.ID, at time.Time) {
	d.present, d.runs = life{id: id, number: d.begun, from: at}, true
	d.begun++
}

// end ends the run.
func (d *diary) end(at time.Time, code int) {
	if !d.runs {
		return
	}
	d.present.to, d.present.code, d.runs = at, code, false
	if len(d.ended) >= maxRuns {
		d.ended = slices.Clone(d.ended[maxRuns/4:])
	}
	d.ended = append(d.ended, d.present)
}

// noteLoad notes what c has to do, every few seconds and when it begins or ends
// to have something.
func (c *container) noteLoad(now time.Time) {
	l := load{at: now}
	if c.State == model.Running && !c.hidden {
		l.demand = float32(max(c.demand, 0.01))
		if c.Limit > 0 {
			l.heap = float32(c.Anon) / float32(c.Limit)
		}
	}
	d := &c.diary
	if n := len(d.loads); n > 0 {
		last := &d.loads[n-1]
		if now.Sub(last.at) < loadEvery && (last.demand > 0) == (l.demand > 0) {
			return
		}
	}
	if len(d.loads) >= maxLoads {
		d.loads = slices.Clone(d.loads[maxLoads/4:])
	}
	d.loads = append(d.loads, l)
}

// loadAt is what there was to do at t. Of what was before the first note nothing
// else is known than that.
func (d *diary) loadAt(t time.Time) load {
	i, found := slices.BinarySearchFunc(d.loads, t, func(l load, t time.Time) int { return l.at.Compare(t) })
	switch {
	case len(d.loads) == 0:
		return load{}
	case found:
		return d.loads[i]
	}
	return d.loads[max(0, i-1)]
}

// between are the runs that have lines between two times: some come just behind
// the end.
func (d *diary) between(from, to time.Time) []*life {
	var all []*life
	first, _ := slices.BinarySearchFunc(d.ended, from.Add(-time.Second), func(r life, t time.Time) int { return r.to.Compare(t) })
	for i := first; i < len(d.ended) && d.ended[i].from.Before(to); i++ {
		all = append(all, &d.ended[i])
	}
	if d.runs && d.present.from.Before(to) {
		all = append(all, &d.present)
	}
	return all
}

// silentFrom is from when on the run has nothing to say, at the latest at now.
func (r *life) silentFrom(now time.Time) time.Time {
	switch {
	case !r.killed.IsZero():
		return r.killed
	case !r.to.IsZero():
		return r.to
	}
	return now.Add(time.Nanosecond)
}

// beginPast begins the run that a container has had before anybody looked, and
// ends it if it has ended.
func (h *Host) beginPast(c *container) {
	if c.unit != "" {
		return // it is made anew before anybody sees it
	}
	c.begin(c.ID, c.Started)
	if c.State == model.Exited {
		c.diary.end(c.Finished, c.ExitCode)
	}
}

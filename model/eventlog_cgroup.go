package model

import "time"

// settles is how long a new cgroup takes to get the limits it was to have.
const settles = 5 * time.Second

// A course is what the event log remembers of one cgroup of a container.
type course struct {
	seen, there bool
	infra       bool
	born        time.Duration // Mono when it was made; 0: before podtop looked
	before      time.Duration // Mono of the last sample without it
	frozen      bool
	idle        bool // it was removed, and never started
	limits      Limits

	start, stop, oom uint64 // the events of its beginning, its end and its last OOM kill
	kill             time.Duration
}

// fromCgroup takes in how the cgroup of l is now. One that is there at podtop's first
// look is no news.
func (c *eventLog) fromCgroup(l *life, r *Reading, n *names) {
	is := &l.course
	switch {
	case !is.seen:
		is.seen, is.there, is.frozen, is.limits = true, true, r.Frozen, r.Limits
		if c.now > c.firstMono {
			is.born, is.before = c.now, c.now-c.step
			c.cgroupMade(l, n)
		}
		return
	case !is.there: // it was overlooked
		is.there = true
		c.retract(is.stop)
	case is.infra && is.start != 0: // nobody had told
		c.retract(is.start)
		is.start = 0
	}
	if r.Frozen != is.frozen {
		is.frozen = r.Frozen
		e := c.cgroupEvent("kernel", l, n)
		e.Kind = PauseEvent
		e.Action, e.Text, e.class = pauseText(r.Frozen)
		c.add(e, byCgroup)
	}
	if r.Limits != is.limits {
		c.addLimitChange(l, r, n)
	}
}

func (c *eventLog) cgroupMade(l *life, n *names) {
	if l.course.infra {
		return
	}
	e := c.cgroupEvent("kernel", l, n)
	e.Time, e.Mono, e.Action = c.wall, c.now, "cgroup made"
	c.started(&e)
	l.course.start = c.add(e, byCgroup)
}

// cgroupGone takes in that l's cgroup is not there any more.
func (c *eventLog) cgroupGone(l *life, n *names) {
	l.course.there = false
	if l.course.infra || c.neverRan(l, n) {
		return
	}
	e := c.cgroupEvent("kernel", l, n)
	e.Kind, e.class, e.Action, e.Text = StopEvent, stops, "cgroup gone", "ended"
	l.course.stop = c.add(e, byCgroup)
	c.ended(stop{id: l.id, key: l.key, at: c.now, event: l.course.stop})
}

// cgroupEvent is an event of l that source tells.
func (c *eventLog) cgroupEvent(source string, l *life, n *names) Event {
	e := Event{Type: "container", Key: l.key, ID: l.id, Name: l.key.Name, Source: source}
	if m := n.meta[l.id]; m != nil && m.UID == l.key.UID {
		e.User = m.User
	}
	return e
}

// addLimitChange takes in limits that are not what they were. One that could not be
// read a moment ago is not changed by being read.
func (c *eventLog) addLimitChange(l *life, r *Reading, n *names) {
	is := &l.course
	before := is.limits
	is.limits = r.Limits.or(&before)
	if is.infra || is.born > 0 && c.now-is.born < settles {
		return
	}
	text := limitChangeText(&before, &is.limits, r.Path)
	if text == "" {
		return
	}
	e := c.cgroupEvent("kernel", l, n)
	e.Kind, e.class, e.Action, e.Text = LimitEvent, limits, "limit", text
	c.add(e, byCgroup)
}

// or is l with what it does not know as before has it.
func (l Limits) or(before *Limits) Limits {
	for _, x := range []struct{ now, was *Limit }{
		{&l.CPU, &before.CPU},
		{&l.Memory, &before.Memory},
		{&l.High, &before.High},
		{&l.Swap, &before.Swap},
		{&l.Pids, &before.Pids},
	} {
		if !x.now.IsKnown() {
			*x.now = *x.was
		}
	}
	return l
}

// addKills takes in that the kernel counted k more OOM kills. Those of a short
// while are one event.
func (c *eventLog) addKills(l *life, k int, n *names) {
	is := &l.course
	if is.oom != 0 && c.now-is.kill < maxApart {
		if e := c.find(is.oom); e != nil {
			is.kill = c.now
			e.kills.add(killCount{counted: k})
			e.kills.describe(e)
			return
		}
	}
	e := c.cgroupEvent("kernel", l, n)
	e.Kind, e.class, e.Severity, e.Action = OOMEvent, kills, Bad, "oom_kill"
	e.kills = killCount{counted: k}
	e.kills.describe(&e)
	is.oom, is.kill = c.add(e, byCgroup), c.now
}

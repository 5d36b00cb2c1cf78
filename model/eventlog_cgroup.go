package model

import "time"

// limitsGrace is how long a new cgroup takes to get the limits it was to have.
const limitsGrace = 5 * time.Second

// fromCgroup takes in how the cgroup of cs is now. One that is there at the first
// sample is no event.
func (log *eventLog) fromCgroup(cs *containerState, r *Reading, n *names) {
	cg := &cs.cgroup
	switch {
	case !cg.seen:
		cg.seen, cg.there, cg.frozen, cg.limits = true, true, r.Frozen, r.Limits
		if log.now > log.firstMono {
			cg.born, cg.before = log.now, log.now-log.step
			log.cgroupMade(cs, n)
		}
		return
	case !cg.there: // it was overlooked
		cg.there = true
		log.retract(cg.stop)
	case cg.infra && cg.start != 0: // nobody had told
		log.retract(cg.start)
		cg.start = 0
	}
	if r.Frozen != cg.frozen {
		cg.frozen = r.Frozen
		e := log.cgroupEvent("kernel", cs, n)
		e.Kind = PauseEvent
		e.Action, e.Text, e.class = pauseText(r.Frozen)
		log.add(e, byCgroup)
	}
	if r.Limits != cg.limits {
		log.addLimitChange(cs, r, n)
	}
}

func (log *eventLog) cgroupMade(cs *containerState, n *names) {
	if cs.cgroup.infra {
		return
	}
	e := log.cgroupEvent("kernel", cs, n)
	e.Time, e.Mono, e.Action = log.wall, log.now, "cgroup made"
	log.started(&e)
	cs.cgroup.start = log.add(e, byCgroup)
}

// cgroupGone takes in that the cgroup of cs is not there any more.
func (log *eventLog) cgroupGone(cs *containerState, n *names) {
	cs.cgroup.there = false
	if cs.cgroup.infra || log.neverRan(cs, n) {
		return
	}
	e := log.cgroupEvent("kernel", cs, n)
	e.Kind, e.class, e.Action, e.Text = StopEvent, stops, "cgroup gone", "ended"
	cs.cgroup.stop = log.add(e, byCgroup)
	log.ended(stop{id: cs.id, key: cs.key, at: log.now, event: cs.cgroup.stop})
}

// cgroupEvent is an event of cs, from a source.
func (log *eventLog) cgroupEvent(source string, cs *containerState, n *names) Event {
	e := Event{Type: "container", Key: cs.key, ID: cs.id, Name: cs.key.Name, Source: source}
	if m := n.meta[cs.id]; m != nil && m.UID == cs.key.UID {
		e.User = m.User
	}
	return e
}

// addLimitChange takes in limits that are not what they were. One that could not be
// read a moment ago is not changed by being read.
func (log *eventLog) addLimitChange(cs *containerState, r *Reading, n *names) {
	cg := &cs.cgroup
	before := cg.limits
	cg.limits = r.Limits.orElse(&before)
	if cg.infra || cg.born > 0 && log.now-cg.born < limitsGrace {
		return
	}
	text := limitChangeText(&before, &cg.limits, r.Path)
	if text == "" {
		return
	}
	e := log.cgroupEvent("kernel", cs, n)
	e.Kind, e.class, e.Action, e.Text = LimitEvent, limits, "limit", text
	log.add(e, byCgroup)
}

// orElse is l with what it does not know as before has it.
func (l Limits) orElse(before *Limits) Limits {
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
func (log *eventLog) addKills(cs *containerState, k int, n *names) {
	cg := &cs.cgroup
	if cg.oom != 0 && log.now-cg.kill < maxApart {
		if e := log.find(cg.oom); e != nil {
			cg.kill = log.now
			e.kills.add(killCount{counted: k})
			e.kills.describe(e)
			return
		}
	}
	e := log.cgroupEvent("kernel", cs, n)
	e.Kind, e.class, e.Severity, e.Action = OOMEvent, kills, Bad, "oom_kill"
	e.kills = killCount{counted: k}
	e.kills.describe(&e)
	cg.oom, cg.kill = log.add(e, byCgroup), log.now
}

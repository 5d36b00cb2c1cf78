package model

import "slices"

// A Cause is why a container ended.
type Cause struct {
	Kind CauseKind
	Text string // what ended it, in words; clean
}

// A CauseKind is a cause in a word or two.
type CauseKind string

// Kinds of causes.
const (
	NoCause    CauseKind = "" // nothing but the exit code is known
	OOM        CauseKind = "oom"
	PerhapsOOM CauseKind = "perhaps oom"
	ByPodman   CauseKind = "podman" // podman kill, or podman stop after its timeout
)

// killed is the exit code of a process that SIGKILL ended, and of one that
// chose it.
var killed = Known(137)

// settleDeaths works out again what ended the containers that have just ended:
// who knows it may come late.
func (log *eventLog) settleDeaths(n *names) {
	d := &log.deaths
	if d.unreported > 0 {
		log.addLoggedKills(n)
	}
	left := d.unsettled[:0]
	for _, st := range d.unsettled {
		log.updateCause(st, false)
		if log.now-st.reportedAt < causeGrace {
			left = append(left, st)
		}
	}
	clear(d.unsettled[len(left):])
	d.unsettled = left
}

// updateCause works out what ended a container, and says so in its event. news
// means that the event's text may be out of date.
func (log *eventLog) updateCause(st *stop, news bool) {
	before := st.Cause
	st.Cause = log.causeOf(st)
	if st.Cause == before && !news {
		return
	}
	if st.Kind == OOM && st.event == 0 && st.at > log.firstMono-lastHour {
		st.event = log.add(log.endEvent(st), byInventory)
	}
	if e := log.find(st.event); e != nil && e.class == stops {
		log.describeCause(e, st, before)
	}
}

// describeCause puts the cause into e's words, and merges the kill that it was.
func (log *eventLog) describeCause(e *Event, st *stop, before Cause) {
	switch st.Kind {
	case NoCause:
		if before.Kind == NoCause {
			return
		}
		e.Kind, e.Ended = StopEvent, false
		e.Text, e.Severity = exitText(st.exit)
	case OOM:
		e.Kind, e.Ended, e.Severity, e.Text = OOMEvent, true, Bad, st.Text
		log.mergeKills(e.N)
	case PerhapsOOM:
		e.Kind, e.Ended, e.Severity, e.Text = StopEvent, false, Warn, "exited with 137: "+st.Text
	case ByPodman:
		e.Kind, e.Ended = StopEvent, false
		e.Text, e.Severity = exitText(st.exit)
		e.Text += ": " + st.Text
	}
}

// mergeKills merges into event n, the end of a container, the event of the kill
// that ended it. An event of several kills stays.
func (log *eventLog) mergeKills(n uint64) {
	e := log.find(n)
	for i := log.indexAfter(e.Mono+clockLag) - 1; i >= 0 && log.events[i].Mono >= e.Mono-maxApart; i-- {
		if x := &log.events[i]; x.class == kills && x.kills.number() == 1 && x.sameContainer(e) {
			e.kills.add(x.kills)
			log.count[x.tier()]--
			log.events = slices.Delete(log.events, i, i+1)
			e = log.find(n)
		}
	}
}

// causeOf works out what ended a container: the kernel's log knows best, then
// who used a signal, then what only says that the OOM killer killed in it.
func (log *eventLog) causeOf(st *stop) Cause {
	if st.exit.IsKnown() && st.exit != killed {
		return Cause{}
	}
	first, other := log.deaths.killOf(st)
	if first != nil {
		return Cause{OOM, "killed for want of memory" + first.limitText()}
	}
	if !st.exit.IsKnown() {
		return Cause{}
	}
	sent := log.killCommand(st)
	switch {
	case sent != "" && (other != nil && !other.sure || !log.deaths.hasAllKills(st) && log.cgroupCountedKill(st)):
		return Cause{PerhapsOOM, "killed, perhaps for want of memory"} // or by that command
	case sent != "":
		return Cause{ByPodman, sent}
	case other != nil && other.sure:
		return Cause{OOM, "exited with 137: the OOM killer killed " + other.name() + " in it" + other.limitText()}
	case other != nil:
		return Cause{OOM, "killed for want of memory" + other.limitText()}
	case st.eventOOM, st.recordOOM && !st.byUser && !log.deaths.killedEarlier(st), log.cgroupCountedKill(st):
		return Cause{OOM, "killed for want of memory"}
	case st.byUser && !(st.recordOOM && !log.deaths.hasAllKills(st)):
		return Cause{ByPodman, "podman stop or kill"}
	case log.deaths.hasAllKills(st) || log.now-st.reportedAt < causeGrace && st.Kind == NoCause:
		return Cause{}
	}
	return Cause{PerhapsOOM, "killed, perhaps for want of memory"}
}

// killCommand is the command that had a container killed just before it ended, ""
// if none is known. Podman has an event of podman kill, but without its signal.
func (log *eventLog) killCommand(st *stop) string {
	if at, ok := log.deaths.stopCommands[st.id]; ok && (at-st.at).Abs() <= maxApart {
		return "podman stop"
	}
	for i := log.indexAfter(st.at + clockLag); i > 0 && log.events[i-1].Mono >= st.at-maxApart; i-- {
		e := &log.events[i-1]
		switch {
		case e.ID != st.id || e.Key.UID != st.key.UID:
		case e.Action == "kill" && e.Kind == OtherEvent:
			return "podman kill"
		case e.Kind == OperationEvent && e.Severity < Bad && (e.Action == string(Kill) || e.Action == string(Stop) || e.Action == string(Restart)):
			return "podman " + e.Action
		}
	}
	return ""
}

// cgroupCountedKill reports whether the container's cgroup counted a kill just before it
// ended.
func (log *eventLog) cgroupCountedKill(st *stop) bool {
	for i := log.indexAfter(st.at + clockLag); i > 0 && log.events[i-1].Mono >= st.at-clockLag-log.step; i-- {
		if e := &log.events[i-1]; e.ID == st.id && e.Key.UID == st.key.UID && e.kills.counted > 0 {
			return true
		}
	}
	return false
}

// setCause sets what ended c. Podman's record says only that the OOM killer
// killed in it at some time.
func (d *deaths) setCause(c *Container) {
	st := d.stops[c.ID]
	if c.State.Live() || st == nil || c.ID == "" || st.key.UID != c.Key.UID {
		return
	}
	c.Cause = st.Cause
	if c.Ended() || c.State == Gone && st.Kind == OOM {
		c.OOMKilled = st.Kind == OOM
	}
}

// hasAllKills reports whether the kernel's log, as far as it was read, or the parent's
// count has all kills of the time in which a container ended.
func (d *deaths) hasAllKills(st *stop) bool {
	at := st.at
	if went, ok := d.spared[ownedID{st.id, st.key.UID}]; ok && (went-at).Abs() <= maxApart {
		return true
	}
	return d.whole > 0 && d.whole < at-clockLag && (d.unplaced == 0 || (d.unplaced-at).Abs() > maxApart)
}

package model

import (
	"slices"
	"strings"
	"time"
)

// A stop is how one run of a container ended, as far as is known.
type stop struct {
	id         ID
	key        Key
	user       string
	at         time.Duration // Mono
	exit       Count
	recordOOM  bool   // State.OOMKilled: the OOM killer killed in it, at some time of the run
	eventOOM   bool   // the same, in the died event
	byUser     bool   // State.StoppedByUser: podman stop or kill was used on it, with whatever signal
	event      uint64 // that tells of it; 0: none
	reportedAt time.Duration
	Cause
}

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

// deaths is what is known of ends and of OOM kills.
type deaths struct {
	whole        time.Duration // KernelLog.Whole
	kills        []loggedKill  // by Mono, of the last while
	unreported   int           // of kills, those that no event tells of yet
	unplaced     time.Duration // Mono of the last kill of whom nobody knows the container
	tallies      map[ownedID]tally
	pids         map[ID][2]int // of a container's first process, now and in the run before
	stops        map[ID]*stop  // the last one of each
	unsettled    []*stop       // those of which more may become known
	stopCommands map[ID]time.Duration
	spared       map[ownedID]time.Duration // went without an OOM kill, by the parent's count
}

// ownedID is a container whose cgroup is in a user's slice.
type ownedID struct {
	id  ID
	uid int
}

func newDeaths() deaths {
	return deaths{tallies: map[ownedID]tally{}, pids: map[ID][2]int{}, stops: map[ID]*stop{}, stopCommands: map[ID]time.Duration{}, spared: map[ownedID]time.Duration{}}
}

const (
	// maxKills is how many kills are remembered.
	maxKills = 1000
	// causeGrace is how long after an end all that tell of its cause have told.
	causeGrace = 3 * time.Second
	// clockLag is how much later than an end what came before it may have its time.
	clockLag = 2 * time.Second
	// deathTime is how long the end of a killed process may take to be told.
	deathTime = time.Minute
)

// addPID notes the first process of a container.
func (d *deaths) addPID(m *Meta) {
	if p := d.pids[m.ID]; m.PID > 0 && p[0] != m.PID {
		d.pids[m.ID] = [2]int{m.PID, p[0]}
	}
}

// addStop notes that Podman stopped a container.
func (d *deaths) addStop(id ID, at time.Duration) {
	if len(d.stopCommands) < maxHealths {
		d.stopCommands[id] = at
	}
}

// forget drops what is known of containers that are no more.
func (d *deaths) forget(inv *Inventory, now time.Duration) {
	if max(len(d.pids), len(d.stops), len(d.stopCommands), len(d.spared), len(d.tallies)) < 2*len(inv.Containers)+100 {
		return
	}
	there := inv.ids()
	for id := range d.pids {
		if !there[id] {
			delete(d.pids, id)
		}
	}
	for o, t := range d.tallies {
		if !there[o.id] && now-t.last > deathTime {
			delete(d.tallies, o)
		}
	}
	for id, st := range d.stops {
		if !there[id] && now-st.reportedAt > deathTime {
			delete(d.stops, id)
		}
	}
	for o, at := range d.spared {
		if now-at > deathTime {
			delete(d.spared, o)
		}
	}
	for id, at := range d.stopCommands {
		if now-at > deathTime {
			delete(d.stopCommands, id)
		}
	}
}

// stopOf is the end of m as Podman's record has it.
func (log *eventLog) stopOf(m *Meta) stop {
	at := log.inventoryEvent(m, "died", m.Finished)
	return stop{
		id: m.ID, key: at.Key, user: m.User, at: at.Mono, exit: Known(uint64(max(0, m.ExitCode))), recordOOM: m.OOMKilled, byUser: m.StoppedByUser,
	}
}

// ended takes in what somebody knows of an end.
func (log *eventLog) ended(st stop) {
	st.reportedAt = log.now
	d := &log.deaths
	was := d.stops[st.id]
	switch {
	case was != nil && was.key.UID != st.key.UID:
		return
	case was != nil && was.sameEnd(&st):
		was.merge(&st)
	case was != nil && st.at < was.at:
		log.updateCause(&st, true) // one before
		return
	default:
		was = &st
		d.stops[st.id] = was
		d.unsettled = append(d.unsettled, was)
	}
	log.updateCause(was, true)
}

// sameEnd reports whether both are the same end.
func (st *stop) sameEnd(other *stop) bool {
	if st.event != 0 && other.event != 0 {
		return st.event == other.event
	}
	return (st.at - other.at).Abs() <= maxApart
}

// merge takes over what other knows of the same end.
func (st *stop) merge(other *stop) {
	if other.exit.IsKnown() {
		st.exit = other.exit
	}
	if other.event != 0 {
		st.event, st.key = other.event, other.key
	}
	st.recordOOM, st.eventOOM, st.byUser = st.recordOOM || other.recordOOM, st.eventOOM || other.eventOOM, st.byUser || other.byUser
}

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

// addStart takes in that a container runs since at.
func (d *deaths) addStart(id ID, at time.Duration) {
	if st := d.stops[id]; st != nil && st.at < at {
		delete(d.stops, id)
	}
}

// updateCause works out what ended a container, and says so in the event, whose text
// may be news.
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

// endEvent is an event of an end that nobody told of.
func (log *eventLog) endEvent(st *stop) Event {
	e := Event{Type: "container", Key: st.key, ID: st.id, Name: st.key.Name, User: st.user, Source: "podman", Action: "died"}
	e.Kind, e.class = StopEvent, stops
	log.setTime(&e, log.wall.Add(st.at-log.now))
	return e
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
// if none is known. Podman tells of podman kill, but not of its signal.
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
		case e.Kind == DeedEvent && e.Severity < Bad && (e.Action == string(Kill) || e.Action == string(Stop) || e.Action == string(Restart)):
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

// isPod reports whether a cgroup of that name is a pod's.
func isPod(name string) bool {
	return strings.Contains(name, "libpod_pod_") || len(name) == 64 && strings.Trim(name, "0123456789abcdef") == ""
}

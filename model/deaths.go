package model

import "time"

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
	event      uint64 // its number; 0: none
	reportedAt time.Duration
	Cause
}

// deaths is what is known of ends and of OOM kills.
type deaths struct {
	whole        time.Duration // KernelLog.Whole
	kills        []loggedKill  // by Mono, of the last while
	unreported   int           // of kills, those that have no event yet
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
	// causeGrace is how long after an end all who know its cause have reported it.
	causeGrace = 3 * time.Second
	// clockLag is by how much the time of what came before an end may be after it.
	clockLag = 2 * time.Second
	// deathTime is how long the end of a killed process may take to be reported.
	deathTime = time.Minute
)

// addPID notes the PID of the first process of a container.
func (d *deaths) addPID(m *Meta) {
	if p := d.pids[m.ID]; m.PID > 0 && p[0] != m.PID {
		d.pids[m.ID] = [2]int{m.PID, p[0]}
	}
}

// addStop notes that podman stop was used on a container.
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

// ended takes in what a witness knows of an end.
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

// addStart notes that a container runs since at.
func (d *deaths) addStart(id ID, at time.Duration) {
	if st := d.stops[id]; st != nil && st.at < at {
		delete(d.stops, id)
	}
}

// endEvent is the event of an end that nobody reported.
func (log *eventLog) endEvent(st *stop) Event {
	e := Event{Type: "container", Key: st.key, ID: st.id, Name: st.key.Name, User: st.user, Source: "podman", Action: "died"}
	e.Kind, e.class = StopEvent, stops
	log.setTime(&e, log.wall.Add(st.at-log.now))
	return e
}

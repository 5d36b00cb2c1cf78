package model

import "time"

// nameGrace is how long a kill waits for the name of its container.
const nameGrace = 10 * time.Second

// fromKernelLog takes in what the kernel's log has said.
func (log *eventLog) fromKernelLog(s *Sample, n *names) {
	d := &log.deaths
	d.whole = s.KernelLog.Whole
	for i := range s.KernelLog.Kills {
		k := &s.KernelLog.Kills[i]
		k.Mono = min(k.Mono, log.now)
		if k.ID == "" && !log.placeKill(k, n) {
			d.unplaced = max(d.unplaced, k.Mono)
			continue
		}
		m := n.meta[k.ID]
		if m == nil || !m.Infra && k.possibleFor(m.UID) {
			d.addKill(k, log)
		}
	}
}

// fromDepartures takes in what the parents' counts say of containers that went.
func (log *eventLog) fromDepartures(s *Sample, n *names) {
	for _, g := range s.Gone {
		kills, ok := g.Kills.Get()
		switch m := n.meta[g.ID]; {
		case !ok || m != nil && m.Infra:
		case kills == 0:
			log.deaths.spared[ownedID{g.ID, g.UID}] = log.now
		case m == nil || g.UID == 0 || g.UID == m.UID:
			log.deaths.addKill(&OOMKill{Mono: log.now, Time: log.wall, ID: g.ID, UID: g.UID}, log)
		}
	}
}

// placeKill finds the container whose first process was killed. One that was
// started after the kill has a PID that was another's then.
func (log *eventLog) placeKill(k *OOMKill, n *names) bool {
	for id, pids := range log.deaths.pids {
		m := n.meta[id]
		if pids[0] == k.PID && (m == nil || log.now-log.wall.Sub(m.Started) <= k.Mono+clockLag) {
			k.ID = id
			return true
		}
	}
	return false
}

// addLoggedKills adds an event for each kill that has none, once it is known whose
// it is. Those before the last hour get none.
func (log *eventLog) addLoggedKills(n *names) {
	d := &log.deaths
	d.unreported = 0
	for i := range d.kills {
		k := &d.kills[i]
		m := n.meta[k.ID]
		switch {
		case k.reported:
		case k.Mono < log.firstMono-lastHour, m != nil && !k.possibleFor(m.UID):
			k.reported = true
		case m == nil && log.now-k.seen < nameGrace:
			d.unreported++
		default:
			k.reported = true
			log.addLoggedKill(k, m)
		}
	}
}

func (log *eventLog) addLoggedKill(k *loggedKill, m *Meta) {
	e := Event{Type: "container", Key: Key{k.UID, k.ID.Short()}, ID: k.ID, Name: k.ID.Short(), Source: "kernel", Action: "oom_kill"}
	if m != nil {
		e.Key, e.Name, e.User = Key{m.UID, m.Name}, m.Name, m.User
	}
	e.Time, e.Mono = log.wall.Add(k.Mono-log.now), k.Mono
	e.Kind, e.class, e.Severity = OOMEvent, kills, Bad
	kill := k.OOMKill
	e.kills = killCount{logged: 1, last: &kill}
	e.kills.describe(&e)
	if x := log.killsNear(&e); x != nil {
		x.kills.add(e.kills)
		x.kills.describe(x)
		return
	}
	log.add(e, byLog)
}

// killsNear is the event of kills in the same container a moment before or after
// e in the same run, or of its end by them; nil if there is none.
func (log *eventLog) killsNear(e *Event) *Event {
	var found uint64
	for i := log.indexAfter(e.Mono + maxApart + log.step); i > 0 && log.events[i-1].Mono >= e.Mono-maxApart; i-- {
		x := &log.events[i-1]
		switch {
		case x.class == starts && x.sameContainer(e):
			if x.Mono <= e.Mono {
				return log.find(found)
			}
			found = 0 // that was the run after
		case x.hasClass(kills) && x.sameContainer(e) && (found == 0 || x.Mono >= e.Mono):
			found = x.N
		}
	}
	return log.find(found)
}

package model

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// A loggedKill is an OOM kill as the kernel's log tells it.
type loggedKill struct {
	OOMKill
	seen     time.Duration // Mono of the sample that had it
	sure     bool          // it is known which process is the container's first
	first    bool          // it was that one
	reported bool          // an event tells of it
}

// A killCount is how many kills an event tells of. The cgroup counts them and
// the kernel's log names them, each for itself.
type killCount struct {
	counted, logged int
	last            *OOMKill // that was logged
}

func (k *killCount) add(more killCount) {
	k.counted += more.counted
	k.logged += more.logged
	k.last = cmp.Or(more.last, k.last)
}

func (k *killCount) number() int { return max(k.counted, k.logged) }

// describe has e tell of its kills, if it tells of nothing else.
func (k *killCount) describe(e *Event) {
	if e.class != kills {
		return
	}
	e.Text = killText(k.number())
	if k.last == nil {
		return
	}
	if k.number() == 1 && k.last.PID != 0 {
		e.Text += ", " + k.last.name()
	}
	e.Text += k.last.limitText()
}

// name is what the process was called.
func (k *OOMKill) name() string {
	if k.Comm == "" {
		return "process " + strconv.Itoa(k.PID)
	}
	return k.Comm
}

// limitText says whose limit was reached, after what that led to; nothing if it
// is not known, or the container's own.
func (k *OOMKill) limitText() string {
	name := k.By[strings.LastIndexByte(k.By, '/')+1:]
	switch {
	case k.Host:
		return ": the host had none left"
	case k.By == "" || k.ID != "" && strings.Contains(k.By, string(k.ID)):
		return ""
	case isPod(name):
		return ": the limit of its pod"
	case name == "libpod_parent" || !isPlain(name):
		return ": the limit of a cgroup above it"
	}
	return ": the limit of " + name
}

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
		if m == nil || !m.Infra && k.isOf(m.UID) {
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

// isOf reports whether it can be in a container of user uid: a user may call a
// cgroup in his slice after another's container.
func (k *OOMKill) isOf(uid int) bool { return k.UID == 0 || k.UID == uid }

// placeKill finds the container whose first process was killed. One that was started
// after the kill has a pid that was another's then.
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

func (d *deaths) addKill(k *OOMKill, log *eventLog) {
	l := loggedKill{OOMKill: *k, seen: log.now}
	pids, known := d.pids[k.ID]
	known = known && k.PID != 0
	l.sure, l.first = known, known && (pids[0] == k.PID || pids[1] == k.PID)
	if len(d.kills) == maxKills {
		d.kills = slices.Delete(d.kills, 0, maxKills/10)
	}
	at := d.indexAfter(k.Mono)
	d.kills = slices.Insert(d.kills, at, l)
	d.unreported++
	t := d.tallies[ownedID{k.ID, k.UID}]
	t.last = max(t.last, k.Mono)
	if k.Mono >= log.firstMono {
		t.n++
	}
	d.tallies[ownedID{k.ID, k.UID}] = t
}

// indexAfter is the place behind all kills that were at mono or earlier.
func (d *deaths) indexAfter(mono time.Duration) int {
	return sort.Search(len(d.kills), func(i int) bool { return d.kills[i].Mono > mono })
}

// killOf is the kill of the container's first process that ended it, or
// another one in it just before its end.
func (d *deaths) killOf(st *stop) (first, other *loggedKill) {
	for i := d.indexAfter(st.at + clockLag); i > 0; i-- {
		k := &d.kills[i-1]
		switch {
		case k.Mono < st.at-deathTime:
			return nil, other
		case k.ID != st.id || !k.isOf(st.key.UID):
		case k.first:
			return k, other
		case k.Mono >= st.at-maxApart && (other == nil || other.sure):
			other = k
		}
	}
	return nil, other
}

// killedEarlier reports whether the log has a kill that Podman's record can be about
// and that did not end the container.
func (d *deaths) killedEarlier(st *stop) bool {
	return slices.ContainsFunc(d.kills, func(k loggedKill) bool {
		return k.ID == st.id && k.isOf(st.key.UID) && k.Mono < st.at-maxApart
	})
}

// A tally is when the OOM killer killed in a container last, and how often it
// did since podtop began, by the kernel's log.
type tally struct {
	last time.Duration
	n    int
}

// tallyOf is that of a container of user uid.
func (d *deaths) tallyOf(id ID, uid int) tally {
	t := d.tallies[ownedID{id, 0}]
	if uid != 0 {
		own := d.tallies[ownedID{id, uid}]
		t.last, t.n = max(t.last, own.last), t.n+own.n
	}
	return t
}

// nameGrace is how long a kill waits for the name of its container.
const nameGrace = 10 * time.Second

// addLoggedKills makes events of the kills that none tells of, once it is known whose
// they are. Those before the last hour are not told.
func (log *eventLog) addLoggedKills(n *names) {
	d := &log.deaths
	d.unreported = 0
	for i := range d.kills {
		k := &d.kills[i]
		m := n.meta[k.ID]
		switch {
		case k.reported:
		case k.Mono < log.firstMono-lastHour, m != nil && !k.isOf(m.UID):
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

// killsNear is the event that tells of kills in the same container a moment
// before or after e in the same run, or of its end by them; nil if there is none.
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

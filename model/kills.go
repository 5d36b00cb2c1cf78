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
	reported bool          // an event has it
}

// A killCount is how many kills an event stands for. The cgroup counts them and
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

// describe puts the kills into the words of e, if it is about nothing else.
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

// isPod reports whether a cgroup of that name is a pod's.
func isPod(name string) bool {
	return strings.Contains(name, "libpod_pod_") || len(name) == 64 && strings.Trim(name, "0123456789abcdef") == ""
}

// possibleFor reports whether it can be in a container of user uid: a user may
// call a cgroup in his slice after another's container.
func (k *OOMKill) possibleFor(uid int) bool { return k.UID == 0 || k.UID == uid }

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
		case k.ID != st.id || !k.possibleFor(st.key.UID):
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
		return k.ID == st.id && k.possibleFor(st.key.UID) && k.Mono < st.at-maxApart
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

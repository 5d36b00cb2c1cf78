package model

import (
	"cmp"
	"math"
	"time"
)

// containerState is what the tracker remembers of one container by its id.
type containerState struct {
	id    ID
	key   Key
	in    [groupings]*total // the groups it is in, by grouping; nil for none
	named int               // the names that key and in are from
	inode uint64
	seen  time.Duration // Sample.Mono of the last reading

	cpu        counterWindow[Count]
	io         counterWindow[IO]
	psi        counterWindow[PSI]
	oomCounter Count
	kills      int
	lastKill   time.Duration // when the last one was seen; 0: none was

	cgroup cgroupState
}

// containerState returns the state of Readings[i], which mostly is where it was
// in the sample before.
func (t *Tracker) containerState(i int, r *Reading) *containerState {
	for len(t.states) <= i {
		t.states = append(t.states, nil)
	}
	cs := t.states[i]
	if cs == nil || cs.id != r.ID {
		cs = t.byID[r.ID]
	}
	if cs == nil || cs.inode != r.Inode {
		fresh := &containerState{id: r.ID, inode: r.Inode}
		if t.ticks > 1 {
			fresh.oomCounter = Known(0) // it was made while podtop looked
		}
		if cs != nil {
			fresh.kills, fresh.lastKill, fresh.key = cs.kills, cs.lastKill, cs.key
			t.takeGone(cs)
		}
		cs = fresh
		t.byID[r.ID] = cs
	}
	t.states[i] = cs
	return cs
}

// setName gives cs the name that r has now.
func (t *Tracker) setName(cs *containerState, r *Reading) {
	if cs.named == t.names.generation {
		return
	}
	k := t.names.key(r)
	if cs.key != (Key{}) && cs.key != k {
		t.history.rename(cs.key, k)
		t.events.rename(cs.key, k, t.names.owner(r))
	}
	cs.cgroup.infra = cs.cgroup.infra || r.Infra || t.names.isInfra(r)
	cs.key, cs.named = k, t.names.generation
	t.totalsOf(cs, r)
}

// countKills adds the OOM kills since the last reading. What stood there at
// podtop's start is not news.
func (cs *containerState) countKills(now Count, at time.Duration) {
	n, ok := now.Get()
	if !ok {
		return
	}
	if before, known := cs.oomCounter.Get(); known && n > before {
		cs.kills += int(min(n-before, math.MaxInt32)) // more are none that anybody killed
		cs.lastKill = at
	}
	cs.oomCounter = now
}

// fast are the fast metrics of r since the reading before it.
func (t *Tracker) fast(cs *containerState, r *Reading) [fastCount]float64 {
	v := [fastCount]float64{math.NaN(), r.Memory.Bytes.Float(), math.NaN(), math.NaN()}
	if from, to, d, ok := cs.cpu.step(); ok {
		v[FastCPU] = Rate(from, to, d) / 1e6
	}
	if n := t.networks[r.Net]; n != nil && !r.HostNS {
		v[FastRx], v[FastTx] = networkRate(&n.window, 0, netRx), networkRate(&n.window, 0, netTx)
	}
	return v
}

// forgetAfter is for how long a container that has gone is remembered, in case
// its cgroup comes back.
const forgetAfter = 2 * time.Minute

// forget drops what has not been read for a while. It looks every few seconds,
// however slow the sampling.
func (t *Tracker) forget() {
	if since := t.now - t.lastForget; since >= 0 && since < 6*time.Second {
		return
	}
	t.lastForget = t.now
	for id, cs := range t.byID {
		if t.now-cs.seen > forgetAfter && !t.names.has(id) {
			delete(t.byID, id)
		}
	}
	t.forgetTotals()
	t.events.deaths.forget(cmp.Or(t.names.inventory, &Inventory{}), t.now)
	for path, q := range t.quotas {
		if q.tick < t.ticks {
			delete(t.quotas, path)
		}
	}
	for id, n := range t.networks {
		if n.tick < t.ticks {
			delete(t.networks, id)
		}
	}
}

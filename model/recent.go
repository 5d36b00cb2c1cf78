package model

import (
	"math"
	"time"
)

// lately is how far back restarts are counted, in slots.
const (
	lately = 5 * time.Minute
	slot   = 10 * time.Second
)

// recent is what befell a name in the last while, whatever the id it had: a
// unit's container is another one after each start.
type recent struct {
	seen          time.Duration // in a snapshot, last
	unit          string        // whose count restarts is; "" for Podman's
	restarts      Count
	counted       time.Duration // when restarts was last told
	since         time.Duration // from when on restarts was told without a gap
	lately        [lately / slot]uint64
	slot          int64         // the last one of lately
	lastKill      time.Duration // when the last OOM kill was; 0: none known
	lastRestart   time.Duration // when restarts grew last; 0: it did not
	restartPeriod time.Duration // how long before that they grew
	exit          Count         // the last exit code
	exitTime      time.Time     // when that was
}

// A container loops if it was started again so often lately, and not long ago:
// loops restarts in the last five minutes, as in the default rule on them.
const (
	loops      = 3
	loopStill  = 2 * time.Minute  // since the last restart
	loopPause  = 10 * time.Second // between an end and the next start, at least
	loopPauses = 2                // or so many times what passed between two restarts
)

// setRecent takes in what befell each container, and sets the figures that
// follow from it.
func (t *Tracker) setRecent(snap *Snapshot) {
	for i := range snap.Containers {
		c := &snap.Containers[i]
		t.events.deaths.setCause(c)
		r := t.recent[c.Key]
		if r == nil {
			r = &recent{}
			t.recent[c.Key] = r
		}
		r.seen = snap.Mono
		if snap.knowsRestarts(c) {
			r.countRestarts(c, snap.Mono)
		}
		r.advance(int64(snap.Mono / slot))
		logged := t.events.deaths.tallyOf(c.ID, c.UID)
		c.OOMs = max(c.OOMs, logged.n)
		r.lastKill = max(r.lastKill, logged.last)
		r.setLastKill(c, t.byID[c.ID], snap)
		if r.lastKill > 0 && !c.endedSince(snap, r.lastKill) {
			c.OOMAge = (snap.Mono - r.lastKill).Seconds()
		}
		r.setLastExit(c.Finished, Known(uint64(max(0, c.ExitCode))), c.Ended())
		if n, ok := c.Meta.Restarts.Get(); ok && (n == 0 || r.sum() > 0 || r.countedThroughout(snap.Mono)) {
			c.RestartsLately = float64(r.sum())
			c.counted = min(snap.Mono-r.since, lately)
			r.setLoop(c, snap.Mono)
		}
	}
	for k, r := range t.recent {
		if away := snap.Mono - r.seen; away > lately || away > 10*time.Second && r.sum() == 0 && r.lastKill == 0 {
			delete(t.recent, k)
		}
	}
}

// knowsRestarts reports whether what c's count of restarts is, is known now: systemd
// tells a unit's. Podman's stays what it was while Podman does not answer.
func (s *Snapshot) knowsRestarts(c *Container) bool {
	if c.Unit != "" {
		return true
	}
	asked := false
	for i := range s.Engines {
		if e := &s.Engines[i]; e.UID == c.UID {
			if e.Up {
				return true
			}
			asked = true
		}
	}
	return !asked
}

// countRestarts notes by how much the count of restarts grew. One that starts
// anew, or that somebody else counts now, is only noted; and so is what grew
// while nobody told for so long that it need not be lately.
func (r *recent) countRestarts(c *Container, now time.Duration) {
	r.advance(int64(now / slot))
	n, ok := c.Meta.Restarts.Get()
	if !ok {
		return
	}
	before, known := r.restarts.Get()
	if !known || r.unit != c.Unit || now-r.counted > lately {
		r.since = now
	} else if n > before {
		r.lately[r.slot%int64(len(r.lately))] += min(n-before, math.MaxInt32)
		if r.lastRestart > 0 {
			r.restartPeriod = now - r.lastRestart
		}
		r.lastRestart = now
	}
	r.restarts, r.unit, r.counted = c.Meta.Restarts, c.Unit, now
}

// CountedFor is over how long RestartsLately was counted: less than five minutes
// where podtop has not looked for so long.
func (c *Container) CountedFor() time.Duration {
	if c.counted <= 0 {
		return lately
	}
	return max(c.counted.Truncate(time.Second), time.Second)
}

// countedThroughout reports whether at now the count of restarts was told all through the
// last while, so that none in it is missed.
func (r *recent) countedThroughout(now time.Duration) bool {
	return now-r.since >= lately && now-r.counted <= slot
}

// advance makes now the last slot, and forgets those before the time remembered.
func (r *recent) advance(now int64) {
	n := int64(len(r.lately))
	for r.slot = max(r.slot, now-n); r.slot < now; {
		r.slot++
		r.lately[r.slot%n] = 0
	}
}

// sum is how many restarts are remembered.
func (r *recent) sum() (n uint64) {
	for _, v := range r.lately {
		n += v
	}
	return n
}

// setLoop sets what is known of c's last restart and the end before it, and whether
// it is started again and again. One that has ended and stays so is not.
func (r *recent) setLoop(c *Container, now time.Duration) {
	if r.lastRestart == 0 {
		return
	}
	c.SinceRestart, c.LastExit = now-r.lastRestart, r.exit
	pause := min(max(loopPause, loopPauses*r.restartPeriod), loopStill)
	stays := c.Ended() && c.EndedAgo >= pause.Seconds()
	c.Looping = c.RestartsLately >= loops && c.SinceRestart < loopStill && !stays
}

// Restarting reports whether that c loops is its state, whether it runs at the
// moment or not: a person has not done something else to it.
func (c *Container) Restarting() bool {
	return c.Looping && c.State != Paused && c.State != Stopping && c.State != Removing
}

// setLastExit notes how a container ended, unless a later end is known.
func (r *recent) setLastExit(at time.Time, code Count, ended bool) {
	if ended && code.IsKnown() && at.After(r.exitTime) {
		r.exit, r.exitTime = code, at
	}
}

// takeExits notes the ends in Podman's events: that of a container that is
// started again at once is in no list.
func (t *Tracker) takeExits(events []PodmanEvent) {
	for i := range events {
		e := &events[i]
		if e.Type != "container" || e.Action != "died" {
			continue
		}
		k, _ := e.container()
		if r := t.recent[k]; r != nil {
			r.setLastExit(e.Time, e.Exit, true)
		}
	}
}

// setLastKill notes the last OOM kill: one that was counted, or one that ended the
// container, which only Podman or systemd can tell.
func (r *recent) setLastKill(c *Container, cs *containerState, snap *Snapshot) {
	if cs != nil && cs.lastKill > r.lastKill {
		r.lastKill = cs.lastKill
	}
	if c.OOMKilled && !c.State.Live() && !c.Finished.IsZero() {
		ago := max(0, snap.Time.Sub(c.Finished))
		r.lastKill = max(r.lastKill, snap.Mono-ago)
	}
}

// endedSince reports whether c has ended, and was started after at: what was
// killed then was the one before it.
func (c *Container) endedSince(snap *Snapshot, at time.Duration) bool {
	return c.Ended() && !c.Started.IsZero() && snap.Mono-snap.Time.Sub(c.Started) > at
}

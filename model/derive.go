package model

import (
	"math"
	"time"
)

// snapshot derives what is shown from the last sample and from what the
// tracker remembers.
func (t *Tracker) snapshot(s *Sample) *Snapshot {
	snap := &Snapshot{
		Time: s.Time, Mono: s.Mono, Interval: s.Interval, Window: t.window(), Demo: s.Demo,
		Host: t.deriveHost(&s.Host), Self: t.deriveSelf(&s.Self),
		Notes: append([]Note(nil), s.Notes...), History: t.history,
	}
	if t.Budget >= 0 && t.history.Full() {
		snap.Notes = append(snap.Notes, fullNote)
		SortNotes(snap.Notes)
	}
	most := len(s.Readings)
	if s.Inventory != nil {
		most += len(s.Inventory.Containers) + len(s.Inventory.Units)
	}
	snap.Containers = make([]Container, 0, most)
	seen := make(map[ID]bool, len(s.Readings))
	for i := range s.Readings {
		r := &s.Readings[i]
		seen[r.ID] = true
		snap.Containers = append(snap.Containers, t.deriveContainer(s, r))
	}
	if inv := s.Inventory; inv != nil {
		snap.Engines = inv.Engines
		for i := range inv.Containers {
			if m := &inv.Containers[i]; !seen[m.ID] {
				snap.Containers = append(snap.Containers, t.withoutCgroup(s, m))
			}
		}
		snap.Containers = append(snap.Containers, unitRows(s, snap.Containers)...)
	}
	t.setRecent(snap)
	sortContainers(snap.Containers)
	snap.shareNetworks(s, t)
	snap.Pods = t.pods(snap, s.Inventory)
	return snap
}

// deriveContainer is the row of a container that has a cgroup.
func (t *Tracker) deriveContainer(s *Sample, r *Reading) Container {
	cs := t.byID[r.ID]
	c := Container{Key: cs.key, Runtime: r.Runtime, Path: r.Path, Effective: r.Limits, OOMs: cs.kills, Figures: unknownFigures}
	if m := t.names.metaOf(r); m != nil {
		c.Meta, c.Known = *m, true
	} else {
		c.Meta = Meta{ID: r.ID, Name: r.ID.Short(), UID: r.UID, Pod: r.Pod, Infra: r.Infra}
	}
	c.Infra = c.Infra || r.Infra
	if c.Pod == "" {
		c.Pod = r.Pod
	}
	c.State = correctedState(c.State, r)
	if cs.cgroup.startedBefore(c.Started, s) {
		c.Started = time.Time{}
	}
	t.figures(&c, s, cs, r)
	c.setTimes(s.Time)
	return c
}

// figures sets those that follow from the cgroup's own files.
func (t *Tracker) figures(c *Container, s *Sample, cs *containerState, r *Reading) {
	if limit, ok := r.Limits.CPU.Get(); ok {
		c.CPULimit = float64(limit) / 1e6
	}
	if limit, ok := r.Limits.Memory.Get(); ok {
		c.MemLimit = float64(limit)
	}
	t.cpuFigures(c, cs)
	t.throttling(c, s, r)
	memoryFigures(c, r)
	t.flowFigures(c, cs)
	c.OOMKills, c.Pids = r.Events.OOMKill.Float(), r.Pids.Current.Float()
}

// correctedState is Podman's last state of a container, corrected by what its
// cgroup shows now: that has processes, frozen or not. One without any may be
// left over from a container that has ended, which only Podman can tell.
func correctedState(podman State, r *Reading) State {
	empty := r.Pids.Current == Known(0)
	switch {
	case r.Frozen:
		return Paused
	case podman == Stopping || podman == Removing, empty && podman != NoState:
		return podman
	case empty:
		return Gone
	}
	return Running
}

func (t *Tracker) cpuFigures(c *Container, cs *containerState) {
	if from, to, d, ok := cs.cpu.span(t.window()); ok {
		c.CPU = Rate(from, to, d) / 1e6
	}
	c.CPULimitPct = ratio(c.CPU, c.CPULimit)
}

// throttling is the worst over the container's own cgroups and their
// ancestors: the kernel counts it only where the quota is.
func (t *Tracker) throttling(c *Container, s *Sample, r *Reading) {
	for _, i := range r.Quotas {
		q := t.quotas[s.Quotas[i].Path]
		if q == nil {
			continue
		}
		from, to, d, ok := q.window.span(t.window())
		if !ok {
			continue
		}
		periods, throttled := Rate(from.Periods, to.Periods, d), Rate(from.Throttled, to.Throttled, d)
		pct := ratio(throttled, periods)
		if periods == 0 && throttled == 0 {
			pct = 0 // nothing ran, so nothing was throttled
		}
		if pct > c.ThrottledPct || math.IsNaN(c.ThrottledPct) {
			c.ThrottledPct, c.ThrottledBy = pct, to.Path
		}
	}
	if !(c.ThrottledPct > 0) {
		c.ThrottledBy = ""
	}
}

func memoryFigures(c *Container, r *Reading) {
	m := &r.Stat
	c.Mem = r.Memory.Bytes.Float()
	c.Anon, c.File, c.Shmem = m.Anon.Float(), m.File.Float(), m.Shmem.Float()
	c.Kernel, c.Sock, c.Swap = m.Kernel.Float(), m.Sock.Float(), m.Swap.Float()
	// memory.stat lags memory.current, so a difference can fall below 0.
	c.MemWS = atLeast0(m.Current.Float() - m.InactiveFile.Float())
	c.MemHard = atLeast0(m.Current.Float() - c.File + c.Shmem - reclaimable(m))
	c.MemLimitPct = ratio(c.MemHard, c.MemLimit)
}

// reclaimable is slab_reclaimable. v1 does not tell it: then none of it is
// taken for reclaimable, which errs on the safe side.
func reclaimable(m *MemoryStat) float64 {
	if v, ok := m.SlabReclaimable.Get(); ok {
		return float64(v)
	}
	return 0
}

// atLeast0 is v, or 0 if v is below it; NaN stays.
func atLeast0(v float64) float64 {
	if v < 0 {
		return 0
	}
	return v
}

func (t *Tracker) flowFigures(c *Container, cs *containerState) {
	c.BlkR, c.BlkW, c.BlkRIOPS, c.BlkWIOPS = ioRates(&cs.io, t.window())
	c.PSICPU, c.PSIMem, c.PSIIO = pressure(&cs.psi, t.window())
}

func ioRates(t *counterWindow[IO], window time.Duration) (r, w, riops, wiops float64) {
	from, to, d, ok := t.span(window)
	if !ok {
		nan := math.NaN()
		return nan, nan, nan, nan
	}
	return Rate(from.RBytes, to.RBytes, d), Rate(from.WBytes, to.WBytes, d), Rate(from.RIOs, to.RIOs, d), Rate(from.WIOs, to.WIOs, d)
}

// pressure is the share of time, in percent, in which some task waited. The
// counter runs on the kernel's own clock, so that it can pass the reader's by a
// hair: more than all the time is all the time.
func pressure(t *counterWindow[PSI], window time.Duration) (cpu, mem, io float64) {
	from, to, d, ok := t.span(window)
	if !ok {
		return math.NaN(), math.NaN(), math.NaN()
	}
	pct := func(a, b Count) float64 {
		v := Rate(a, b, d) / 1e4
		if v > 100 {
			return 100
		}
		return v
	}
	return pct(from.CPUSome, to.CPUSome), pct(from.MemSome, to.MemSome), pct(from.IOSome, to.IOSome)
}

// setTimes sets the figures that follow from Meta.
func (c *Container) setTimes(now time.Time) {
	c.Figures.Restarts = c.Meta.Restarts.Float()
	if c.Ended() && !c.Finished.IsZero() {
		c.EndedAgo = atLeast0(now.Sub(c.Finished).Seconds())
	}
	if c.State.Live() && !c.Started.IsZero() {
		c.Uptime = atLeast0(now.Sub(c.Started).Seconds())
	}
}

// withoutCgroup is the row of a container Podman knows and the cgroup tree
// does not: one that does not run, has no cgroup of its own, or has just gone.
func (t *Tracker) withoutCgroup(s *Sample, m *Meta) Container {
	c := Container{Key: Key{m.UID, m.Name}, Runtime: Podman, Meta: *m, Known: true, Figures: unknownFigures}
	cs := t.byID[m.ID]
	if cs != nil {
		c.OOMs = cs.kills
	}
	// A conmon can outlive its container: without a cgroup its word is not enough.
	if m.State.Live() && !m.NoCgroup && (cs != nil || m.Source == FromConmon) {
		c.State = Gone
	}
	c.setTimes(s.Time)
	return c
}

// pods are the groups by pod, and the pods that have no container.
func (t *Tracker) pods(snap *Snapshot, inv *Inventory) []Group {
	groups := snap.groups(ByPod)
	have := make(map[podKey]bool, len(groups))
	for i := range groups {
		g := &groups[i]
		key := podKey{g.UID, g.ID}
		have[key] = true
		if p := t.names.pods[key]; p != nil {
			g.setPod(p)
		}
	}
	if inv != nil {
		for i := range inv.Pods {
			if p := &inv.Pods[i]; !have[podKey{p.UID, p.ID}] {
				have[podKey{p.UID, p.ID}] = true // two services may list it
				groups = append(groups, Group{By: ByPod, Figures: unknownFigures})
				groups[len(groups)-1].setPod(p)
			}
		}
	}
	sortGroups(groups)
	return groups
}

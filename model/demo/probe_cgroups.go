package demo

import (
	"fmt"
	"math"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// Cgroups are the cgroups of a container, as the samples have it where they
// tell of it too.
func (h *Host) Cgroups(s probe.Target) (*probe.Cgroups, error) {
	c, err := h.find(s)
	if err != nil {
		return nil, err
	}
	a := &probe.Cgroups{Answer: h.answer(), HostSwappiness: model.Known(60)}
	if !c.hasCgroup() {
		return a, nil
	}
	a.Levels = append(a.Levels, c.child(), c.scope(h))
	for path := c.CgroupPath; path != "/"; {
		if path = path[:strings.LastIndexByte(path, '/')]; path == "" {
			path = "/"
		}
		a.Levels = append(a.Levels, c.outerLevel(path))
	}
	a.Memory = c.memoryStat()
	if c.UID != 0 {
		a.Missing = []model.Note{{Severity: model.Info, Source: "cgroup", Text: fmt.Sprintf("io, cpuset: not delegated to user %d, so unknown; see Delegate= of user@.service", c.UID)}}
	}
	return a, nil
}

// unbound is a cgroup without limits.
func unbound(path string) probe.Level {
	none, zero := model.NoLimit, model.LimitOf(0)
	return probe.Level{
		Path: path, CPUMax: none, CPUPer: model.Known(100_000), MemoryMax: none, MemoryHigh: none, MemoryLow: zero, MemoryMin: zero,
		SwapMax: none, PidsMax: none, CPUWeight: model.Known(100),
	}
}

// outerLevel is one of the cgroups c's is in.
func (c *container) outerLevel(path string) probe.Level {
	if path == "/" {
		return probe.Level{Path: path, Controllers: "cpuset cpu io memory pids"}
	}
	l := unbound(path)
	l.Controllers = c.controllers()
	return l
}

// controllers are those that c's user has been given.
func (c *container) controllers() string {
	if c.UID != 0 {
		return "cpu memory pids"
	}
	return "cpuset cpu io memory pids"
}

// child is the cgroup crun makes in the container's own.
func (c *container) child() probe.Level {
	l := unbound(c.CgroupPath + "/container")
	c.bound(&l)
	l.CPUMax, l.CPUQuota, l.MemoryLow = model.NoLimit, model.Count{}, model.LimitOf(0)
	l.Controllers = c.controllers()
	return l
}

// scope is the container's own cgroup.
func (c *container) scope(h *Host) probe.Level {
	l := unbound(c.CgroupPath)
	c.bound(&l)
	l.Own, l.PidsMax, l.Controllers, l.ControllersSpread = true, model.LimitOf(2048), c.controllers(), c.controllers()
	if c.Most.IsKnown() {
		l.PidsMax = c.Most
	}
	if shares, ok := c.Limits.CPUShares.Get(); ok {
		l.CPUWeight = model.Known(1 + (shares-2)*9999/262142)
	}
	l.Pids, l.MemoryNow = model.Known(c.Pids), model.Known(c.Current)
	if c.Quota > 0 {
		l.Periods, l.Throttled, l.ThrottledUsec = whole(c.Periods), whole(c.Throttled), whole(c.Throttled*0.05e6)
	}
	micro := func(sec float64) model.Count { return whole(sec * 1e6) }
	l.PSI = model.PSI{
		At: h.mono, CPUSome: micro(c.Waited[0]), MemSome: micro(c.Waited[1]), IOSome: micro(c.Waited[2]),
		CPUFull: micro(0), MemFull: micro(0), IOFull: micro(0),
	}
	l.Events = c.events()
	return l
}

// bound gives l the limits that Podman writes into the container's own cgroup
// and crun into its child.
func (c *container) bound(l *probe.Level) {
	if c.Quota > 0 {
		l.CPUMax, l.CPUQuota = model.LimitOf(c.Quota), model.Known(c.Quota/10)
	}
	if c.Limit > 0 {
		l.MemoryMax, l.SwapMax = model.LimitOf(c.Limit), model.LimitOf(c.Limit)
	}
	if low, ok := c.Limits.Reserve.Get(); ok {
		l.MemoryLow = model.LimitOf(low)
	}
}

// events are memory.events: what reads more than there is room for comes to its
// limit again and again.
func (c *container) events() []probe.Line {
	return []probe.Line{
		{Name: "low", Value: model.Known(0)},
		{Name: "high", Value: model.Known(0)},
		{Name: "max", Value: whole(c.crowded() / (32 * 4 * kb))},
		{Name: "oom", Value: model.Known(c.OOMKills)},
		{Name: "oom_kill", Value: model.Known(c.OOMKills)},
		{Name: "oom_group_kill", Value: model.Known(0)},
	}
}

// crowded is how many bytes went through a page cache there was no room for.
func (c *container) crowded() float64 {
	if c.Limit == 0 || c.cache < float64(c.Limit) {
		return 0
	}
	return c.R + c.W
}

// memoryStat is memory.stat; counters follow from what c has used so far.
func (c *container) memoryStat() []probe.Line {
	const page = 4 * kb
	pages := c.crowded() / page
	kernel := float64(c.Kernel)
	var all []probe.Line
	for _, l := range []struct {
		name string
		v    float64
	}{
		{"anon", float64(c.Anon)},
		{"file", float64(c.File)},
		{"kernel", kernel},
		{"kernel_stack", math.Min(kernel/3, float64(16*kb*c.Pids))},
		{"pagetables", kernel / 4},
		{"percpu", math.Min(kernel/20, 80*kb)},
		{"sock", 0},
		{"vmalloc", 0},
		{"shmem", float64(c.Shmem)},
		{"file_mapped", math.Min(float64(c.File)/8, 24*mb)},
		{"file_dirty", math.Min(float64(c.File)/50, c.now.W)},
		{"file_writeback", 0},
		{"inactive_anon", 0},
		{"active_anon", float64(c.Anon)},
		{"inactive_file", float64((c.File - c.Shmem) / 2)},
		{"active_file", float64((c.File - c.Shmem) - (c.File-c.Shmem)/2)},
		{"unevictable", 0},
		{"slab_reclaimable", 0},
		{"slab_unreclaimable", kernel / 3},
		{"workingset_refault_anon", 0},
		{"workingset_refault_file", pages * 0.06},
		{"pgscan", pages * 1.3},
		{"pgsteal", pages},
		{"pgscan_direct", pages * 0.2},
		{"pgsteal_direct", pages * 0.15},
		{"pgfault", c.CPU * 2100},
		{"pgmajfault", pages * 0.004},
	} {
		all = append(all, probe.Line{Name: l.name, Value: whole(l.v)})
	}
	return all
}

func whole(v float64) model.Count { return model.Known(uint64(v)) }

package cgroup

import (
	"slices"
	"testing"
	"time"

	"podtop/model"
)

func TestEffectiveLimits(t *testing.T) {
	h := newHost(t, Unified)
	h.group("/machine.slice", "memory.max=1000000", "pids.max=50")
	h.group(scope(1), "cpu.max=50000 100000", "memory.max=2000000", "memory.swap.max=134217728")
	h.group(scope(1)+"/container", "cpu.max=50000 100000", "memory.swap.max=67108864", "memory.high=900000")
	h.group(scope(2))
	tree := h.open()
	s := h.tick(tree)
	if want := (model.Limits{
		CPU: model.LimitOf(500_000), CPUBy: scope(1), Memory: model.LimitOf(1000000), MemoryBy: "/machine.slice",
		High: model.LimitOf(900000), Swap: model.LimitOf(67108864), Pids: model.LimitOf(50),
	}); s.Readings[byID(s, 1)].Limits != want {
		t.Errorf("of 1: %+v", s.Readings[byID(s, 1)].Limits)
	}
	if want := (model.Limits{
		CPU: model.NoLimit, Memory: model.LimitOf(1000000), MemoryBy: "/machine.slice",
		High: model.NoLimit, Swap: model.NoLimit, Pids: model.LimitOf(50),
	}); s.Readings[byID(s, 2)].Limits != want {
		t.Errorf("of 2: %+v", s.Readings[byID(s, 2)].Limits)
	}
}

func byID(s model.Sample, n int) int {
	return slices.IndexFunc(s.Readings, func(r model.Reading) bool { return r.ID == model.ID(id(n)) })
}

// A changed limit, a pause, and a quota further up show at the next tick.
func TestChangesAreNoticed(t *testing.T) {
	for _, inotify := range []bool{true, false} {
		h := newHost(t, Unified)
		h.group("/machine.slice")
		h.group(scope(1))
		h.group(scope(1) + "/container")
		tree := h.open()
		ticks := 1
		if !inotify {
			blind(tree)
			ticks = 11
		}
		tick := func() (s model.Sample) {
			for range ticks {
				s = h.tick(tree)
			}
			return s
		}
		if r := tick().Readings[0]; r.Frozen || r.Limits.CPU != model.NoLimit || len(r.Quotas) != 0 {
			t.Errorf("inotify %v: at first %+v", inotify, r)
		}
		h.write("cgroup"+scope(1)+"/container/cgroup.events", "populated 1\nfrozen 1\n")
		h.write("cgroup/machine.slice/cpu.max", "30000 100000\n")
		h.write("cgroup"+scope(1)+"/memory.max", "4096\n")
		s := tick()
		r := s.Readings[0]
		if !r.Frozen || r.Limits.CPU != model.LimitOf(300_000) || r.Limits.CPUBy != "/machine.slice" || r.Limits.Memory != model.LimitOf(4096) {
			t.Errorf("inotify %v: then %+v", inotify, r)
		}
		if len(s.Quotas) != 1 || !slices.Equal(r.Quotas, []int{0}) || s.Quotas[0].Path != "/machine.slice" || s.Quotas[0].Throttled != known(2) {
			t.Errorf("inotify %v: quotas %v of %+v", inotify, r.Quotas, s.Quotas)
		}
		h.write("cgroup"+scope(1)+"/container/cgroup.events", "populated 1\nfrozen 0\n")
		h.write("cgroup/machine.slice/cpu.max", "max 100000\n")
		s = tick()
		if r := s.Readings[0]; r.Frozen || r.Limits.CPU != model.NoLimit || r.Limits.CPUBy != "" || len(r.Quotas) != 0 || len(s.Quotas) != 0 {
			t.Errorf("inotify %v: at last %+v, quotas %+v", inotify, r, s.Quotas)
		}
	}
}

// What inotify did not tell of is found all the same, if later.
func TestMissedChangesAreFound(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	tree := h.open()
	tree.unwatch(tree.containers[0].group)
	h.write("cgroup"+scope(1)+"/memory.max", "4096\n")
	for range int(tree.boundsEvery()/(100*time.Millisecond)) + 1 {
		h.tick(tree)
	}
	if r := h.only(tree); r.Limits.Memory != model.LimitOf(4096) {
		t.Errorf("limits: %+v", r.Limits)
	}
}

// Quotas are read once each, with the indices of all that are under them.
func TestQuotasAreShared(t *testing.T) {
	h := newHost(t, Unified)
	h.group("/machine.slice", "cpu.max=30000 100000")
	h.group(scope(1), "cpu.max=50000 100000")
	h.group(scope(1)+"/container", "cpu.max=50000 100000")
	h.group(scope(2))
	tree := h.open()
	check := func(want ...string) {
		t.Helper()
		s := h.tick(tree)
		var paths []string
		for _, q := range s.Quotas {
			paths = append(paths, q.Path)
			if q.At == 0 || q.Inode == 0 || q.Periods != known(5) || q.Usec != known(70) {
				t.Errorf("%+v", q)
			}
		}
		slices.Sort(paths)
		if !slices.Equal(paths, want) {
			t.Errorf("quotas of %v, want %v", paths, want)
		}
		for _, r := range s.Readings {
			if i := slices.IndexFunc(r.Quotas, func(i int) bool { return s.Quotas[i].Path == "/machine.slice" }); i < 0 {
				t.Errorf("%s is under no slice: %v", r.Path, r.Quotas)
			}
		}
	}
	check("/machine.slice", scope(1), scope(1)+"/container")
	h.remove(scope(1))
	check("/machine.slice")
	tree.Close()
	if n := tree.budget.Kept(); n != 0 {
		t.Errorf("%d descriptors kept after Close", n)
	}
}

// An OOM kill shows with the next fast tick: the cgroup may be gone before the
// next slow one.
func TestEventsShowAtOnce(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	tree := h.open()
	h.tick(tree)
	h.write("cgroup"+scope(1)+"/memory.events", "oom 4\noom_kill 5\n")
	h.now += 100 * time.Millisecond
	tree.Poll(h.now)
	var s model.Sample
	tree.Fast(&s)
	if s.Readings[0].Events.OOMKill != known(5) {
		t.Errorf("events: %+v", s.Readings[0].Events)
	}
}

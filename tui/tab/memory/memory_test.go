package memory

import (
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

const mb = 1 << 20

// onMemory is the tab with all that it asks for.
func onMemory(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "app")
	g.With.Memory = tabtest.MemoryOf
	g.With.Cgroups = tabtest.CgroupsOf(g.Subject.Container, g.Env.Now)
	g.With.Processes = tabtest.ProcessesOf(g.Env.Now)
	g.Tick(0)
	g.Tick(time.Second)
	return g
}

func TestMemory(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onMemory(t).Golden() })
	t.Run("hangs", func(t *testing.T) {
		g := onMemory(t)
		g.With.Hangs = true
		g.Tick(10 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("samples", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		g.Env.Prober = nil
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := onMemory(t)
		note := model.Note{Severity: model.Warn, Text: "smaps_rollup of root's processes cannot be read: run podtop as root"}
		g.With.Memory = func(pid int) *probe.Memory {
			m := tabtest.MemoryOf(pid)
			m.Rollup, m.Missing = nil, []model.Note{note}
			return m
		}
		g.With.Cgroups.Memory, g.With.Cgroups.Missing = nil, []model.Note{{Severity: model.Warn, Text: "memory.stat cannot be read"}}
		g.Tick(10 * time.Second)
		g.Golden()
	})
}

func TestMemorySays(t *testing.T) {
	g := onMemory(t)
	g.Shows(
		"1.0G of its limit of 1.0G (its cgroup), 99%", "free",
		"It can take 21.0M more before the OOM killer comes.",
		"what can OOM: 1.0G, 98%", "anon                   994M  97% heaps and stacks of processes",
		"  slab_unreclaimable   2.0M",
		"what can be reclaimed: 11.0M, 1%",
		"64.0M (crun's child)",
		"256M protects nothing from others' need: the pod web, which it is in, has a reservation of 0",
		"process 1077 node", "the biggest; enter in Processes chooses another", "VmHWM",
	)
	own := g.With.Cgroups.Own()
	for i := range g.With.Cgroups.Levels {
		g.With.Cgroups.Levels[i].MemoryLow = model.NoLimit
	}
	own.MemoryLow = model.LimitOf(256 * mb)
	g.Tick(2 * time.Second)
	g.Shows("256M: of what it has, 256M are not reclaimed as long as others have what can be")
	own.MemoryLow = model.LimitOf(0)
	g.Tick(2 * time.Second)
	g.Shows("none: what can be reclaimed of it is, as everybody's")
}

// Swap puts the OOM killer off, as far as the host has some.
func TestMemoryAndSwap(t *testing.T) {
	g := onMemory(t)
	g.Env.Snapshot.Host.SwapTotal, g.Env.Snapshot.Host.SwapUsed = 40*mb, 10*mb
	g.Tick(2 * time.Second)
	g.Shows("It can take 21.0M more and 30.0M of swap before the OOM killer comes.")
	g.Env.Snapshot.Host.SwapTotal = 1024 * mb
	g.Tick(2 * time.Second)
	g.Shows("It can take 21.0M more and 64.0M of swap before the OOM killer comes.")
}

// Without a limit memory is a part of what the host has.
func TestMemoryWithoutLimit(t *testing.T) {
	g := tabtest.On(t, New, "node-exporter")
	g.Env.Prober = nil
	g.Shows("33.0M of the host's 24.0G")
	g.Lacks("before the OOM killer comes")
}

func TestMemoryAtEverySize(t *testing.T) {
	g := tabtest.On(t, New, "app")
	g.EverySize()
	g = onMemory(t)
	g.EverySize()
}

func TestMemoryDrawAgain(t *testing.T) {
	g := onMemory(t)
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = g.Tab.Draw(b[:0], g.Env, &g.Subject) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

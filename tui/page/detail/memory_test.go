package detail

import (
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/tab"
)

// onMemory is the tab with all that it asks for.
func onMemory(t *testing.T) *stage {
	g := onStage(t, newMemory, "app")
	g.with.memory = memoryOf
	g.with.cgroups = cgroupsOf(g.s.Container, g.env.Now)
	g.with.processes = processesOf(g.env.Now)
	g.tick(0)
	g.tick(time.Second)
	return g
}

func TestMemory(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onMemory(t).golden() })
	t.Run("hangs", func(t *testing.T) {
		g := onMemory(t)
		g.with.hangs = true
		g.tick(10 * time.Second)
		g.tick(10 * time.Second)
		g.golden()
	})
	t.Run("samples", func(t *testing.T) {
		g := onStage(t, newMemory, "db")
		g.env.Prober = nil
		g.golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := onMemory(t)
		note := model.Note{Severity: model.Warn, Text: "smaps_rollup of root's processes cannot be read: run podtop as root"}
		g.with.memory = func(pid int) *probe.Memory {
			m := memoryOf(pid)
			m.Rollup, m.Missing = nil, []model.Note{note}
			return m
		}
		g.with.cgroups.Memory, g.with.cgroups.Missing = nil, []model.Note{{Severity: model.Warn, Text: "memory.stat cannot be read"}}
		g.tick(10 * time.Second)
		g.golden()
	})
}

func TestMemorySays(t *testing.T) {
	g := onMemory(t)
	g.shows(
		"1.0G of its limit of 1.0G (its cgroup), 99%", "free",
		"It can take 21.0M more before the OOM killer comes.",
		"what can OOM: 1.0G, 98%", "anon                   994M  97% heaps and stacks of processes",
		"  slab_unreclaimable   2.0M",
		"what can be reclaimed: 11.0M, 1%",
		"64.0M (crun's child)",
		"256M protects nothing from others' need: the pod web, which it is in, has a reservation of 0",
		"process 1077 node", "the biggest; enter in Processes chooses another", "VmHWM",
	)
	own := g.with.cgroups.Own()
	for i := range g.with.cgroups.Levels {
		g.with.cgroups.Levels[i].MemoryLow = model.NoLimit
	}
	own.MemoryLow = model.LimitOf(256 * mb)
	g.tick(2 * time.Second)
	g.shows("256M: of what it has, 256M are not reclaimed as long as others have what can be")
	own.MemoryLow = model.LimitOf(0)
	g.tick(2 * time.Second)
	g.shows("none: what can be reclaimed of it is, as everybody's")
}

// Swap puts the OOM killer off, as far as the host has some.
func TestMemoryAndSwap(t *testing.T) {
	g := onMemory(t)
	g.env.Snapshot.Host.SwapTotal, g.env.Snapshot.Host.SwapUsed = 40*mb, 10*mb
	g.tick(2 * time.Second)
	g.shows("It can take 21.0M more and 30.0M of swap before the OOM killer comes.")
	g.env.Snapshot.Host.SwapTotal = 1024 * mb
	g.tick(2 * time.Second)
	g.shows("It can take 21.0M more and 64.0M of swap before the OOM killer comes.")
}

// Without a limit memory is a part of what the host has.
func TestMemoryWithoutLimit(t *testing.T) {
	g := onStage(t, newMemory, "node-exporter")
	g.env.Prober = nil
	g.shows("33.0M of the host's 24.0G")
	g.lacks("before the OOM killer comes")
}

// The process chosen in Processes is the one that is asked for its memory.
func TestMemoryOfChosen(t *testing.T) {
	keys := tab.DefaultKeyMap()
	a := poll.NewShared()
	g := onMemory(t)
	list := &stage{t: t, tab: newProcesses(&keys, a), env: g.env, s: g.s, with: g.with}
	list.tick(0)
	list.press("j", "enter")
	g.tab = newMemory(&keys, a)
	g.tick(0)
	g.shows("process 1041 nginx", "chosen in Processes", "/proc/1041/status")
	g.with.processes = processesOf(g.env.Now)
	g.with.processes.List = g.with.processes.List[3:]
	g.tick(11 * time.Second)
	g.tick(time.Second)
	g.shows("process 1077 node", "/proc/1077/status")
	g.lacks("chosen in Processes")
}

func TestMemoryAtEverySize(t *testing.T) {
	g := onStage(t, newMemory, "app")
	g.everySize()
	g = onMemory(t)
	g.everySize()
}

func TestMemoryDrawAgain(t *testing.T) {
	g := onMemory(t)
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = g.tab.Draw(b[:0], g.env, &g.s) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

package demo_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"podtop/model"
	"podtop/model/probe"
)

// near reports whether a and b are the same but for rounding.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 0.01*math.Max(math.Abs(a), math.Abs(b))+1e-3 || math.IsNaN(a) && math.IsNaN(b)
}

// What the kernel says of a container when it is asked is what the samples say
// of it, whatever befell it in the meantime.
func TestKernelSaysWhatSamplesSay(t *testing.T) {
	h, tr := now(2)
	before := map[model.ID]*answers{}
	for range 40 {
		h.Advance(time.Second)
		snap := tr.Push(h.Sample(time.Second))
		for i := range snap.Containers {
			c := &snap.Containers[i]
			if !c.State.Live() || c.ID == "" {
				continue
			}
			a := ask(t, c, h)
			a.check(t, c, before[c.ID])
			before[c.ID] = a
		}
	}
}

// answers are what is said of one container.
type answers struct {
	cgroups   *probe.Cgroups
	processes *probe.Processes
	network   *probe.Network
	uptime    float64
}

func ask(t *testing.T, c *model.Container, h interface {
	Cgroups(probe.Target) (*probe.Cgroups, error)
	Processes(probe.Target) (*probe.Processes, error)
	Network(probe.Target) (*probe.Network, error)
	Memory(probe.Target, int) (*probe.Memory, error)
},
) *answers {
	t.Helper()
	s := probe.TargetOf(c)
	cgroups, err := h.Cgroups(s)
	processes, err2 := h.Processes(s)
	network, err3 := h.Network(s)
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(c.Name, err, err2, err3)
	}
	first := processes.List[0]
	memory, err := h.Memory(s, first.PID)
	if err != nil || memory.PID != first.PID || probe.Find(memory.Rollup, "Private_Dirty") != first.RSS {
		t.Fatalf("of the memory of %d: %+v, %v", first.PID, memory, err)
	}
	if _, err := h.Memory(s, 1); err == nil {
		t.Error("a process that there is not tells of its memory")
	}
	return &answers{cgroups, processes, network, c.Uptime}
}

func (a *answers) check(t *testing.T, c *model.Container, before *answers) {
	t.Helper()
	for what, of := range map[string]struct {
		sampled, said model.Limit
	}{
		"CPU":    {c.Effective.CPU, strictest(a.cgroups, probe.CPUMax)},
		"memory": {c.Effective.Memory, strictest(a.cgroups, probe.MemoryMax)},
		"pids":   {c.Effective.Pids, strictest(a.cgroups, probe.PidsMax)},
	} {
		if of.sampled != of.said {
			t.Errorf("the limit on %s of %s is %v, by the samples %v", what, c.Name, of.said.Float(), of.sampled.Float())
		}
	}
	own := a.cgroups.Own()
	if own.Path != c.Path || own.MemoryNow.Float() != c.Mem {
		t.Errorf("of %s: %+v", c.Name, own)
	}
	if b := a.cgroups.Breakdown(); !near(b.Hard, c.MemHard) {
		t.Errorf("of %s %v can OOM, by the samples %v", c.Name, b.Hard, c.MemHard)
	}
	a.checkProcesses(t, c, before)
	if before == nil || c.Uptime < before.uptime || c.Uptime < 2 {
		return
	}
	if p := a.cgroups.Pressure(before.cgroups); !near(p.CPUSome, c.PSICPU) || !near(p.MemSome, c.PSIMem) || !near(p.IOSome, c.PSIIO) {
		t.Errorf("%s waits %+v, by the samples %v %v %v", c.Name, p, c.PSICPU, c.PSIMem, c.PSIIO)
	}
	for _, th := range probe.Throttlings(before.cgroups, a.cgroups) {
		if th.Own && math.Abs(th.Pct-c.ThrottledPct) > 11 { // whole periods
			t.Errorf("%s is throttled %v, by the samples %v", c.Name, th.Pct, c.ThrottledPct)
		}
	}
	if f := a.network.Flow(len(a.network.Interfaces)-1, before.network); c.Net == model.NetOwn && (!near(f.RxBytes, c.NetRx) || !near(f.TxBytes, c.NetTx)) {
		t.Errorf("%s receives %v and sends %v, by the samples %v and %v", c.Name, f.RxBytes, f.TxBytes, c.NetRx, c.NetTx)
	}
}

func strictest(c *probe.Cgroups, of func(*probe.Level) model.Limit) model.Limit {
	limit, _ := probe.Strictest(c.Levels, of)
	return limit
}

func (a *answers) checkProcesses(t *testing.T, c *model.Container, before *answers) {
	t.Helper()
	var was *probe.Processes
	if before != nil && c.Uptime >= before.uptime {
		was = before.processes
	}
	var cpu, rss float64
	threads, pids := 0, map[int]bool{}
	for i, used := range a.processes.CPU(nil, was) {
		p := &a.processes.List[i]
		cpu, rss, threads = cpu+used, rss+p.RSS.Float(), threads+p.Threads
		if pids[p.PID] || p.PID == 0 {
			t.Errorf("of %s two processes are %d", c.Name, p.PID)
		}
		pids[p.PID] = true
		if strings.ContainsFunc(p.Command+p.Name+p.User, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q is not clean", p.Command)
		}
		if age := p.Age(a.processes.At); c.Uptime == c.Uptime && !(age <= c.Uptime+0.1) {
			t.Errorf("%s has run for %v s, and its process %d for %v", c.Name, c.Uptime, p.PID, age)
		}
	}
	if !near(rss, c.Anon) && math.Abs(rss-c.Anon) > float64(len(a.processes.List))*4096 {
		t.Errorf("the processes of %s hold %v of %v", c.Name, rss, c.Anon)
	}
	if float64(threads) != c.Pids {
		t.Errorf("the processes of %s have %d threads of %v", c.Name, threads, c.Pids)
	}
	if was != nil && c.Uptime > 2 && !near(cpu, c.CPU) && math.Abs(cpu-c.CPU) > 0.001 {
		t.Errorf("the processes of %s use %v cores of %v", c.Name, cpu, c.CPU)
	}
}

// What has ended, and what there never was, has no cgroup.
func TestKernelOfWhatDoesNotRun(t *testing.T) {
	h, tr := now(1)
	h.Advance(time.Second)
	snap := tr.Push(h.Sample(time.Second))
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.State.Live() || c.ID == "" {
			continue
		}
		if a, err := h.Cgroups(probe.TargetOf(c)); err == nil && len(a.Levels) > 0 {
			t.Errorf("%s, which is %s, is in %s", c.Name, c.State, a.Levels[0].Path)
		}
		if a, err := h.Processes(probe.TargetOf(c)); err == nil && len(a.List) > 0 {
			t.Errorf("%s, which is %s, has processes", c.Name, c.State)
		}
	}
	none := probe.Target{Target: model.Target{ID: "0123456789abcdef"}}
	if _, err := h.Network(none); err == nil || !strings.Contains(err.Error(), "0123456789ab") {
		t.Errorf("of a container there is not: %v", err)
	}
}

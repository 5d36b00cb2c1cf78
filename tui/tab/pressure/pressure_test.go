package pressure

import (
	"math"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/tab/tabtest"
)

// onPressure is the tab with two answers of the kernel, 2 s apart.
func onPressure(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "app")
	g.With.Cgroups = tabtest.CgroupsOf(g.Subject.Container, g.Env.Now)
	g.Tick(0)
	g.With.Cgroups = tabtest.CgroupsOf(g.Subject.Container, g.Env.Now+2*time.Second)
	g.Tick(2 * time.Second)
	return g
}

func TestPressure(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onPressure(t).Golden() })
	t.Run("hangs", func(t *testing.T) {
		g := onPressure(t)
		g.With.Hangs = true
		g.Tick(2 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("waits", func(t *testing.T) { // for the first answer, with the samples alone
		g := tabtest.On(t, New, "shop-worker-1")
		g.With.Hangs = true
		g.Tick(0)
		g.Env.Now += 3 * time.Second
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := tabtest.On(t, New, "jupyter")
		n := math.NaN()
		g.Subject.PSICPU, g.Subject.PSIMem, g.Subject.PSIIO = n, n, n
		g.With.Cgroups = &probe.Cgroups{
			Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "cpu.stat of user.slice cannot be read: that needs root"}}},
			Levels: []probe.Level{{Path: g.Subject.Path, Own: true}},
		}
		g.Tick(0)
		g.Golden()
	})
}

func TestPressureSays(t *testing.T) {
	g := onPressure(t)
	g.Shows(
		"Held back by the quota of the pod web: 34% of its periods, 0.40 s of CPU time each second.",
		"It waits for memory 12% of the time, and runs into its memory limit 1.4k times a second.",
		"It reads again 1.2k pages a second of the page cache",
		"waiting (PSI), over the last 2 s",
		"the pod web", "1.40  34%  0.40",
		"refaults: page cache read again",
		"its cgroup", "oom_kill",
	)
	g.Lacks("Nothing holds it back", "Waits for a CPU", "Waits for disks")
}

// Every finding, and what it is about.
func TestVerdict(t *testing.T) {
	n := math.NaN()
	quiet := func() strain {
		return strain{s: &poll.Subject{Container: &model.Container{Meta: model.Meta{State: model.Running}}}, host: &model.Host{CPUs: 8, CPU: 1}, refaults: n, full: n, high: n}
	}
	for _, tt := range []struct {
		do   func(*strain)
		want string
	}{
		{func(*strain) {}, "Nothing holds it back now."},
		{func(s *strain) { s.psi = probe.Pressure{CPUSome: n, MemSome: n, IOSome: n} }, "What it waits for is not known: the kernel tells no pressure (psi=1 on its command line switches that on)."},
		{func(s *strain) { s.s.State = model.Exited }, ""},
		{func(s *strain) { s.s.OOMAge, s.s.OOMs = 90, 3 }, "The OOM killer killed in it 1m ago, 3 times since podtop began."},
		{func(s *strain) { s.held = []held{{0.5, "the pod a", n}, {30, "the pod b", n}} }, "Held back by the quota of the pod b: 30% of its periods."},
		{func(s *strain) { s.held = []held{{0.5, "the pod a", n}} }, "Nothing holds it back now."},
		{func(s *strain) { s.psi.CPUSome, s.host.CPU = 30, 7.9 }, "Waits for a CPU 30% of the time: the host's CPUs are all busy."},
		{func(s *strain) { s.psi.CPUSome, s.host.PSICPU = 30, 41 }, "Waits for a CPU 30% of the time: others want the host's CPUs too."},
		{func(s *strain) { s.psi.CPUSome = 30 }, "Waits for a CPU 30% of the time: a narrow cpuset, or more that wants to run at once than there are CPUs."},
		{func(s *strain) { s.psi.CPUSome, s.held = 30, []held{{50, "its cgroup", 0.2}} }, "Held back by the quota of its cgroup: 50% of its periods, 0.20 s of CPU time each second. Waits for a CPU 30% of the time: its quota is why."},
		{func(s *strain) { s.high = 7 }, "It is slowed down at memory.high 7 times a second."},
		{func(s *strain) { s.psi.IOSome, s.refaults = 20, 40 }, "Waits for disks 20% of the time, also to read again what memory had no room for."},
		{func(s *strain) { s.psi.IOSome = 20 }, "Waits for disks 20% of the time."},
	} {
		st := quiet()
		st.s.OOMAge = n
		tt.do(&st)
		var texts []string
		for _, f := range st.verdict() {
			texts = append(texts, f.text)
		}
		if got := strings.Join(texts, " "); got != tt.want {
			t.Errorf("it says %q, want %q", got, tt.want)
		}
	}
}

// v1 counts in other files: they are named, and a setting is no event.
func TestPressureLegacy(t *testing.T) {
	g := tabtest.On(t, New, "app")
	answer := func(failcnt uint64) *probe.Cgroups {
		c := tabtest.CgroupsOf(g.Subject.Container, g.Env.Now)
		c.Legacy = true
		for i := range c.Levels {
			c.Levels[i].Events = []probe.Line{{Name: "oom_kill_disable", Value: model.Known(1)}}
		}
		c.Own().Events = append(c.Own().Events, []probe.Line{
			{Name: "failcnt", Value: model.Known(failcnt)},
			{Name: "memsw.failcnt", Value: model.Known(7)},
			{Name: "under_oom", Value: model.Known(0)},
			{Name: "oom_kill", Value: model.Known(4)},
		}...)
		return c
	}
	g.With.Cgroups = answer(100)
	g.Tick(0)
	g.With.Cgroups = answer(160)
	g.With.Cgroups.At += 2 * time.Second
	g.Tick(2 * time.Second)
	g.Shows("runs into its memory limit 30 times a second", "memory.failcnt, memory.oom_control, ever", " failcnt memsw.failcnt under_oom oom_kill", "its cgroup                           160             7         0        4")
	g.Lacks("memory.events", "group_kill", "the pod web - ")
	if n := len(g.With.Cgroups.Eventful()); n != 1 {
		t.Errorf("%d cgroups count as eventful, want its own alone", n)
	}
}

func TestPressureAtEverySize(t *testing.T) {
	g := tabtest.On(t, New, "app")
	g.EverySize()
	g = onPressure(t)
	g.EverySize()
	g.Subject.State = model.Exited
	g.EverySize()
}

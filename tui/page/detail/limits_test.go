package detail

import (
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
)

// cgroupsOf is what the kernel says of c, a member of the pod web: the pod has a
// quota, crun's child less swap than the scope, and io is not delegated.
func cgroupsOf(c *model.Container, at time.Duration) *probe.Cgroups {
	n, cg := model.NoLimit, model.Known
	slice := "/machine.slice/machine-libpod_pod_" + c.Pod + ".slice"
	scope := slice + "/libpod-" + string(c.ID) + ".scope"
	sec := uint64(at / time.Second)
	return &probe.Cgroups{
		Answer:         probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)},
		HostSwappiness: model.Known(60),
		Levels: []probe.Level{
			{Path: scope + "/container", CPUMax: n, MemoryMax: model.LimitOf(1024 * mb), MemoryHigh: n, SwapMax: model.LimitOf(64 * mb), PidsMax: n, MemoryLow: model.LimitOf(0)},
			{
				Path: scope, Own: true, CPUMax: model.LimitOf(1_500_000), CPUQuota: cg(150_000), CPUPer: cg(100_000), CPUWeight: cg(39), MemoryMax: model.LimitOf(1024 * mb), MemoryHigh: n,
				MemoryLow: model.LimitOf(256 * mb), SwapMax: model.LimitOf(128 * mb), PidsMax: model.LimitOf(2048),
				Controllers: "cpuset cpu memory pids", CPUSet: "0-3", MemoryNow: cg(1014 * mb), Pids: cg(55),
				Periods: cg(10 * sec), Throttled: cg(0), ThrottledUsec: cg(0),
				PSI:    model.PSI{At: at, CPUSome: cg(20_000 * sec), CPUFull: cg(1000 * sec), MemSome: cg(120_000 * sec), MemFull: cg(60_000 * sec), IOSome: cg(0), IOFull: cg(0)},
				Events: []probe.Line{{Name: "low", Value: cg(0)}, {Name: "high", Value: cg(0)}, {Name: "max", Value: cg(1381 * sec)}, {Name: "oom", Value: cg(3)}, {Name: "oom_kill", Value: cg(2)}, {Name: "oom_group_kill", Value: cg(0)}},
			},
			{
				Path: slice, CPUMax: model.LimitOf(1_400_000), CPUQuota: cg(14_000), CPUPer: cg(10_000), MemoryMax: n, MemoryHigh: n, MemoryLow: model.LimitOf(0), SwapMax: n, PidsMax: n,
				Periods: cg(100 * sec), Throttled: cg(34 * sec), ThrottledUsec: cg(400_000 * sec),
			},
			{Path: "/machine.slice", CPUMax: n, MemoryMax: n, MemoryHigh: n, MemoryLow: model.LimitOf(0), SwapMax: n, PidsMax: n},
			{Path: "/"},
		},
		Memory: memoryStat(sec),
	}
}

func memoryStat(sec uint64) []probe.Line {
	var all []probe.Line
	for _, l := range []struct {
		name string
		n    uint64
	}{
		{"anon", 994 * mb},
		{"file", 8 * mb},
		{"kernel", 11 * mb},
		{"kernel_stack", 880 * kb},
		{"pagetables", 3 * mb},
		{"percpu", 200 * kb},
		{"sock", 300 * kb},
		{"shmem", mb},
		{"file_mapped", 2 * mb},
		{"file_dirty", 64 * kb},
		{"file_writeback", 0},
		{"inactive_file", 5 * mb},
		{"slab_reclaimable", 4 * mb},
		{"slab_unreclaimable", 2 * mb},
		{"workingset_refault_anon", 0},
		{"workingset_refault_file", 1200 * sec},
		{"pgscan", 9000 * sec},
		{"pgsteal", 2500 * sec},
		{"pgscan_direct", 8000 * sec},
		{"pgsteal_direct", 2000 * sec},
		{"pgfault", 7000 * sec},
		{"pgmajfault", 310 * sec},
	} {
		all = append(all, probe.Line{Name: l.name, Value: model.Known(l.n)})
	}
	return all
}

// limited is a container of which Podman has limits on record, and its tab.
func onLimits(t *testing.T) *stage {
	g := onStage(t, newLimits, "app")
	g.s.Limits = model.Configured{
		NanoCPUs: model.Known(1_500_000_000), Memory: model.Known(1024 * mb), Swap: model.Known(1152 * mb), Reserve: model.Known(512 * mb),
		Pids: model.Known(2048), CPUShares: model.Known(1024), CPUSet: "0-3",
	}
	g.with.cgroups = cgroupsOf(g.s.Container, g.env.Now)
	return g
}

func TestLimits(t *testing.T) {
	t.Run("answered", func(t *testing.T) {
		g := onLimits(t)
		g.tick(0)
		g.golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onLimits(t)
		g.tick(0)
		g.with.hangs = true
		g.tick(2 * time.Second)
		g.tick(10 * time.Second)
		g.golden()
	})
	t.Run("samples", func(t *testing.T) { // nobody reads more
		g := onLimits(t)
		g.env.Prober = nil
		g.golden()
	})
	t.Run("rootless", func(t *testing.T) {
		g := onStage(t, newLimits, "jupyter")
		g.s.Limits.CPUSet = "0-1"
		g.with.cgroups = &probe.Cgroups{Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "memory.low of user.slice cannot be read: that needs root"}}}, Levels: []probe.Level{
			{Path: g.s.Path, Own: true, CPUMax: model.NoLimit, MemoryMax: model.LimitOf(1024 * mb), PidsMax: model.LimitOf(2048), Controllers: "cpu memory pids"},
			{Path: "/user.slice/user-1000.slice/user@1000.service/user.slice", CPUMax: model.NoLimit, MemoryMax: model.NoLimit},
		}}
		g.tick(0)
		g.golden()
	})
}

func TestLimitsSay(t *testing.T) {
	g := onLimits(t)
	g.tick(0)
	g.shows(
		"cpu           1.50  1.40 pod web",
		"cpuset         0-3   0-3 own",
		"cpu weight    1.0k    39 unset: 100",
		"swap          128M 64.0M crun's child",
		"pids          2.0k  2.0k own",
		"reservation   512M     0 pod web",
		"reservation: Podman's record says 512M, the kernel 256M (its cgroup).",
		"swap: its cgroup has 128M, crun's child 64.0M; the lesser holds.",
		"p95 and max are over 60 s:",
	)
}

// v1 has shares, of which those unset are 1024, and no weight.
func TestLimitsLegacy(t *testing.T) {
	g := onLimits(t)
	g.with.cgroups.Legacy = true
	g.with.cgroups.Own().CPUWeight = model.Known(512)
	g.tick(0)
	g.shows("cpu shares    1.0k   512 unset: 1024")
	g.lacks("cpu weight", "unset: 100 ")
}

// Beside graphs on a usual screen there is the record, p95 and what is left;
// what is not shown is not explained.
func TestLimitsBesideGraphs(t *testing.T) {
	g := onLimits(t)
	g.tick(0)
	at := func(width int) string {
		g.env.Width, g.env.Height = width, 30
		return strings.Join(strings.Fields(g.screen()), " ")
	}
	if screen := at(54); !strings.Contains(screen, "record limit by now p95 left cpu") || !strings.Contains(screen, "left: limit less max") {
		t.Errorf("at 54 cells there is\n%s", screen)
	}
	for _, word := range []string{"record:", "p95", "left:"} {
		if screen := at(30); strings.Contains(screen, word) || !strings.Contains(screen, "limit: what the kernel enforces") {
			t.Errorf("%s is explained, and not shown:\n%s", word, screen)
		}
	}
}

// A limit on record that nothing enforces is told, and why.
func TestLimitsNotEnforced(t *testing.T) {
	g := onStage(t, newLimits, "jupyter")
	g.s.Limits = model.Configured{CPUSet: "0-1", NanoCPUs: model.Known(2e9), Memory: model.Known(1024 * mb)}
	g.with.cgroups = &probe.Cgroups{Levels: []probe.Level{{Path: g.s.Path, Own: true, MemoryMax: model.LimitOf(1024 * mb), Controllers: "memory pids"}}}
	g.tick(0)
	g.shows(
		"cpu: Podman's record says 2.00, which is not enforced: cpu is not delegated to op; Delegate= in",
		"cpuset: Podman's record says 0-1, which is not enforced: cpuset is not delegated to op",
	)
	g.s.UID = 0
	g.tick(2 * time.Second)
	g.shows("cpuset is not switched on for its cgroup.")
	g.lacks("delegate.conf", "memory: Podman's record")
}

// IO limits have a row each, and the figures of all devices.
func TestLimitsOfDevices(t *testing.T) {
	g := onLimits(t)
	own := &g.with.cgroups.Levels[0]
	own.IOMax = []probe.IOLimit{{Device: "vda", WBytes: model.LimitOf(10 * mb), RBytes: model.NoLimit, RIOs: model.LimitOf(500)}}
	g.tick(0)
	g.shows("vda write          10.0M crun's child", "vda reads/s          500 crun's child")
	g.lacks("vda read  ", "vda writes/s")
}

// Memory that is full of page cache is no cause for alarm, and it says so.
func TestLimitsFullOfCache(t *testing.T) {
	g := onStage(t, newLimits, "backup")
	g.shows("memory is near its limit with page cache, which gives way; of what can OOM, ")
	g = onStage(t, newLimits, "app")
	g.lacks("which gives way")
}

func TestLimitsOfConmon(t *testing.T) {
	g := onLimits(t)
	g.s.Source = model.FromConmon
	g.tick(0)
	g.shows("Podman has not said what it has on record.", "cpu              –  1.40")
	g.lacks("Podman's record says")
}

func TestLimitsFail(t *testing.T) {
	g := onLimits(t)
	g.with.err = errors.New("permission denied")
	g.tick(0)
	g.shows("The kernel: permission denied; asking again.", "memory        1.0G  1.0G own")
}

func TestLimitsAtEverySize(t *testing.T) {
	g := onLimits(t)
	g.everySize()
	g.tick(0)
	g.everySize()
	g.s.Gone = true
	g.everySize()
}

func TestLimitsScroll(t *testing.T) {
	g := onLimits(t)
	g.tick(0)
	g.env.Height = 5
	first := g.screen()
	g.press("j")
	if g.screen() == first {
		t.Error("it does not scroll")
	}
	g.press("G", "g")
	if g.screen() != first {
		t.Error("it does not come back to its first line")
	}
}

// Between two snapshots a frame is only another part of the same text.
func TestLimitsDrawAgain(t *testing.T) {
	g := onLimits(t)
	g.tick(0)
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = g.tab.Draw(b[:0], g.env, &g.s) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

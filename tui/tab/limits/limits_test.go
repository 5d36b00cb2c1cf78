package limits

import (
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

const mb = 1 << 20

// limited is a container of which Podman has limits on record, and its tab.
func onLimits(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "app")
	g.Subject.Limits = model.Configured{
		NanoCPUs: model.Known(1_500_000_000), Memory: model.Known(1024 * mb), Swap: model.Known(1152 * mb), Reserve: model.Known(512 * mb),
		Pids: model.Known(2048), CPUShares: model.Known(1024), CPUSet: "0-3",
	}
	g.With.Cgroups = tabtest.CgroupsOf(g.Subject.Container, g.Env.Now)
	return g
}

func TestLimits(t *testing.T) {
	t.Run("answered", func(t *testing.T) {
		g := onLimits(t)
		g.Tick(0)
		g.Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onLimits(t)
		g.Tick(0)
		g.With.Hangs = true
		g.Tick(2 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("samples", func(t *testing.T) { // nobody reads more
		g := onLimits(t)
		g.Env.Prober = nil
		g.Golden()
	})
	t.Run("rootless", func(t *testing.T) {
		g := tabtest.On(t, New, "jupyter")
		g.Subject.Limits.CPUSet = "0-1"
		g.With.Cgroups = &probe.Cgroups{Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "memory.low of user.slice cannot be read: that needs root"}}}, Levels: []probe.Level{
			{Path: g.Subject.Path, Own: true, CPUMax: model.NoLimit, MemoryMax: model.LimitOf(1024 * mb), PidsMax: model.LimitOf(2048), Controllers: "cpu memory pids"},
			{Path: "/user.slice/user-1000.slice/user@1000.service/user.slice", CPUMax: model.NoLimit, MemoryMax: model.NoLimit},
		}}
		g.Tick(0)
		g.Golden()
	})
}

func TestLimitsSay(t *testing.T) {
	g := onLimits(t)
	g.Tick(0)
	g.Shows(
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
	g.With.Cgroups.Legacy = true
	g.With.Cgroups.Own().CPUWeight = model.Known(512)
	g.Tick(0)
	g.Shows("cpu shares    1.0k   512 unset: 1024")
	g.Lacks("cpu weight", "unset: 100 ")
}

// Beside graphs on a usual screen there is the record, p95 and what is left;
// what is not shown is not explained.
func TestLimitsBesideGraphs(t *testing.T) {
	g := onLimits(t)
	g.Tick(0)
	at := func(width int) string {
		g.Env.Width, g.Env.Height = width, 30
		return strings.Join(strings.Fields(g.Screen()), " ")
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
	g := tabtest.On(t, New, "jupyter")
	g.Subject.Limits = model.Configured{CPUSet: "0-1", NanoCPUs: model.Known(2e9), Memory: model.Known(1024 * mb)}
	g.With.Cgroups = &probe.Cgroups{Levels: []probe.Level{{Path: g.Subject.Path, Own: true, MemoryMax: model.LimitOf(1024 * mb), Controllers: "memory pids"}}}
	g.Tick(0)
	g.Shows(
		"cpu: Podman's record says 2.00, which is not enforced: cpu is not delegated to op; Delegate= in",
		"cpuset: Podman's record says 0-1, which is not enforced: cpuset is not delegated to op",
	)
	g.Subject.UID = 0
	g.Tick(2 * time.Second)
	g.Shows("cpuset is not switched on for its cgroup.")
	g.Lacks("delegate.conf", "memory: Podman's record")
}

// IO limits have a row each, and the figures of all devices.
func TestLimitsOfDevices(t *testing.T) {
	g := onLimits(t)
	own := &g.With.Cgroups.Levels[0]
	own.IOMax = []probe.IOLimit{{Device: "vda", WBytes: model.LimitOf(10 * mb), RBytes: model.NoLimit, RIOs: model.LimitOf(500)}}
	g.Tick(0)
	g.Shows("vda write          10.0M crun's child", "vda reads/s          500 crun's child")
	g.Lacks("vda read  ", "vda writes/s")
}

// Memory that is full of page cache is no cause for alarm, and it says so.
func TestLimitsFullOfCache(t *testing.T) {
	g := tabtest.On(t, New, "backup")
	g.Shows("memory is near its limit with page cache, which gives way; of what can OOM, ")
	g = tabtest.On(t, New, "app")
	g.Lacks("which gives way")
}

func TestLimitsOfConmon(t *testing.T) {
	g := onLimits(t)
	g.Subject.Source = model.FromConmon
	g.Tick(0)
	g.Shows("Podman has not said what it has on record.", "cpu              –  1.40")
	g.Lacks("Podman's record says")
}

func TestLimitsFail(t *testing.T) {
	g := onLimits(t)
	g.With.Err = errors.New("permission denied")
	g.Tick(0)
	g.Shows("The kernel: permission denied; asking again.", "memory        1.0G  1.0G own")
}

func TestLimitsAtEverySize(t *testing.T) {
	g := onLimits(t)
	g.EverySize()
	g.Tick(0)
	g.EverySize()
	g.Subject.Gone = true
	g.EverySize()
}

func TestLimitsScroll(t *testing.T) {
	g := onLimits(t)
	g.Tick(0)
	g.Env.Height = 5
	first := g.Screen()
	g.Press("j")
	if g.Screen() == first {
		t.Error("it does not scroll")
	}
	g.Press("G", "g")
	if g.Screen() != first {
		t.Error("it does not come back to its first line")
	}
}

// Between two snapshots a frame is only another part of the same text.
func TestLimitsDrawAgain(t *testing.T) {
	g := onLimits(t)
	g.Tick(0)
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = g.Tab.Draw(b[:0], g.Env, &g.Subject) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

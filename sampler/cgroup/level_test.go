package cgroup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

func (h *fakeHost) find() *Hierarchies {
	h.t.Helper()
	hs, err := Find(Options{
		Root: h.dir + "/cgroup", Sys: h.dir + "/sys", Mode: h.mode,
		Clock: func() time.Duration { return time.Minute },
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return hs
}

func (h *fakeHost) chain(path string) []probe.Level {
	h.t.Helper()
	chain, err := h.find().Chain(context.Background(), path)
	if err != nil {
		h.t.Fatal(err)
	}
	return chain
}

func differ[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	// Count has no exported fields, but compares as it is.
	same := cmp.Comparer(func(a, b model.Count) bool { return a == b })
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

var calm = model.PSI{
	At: time.Minute, CPUSome: known(13), CPUFull: known(14),
	MemSome: known(15), MemFull: known(16), IOSome: known(17), IOFull: known(18),
}

func TestChain(t *testing.T) {
	h := newHost(t, Unified)
	h.write("cgroup/cpu.stat", "usage_usec 9\n")
	h.write("cgroup/machine.slice/memory.max", "max\n")
	h.group(scope(1), "cpu.max=50000 100000", "cpu.weight=39", "cpuset.cpus=0-1", "cpuset.mems=",
		"memory.max=67108864", "memory.high=max", "memory.low=1024", "memory.min=0", "memory.swap.max=134217728",
		"pids.max=2048", "io.max=8:0 rbps=2097152 wbps=max riops=max wiops=120\n252:0 rbps=max wbps=7 riops=max wiops=max",
		"cgroup.controllers=cpu io memory pids", "cgroup.subtree_control=cpu memory")
	h.group(scope(1)+"/container", "memory.swap.max=67108864")
	h.group(scope(1) + "/other")
	chain := h.chain(scope(1))
	var paths []string
	for _, l := range chain {
		paths = append(paths, l.Path)
	}
	differ(t, "paths", paths, []string{scope(1) + "/container", scope(1), "/machine.slice", "/"})
	differ(t, "the container's", chain[1], probe.Level{
		Path: scope(1), Own: true,
		CPUMax: model.LimitOf(500_000), CPUQuota: known(50_000), CPUPer: known(100_000), CPUWeight: known(39),
		CPUSet: "0-1", MemoryMax: model.LimitOf(64 << 20), MemoryHigh: model.NoLimit, MemoryLow: model.LimitOf(1024),
		MemoryMin: model.LimitOf(0), SwapMax: model.LimitOf(128 << 20), PidsMax: model.LimitOf(2048),
		IOMax: []probe.IOLimit{
			{Device: "8:0", RBytes: model.LimitOf(2 << 20), WBytes: model.NoLimit, RIOs: model.NoLimit, WIOs: model.LimitOf(120)},
			{Device: "252:0", RBytes: model.NoLimit, WBytes: model.LimitOf(7), RIOs: model.NoLimit, WIOs: model.NoLimit},
		},
		Pids: known(8), MemoryNow: known(4096), Periods: known(5), Throttled: known(2), ThrottledUsec: known(70),
		Events: []probe.Line{
			{Name: "low", Value: known(0)},
			{Name: "high", Value: known(1)},
			{Name: "max", Value: known(2)},
			{Name: "oom", Value: known(3)},
			{Name: "oom_kill", Value: known(4)},
			{Name: "oom_group_kill", Value: known(0)},
		},
		PSI: calm, Controllers: "cpu io memory pids", ControllersSpread: "cpu memory",
	})
	if c := chain[0]; c.Own || c.SwapMax != model.LimitOf(64<<20) || c.CPUMax != model.NoLimit || c.CPUQuota.IsKnown() || c.CPUPer != known(100_000) {
		t.Errorf("crun's child: %+v", c)
	}
	// What is not delegated has no file.
	differ(t, "the slice", chain[2], probe.Level{Path: "/machine.slice", MemoryMax: model.NoLimit})
	differ(t, "the root", chain[3], probe.Level{Path: "/", Controllers: "cpuset cpu io memory pids"})
}

func TestChainOfWhatHasGone(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	hs := h.find()
	if _, err := hs.Chain(context.Background(), scope(2)); !errors.Is(err, kernel.ErrGone) {
		t.Errorf("of none: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := hs.Chain(ctx, scope(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if m := hs.MemoryStat(scope(2)); m != nil {
		t.Errorf("memory.stat of none: %v", m)
	}
}

func TestChainLegacy(t *testing.T) {
	const parent = "/libpod_parent"
	path := parent + "/libpod-" + id(1)
	h := newHost(t, Hybrid)
	h.legacy(path)
	for name, text := range map[string]string{
		"cpu,cpuacct/cpu.shares":                  "1024\n",
		"cpuset/cpuset.cpus":                      "0-1\n",
		"cpuset/cpuset.mems":                      "0\n",
		"memory/memory.soft_limit_in_bytes":       "9223372036854771712\n",
		"memory/memory.failcnt":                   "7\n",
		"memory/memory.memsw.failcnt":             "5\n",
		"memory/memory.swappiness":                "60\n",
		"blkio/blkio.throttle.read_bps_device":    "8:0 2097152\n",
		"blkio/blkio.throttle.write_bps_device":   "252:0 7\n",
		"blkio/blkio.throttle.read_iops_device":   "",
		"blkio/blkio.throttle.write_iops_device":  "8:0 120\n",
		"unified/cgroup.controllers":              "\n",
		"blkio/blkio.throttle.nothing_of_the_lot": "8:0 1\n",
	} {
		dir, file, _ := cut(name)
		h.write("cgroup/"+dir+path+"/"+file, text)
	}
	chain := h.chain(path)
	differ(t, "the container's", chain[0], probe.Level{
		Path: path, Own: true,
		CPUMax: model.LimitOf(600_000), CPUQuota: known(60_000), CPUPer: known(100_000), CPUWeight: known(1024),
		CPUSet: "0-1", MemSet: "0", MemoryMax: model.LimitOf(64 << 20), MemoryLow: model.LimitOf(0),
		SwapMax: model.LimitOf(64 << 20), Swappiness: known(60), PidsMax: model.LimitOf(2048),
		IOMax: []probe.IOLimit{
			{Device: "8:0", RBytes: model.LimitOf(2 << 20), WBytes: model.NoLimit, RIOs: model.NoLimit, WIOs: model.LimitOf(120)},
			{Device: "252:0", RBytes: model.NoLimit, WBytes: model.LimitOf(7), RIOs: model.NoLimit, WIOs: model.NoLimit},
		},
		Pids: known(11), MemoryNow: known(327680), Periods: known(5), Throttled: known(2), ThrottledUsec: known(70),
		Events: []probe.Line{
			{Name: "failcnt", Value: known(7)},
			{Name: "memsw.failcnt", Value: known(5)},
			{Name: "oom_kill_disable", Value: known(0)},
			{Name: "under_oom", Value: known(0)},
			{Name: "oom_kill", Value: known(8)},
		},
		PSI: model.PSI{At: time.Minute, CPUSome: known(12), MemSome: known(13), IOSome: known(14)},
	})
	// A limit that was taken away, and one that is a number.
	h.write("cgroup/cpu,cpuacct"+path+"/cpu.cfs_quota_us", "-1\n")
	h.write("cgroup/memory"+path+"/memory.soft_limit_in_bytes", "4096\n")
	if c := h.chain(path)[0]; c.CPUMax != model.NoLimit || c.CPUQuota.IsKnown() || c.MemoryLow != model.LimitOf(4096) {
		t.Errorf("without a quota: %+v", c)
	}
	if len(chain) != 3 || chain[1].Path != parent || chain[2].Path != "/" || chain[1].MemoryMax.IsKnown() {
		t.Errorf("above: %+v", chain[1:])
	}
}

func TestDevicesOfLimitsHaveNames(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), "io.max=254:0 rbps=1 wbps=max riops=max wiops=max")
	if err := os.Symlink("../../devices/virtio/block/vda", filepath.Join(h.dir, "sys/dev/block/254:0")); err != nil {
		t.Fatal(err)
	}
	if l := h.chain(scope(1))[0].IOMax; len(l) != 1 || l[0].Device != "vda" {
		t.Errorf("io.max: %+v", l)
	}
}

func TestMemoryStat(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), "memory.stat=anon 1\nworkingset_refault_file 2\npgmajfault 3")
	differ(t, "memory.stat", h.find().MemoryStat(scope(1)), []probe.Line{
		{Name: "anon", Value: known(1)},
		{Name: "workingset_refault_file", Value: known(2)},
		{Name: "pgmajfault", Value: known(3)},
	})
}

func TestMissing(t *testing.T) {
	for _, test := range []struct {
		name      string
		mode      Mode
		own, host string // controllers
		uid       int
		psi       bool
		want      []string
	}{
		{"all there", Unified, "cpuset cpu io memory pids", "cpuset cpu io memory pids", 1000, true, nil},
		{"rootful", Unified, "cpu io memory pids", "cpuset cpu io memory pids", 0, true, nil},
		{"rootful without io", Unified, "cpu memory pids", "cpuset cpu io memory pids", 0, true, []string{"io: not switched on for this cgroup"}},
		{"rootless", Unified, "cpu memory pids", "cpuset cpu io memory pids", 1000, true, []string{"io, cpuset: not delegated to user 1000"}},
		{"a kernel without io", Unified, "cpu memory pids", "cpu memory pids", 0, true, []string{"no cgroup controller for io"}},
		{"no PSI", Unified, "cpu io memory pids", "cpu io memory pids", 0, false, []string{"psi=1"}},
		{"v1", Legacy, "", "", 0, false, []string{"for cpuacct, pids here", "cgroup v1 alone"}},
	} {
		h := newHost(t, test.mode)
		for _, c := range []string{"cpu", "memory", "blkio"} {
			h.write("cgroup/"+c+"/tasks", "")
		}
		hs := h.find()
		chain := []probe.Level{{Own: true, Controllers: test.own}, {Controllers: test.host}}
		if test.psi {
			chain[0].PSI = calm
		}
		notes := hs.Missing(chain, test.uid)
		if len(notes) != len(test.want) {
			t.Errorf("%s: %v, want %q", test.name, notes, test.want)
			continue
		}
		for i, n := range notes {
			if !strings.Contains(n.Text, test.want[i]) || n.Source != "cgroup" {
				t.Errorf("%s: %+v, want %q", test.name, n, test.want[i])
			}
		}
	}
}

func TestMembers(t *testing.T) {
	for _, mode := range []Mode{Unified, Hybrid} {
		h := newHost(t, mode)
		top := "cgroup"
		if mode == Hybrid {
			h.legacy(scope(1))
			top = "cgroup/cpu,cpuacct"
		}
		h.write(top+scope(1)+"/cgroup.procs", "") // crun's scope holds none
		h.write(top+scope(1)+"/container/cgroup.procs", "7\n9\n")
		h.write(top+scope(1)+"/container/a.service/b/cgroup.procs", "0\n8\n7\n") // 7 has just moved
		h.write(top+scope(2)+"/cgroup.procs", "99\n")
		hs := h.find()
		got, whole, err := hs.Members(context.Background(), scope(1), 10)
		if err != nil || !whole {
			t.Errorf("whole %v, %v", whole, err)
		}
		differ(t, "members", got, []Member{{7, "container"}, {9, "container"}, {8, "container/a.service/b"}})
		if got, whole, err := hs.Members(context.Background(), scope(1), 2); err != nil || whole || len(got) != 2 {
			t.Errorf("at most two: %v, whole %v, %v", got, whole, err)
		}
		if _, whole, err := hs.Members(context.Background(), scope(1), 3); err != nil || !whole {
			t.Errorf("at most three: whole %v, %v", whole, err)
		}
		if _, _, err := hs.Members(context.Background(), scope(3), 10); !errors.Is(err, kernel.ErrGone) {
			t.Errorf("of none: %v", err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, _, err := hs.Members(ctx, scope(1), 10); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
}

// A container can nest cgroups as it likes, but keep nobody busy.
func TestMembersThatHide(t *testing.T) {
	h := newHost(t, Unified)
	h.write("cgroup"+scope(1)+"/cgroup.procs", "7\n")
	deep := "cgroup" + scope(1)
	for len(h.dir)+len(deep) < 3800 {
		deep += "/" + strings.Repeat("d", 200)
	}
	h.write(deep+"/cgroup.procs", "8\n")
	if got, whole, err := h.find().Members(context.Background(), scope(1), 10); err != nil || whole || len(got) != 1 {
		t.Errorf("too deep: %v, whole %v, %v", got, whole, err)
	}
}

func TestParseIOMax(t *testing.T) {
	for in, want := range map[string][]probe.IOLimit{
		"":                        nil,
		"8:0 rbps=1":              nil, // torn
		"(unknown) rbps=1\n8:0\n": {{Device: "8:0"}},
		"8:16 rbps=x wbps=2 riops=max wiops=99999999999999999999 new=5\n": {
			{Device: "8:16", WBytes: model.LimitOf(2), RIOs: model.NoLimit},
		},
	} {
		differ(t, in, parseIOMax([]byte(in)), want)
	}
}

func FuzzLevel(f *testing.F) {
	f.Add([]byte("8:16 rbps=2097152 wbps=max riops=max wiops=120\n"))
	f.Add([]byte("8:16 2097152\nanon 5\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range parseIOMax(b) {
			if _, ok := parseDevice([]byte(l.Device)); !ok {
				t.Errorf("%q: %+v", b, l)
			}
		}
		for _, l := range parseLines(b) {
			if l.Name == "" || strings.ContainsAny(l.Name, " \n") {
				t.Errorf("%q: %+v", b, l)
			}
		}
		eachRate(b, func(_ device, n model.Limit) {
			if n.IsKnown() && n != model.NoLimit && !digits(b) {
				t.Errorf("%q: %v", b, n.Float())
			}
		})
		for n, rest := 0, b; len(rest) > 0; n++ {
			if n > len(b) {
				t.Fatalf("no end of %q", b)
			}
			_, rest = cutPID(rest)
		}
	})
}

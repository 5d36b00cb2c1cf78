package probe

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

const (
	scope = "/machine.slice/machine-libpod_pod_beef.slice/libpod-1.scope"
	mb    = 1 << 20
)

// chain is a container in a pod with a quota, that crun gave a child.
func chain() *Cgroups {
	n := model.NoLimit
	return &Cgroups{
		Answer: Answer{At: 10 * time.Second},
		Levels: []Level{
			{Path: scope + "/container", CPUMax: n, MemoryMax: model.LimitOf(512 * mb), SwapMax: model.LimitOf(64 * mb), PidsMax: n, MemoryLow: model.LimitOf(0), CPUSet: "1-2"},
			{
				Path: scope, Own: true, CPUMax: model.LimitOf(1_500_000), MemoryMax: model.LimitOf(512 * mb), SwapMax: model.LimitOf(128 * mb), PidsMax: model.LimitOf(2048),
				MemoryLow: model.LimitOf(256 * mb), MemoryNow: model.Known(300 * mb), Controllers: "cpu memory pids", CPUSet: "0-2",
			},
			{Path: "/machine.slice/machine-libpod_pod_beef.slice", CPUMax: model.LimitOf(500_000), MemoryMax: n, MemoryLow: model.LimitOf(100 * mb), CPUSet: "2-5"},
			{Path: "/machine.slice", CPUMax: n, MemoryMax: model.LimitOf(512 * mb), MemoryLow: model.LimitOf(100 * mb)},
			{Path: "/"},
		},
	}
}

func TestStrictest(t *testing.T) {
	c := chain()
	for _, tt := range []struct {
		name   string
		levels []Level
		of     func(*Level) model.Limit
		want   model.Limit
		by     string
	}{
		{"the pod's quota", c.Levels, CPUMax, model.LimitOf(500_000), "/machine.slice/machine-libpod_pod_beef.slice"},
		{"its own alone", c.Inner(), CPUMax, model.LimitOf(1_500_000), scope},
		{"a tie goes to its own", c.Levels, MemoryMax, model.LimitOf(512 * mb), scope},
		{"the child's", c.Levels, SwapMax, model.LimitOf(64 * mb), scope + "/container"},
		{"nobody has one", c.Levels[3:4], CPUMax, model.NoLimit, ""},
		{"nobody tells", c.Levels, MemoryHigh, model.Limit{}, ""},
		{"no levels", nil, CPUMax, model.Limit{}, ""},
	} {
		got, by := Strictest(tt.levels, tt.of)
		path := ""
		if by != nil {
			path = by.Path
		}
		if got != tt.want || path != tt.by {
			t.Errorf("%s: %v by %q, want %v by %q", tt.name, got.Float(), path, tt.want.Float(), tt.by)
		}
	}
	if none := new(Cgroups); none.Own() != nil || len(none.Inner()) != 0 || len(none.Outer()) != 0 || none.Lacks("io") {
		t.Error("of no levels something is said")
	}
	if !c.Lacks("io") || c.Lacks("cpu") {
		t.Error("cgroup.controllers is not heeded")
	}
}

func TestIOLimits(t *testing.T) {
	c := chain()
	c.Levels[0].IOMax = []IOLimit{{Device: "vda", RBytes: model.LimitOf(mb)}}
	c.Levels[3].IOMax = []IOLimit{{Device: "vdb"}, {Device: "vda"}}
	if got := strings.Join(c.Bounded(), " "); got != "vda vdb" {
		t.Errorf("bounded are %s", got)
	}
	if c.Levels[0].IO("vda").RBytes != model.LimitOf(mb) || c.Levels[1].IO("vda").RBytes.IsKnown() {
		t.Error("a device's limits are another's")
	}
}

func TestWhere(t *testing.T) {
	pod := strings.Repeat("ab", 32)
	m := &model.Meta{Pod: pod, PodName: "web", Unit: "app.service"}
	for path, want := range map[string]string{
		"/":                                     "the host",
		scope:                                   "its cgroup",
		scope + "/container":                    "crun's child",
		scope + "/init.scope":                   "inside it init.scope",
		"/machine.slice":                        "machine.slice",
		"/machine-libpod_pod_" + pod + ".slice": "the pod web",
		"/libpod_parent/" + pod:                 "the pod web",
		"/system.slice/app.service":             "its unit app.service",
		"/user.slice/user-1000.slice":           "user-1000.slice",
		"/machine-libpod_pod_" + "beef" + ".slice": "machine-libpod_pod_beef.slice",
	} {
		if got := Where(path, scope, m); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	c := chain()
	if got := c.Where(&c.Levels[0], m); got != "crun's child" {
		t.Errorf("the innermost is %q", got)
	}
	if got := Where("/libpod_parent", "", &model.Meta{}); got != "libpod_parent" {
		t.Errorf("without a cgroup of its own it is %q", got)
	}
}

func TestParseCPUs(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "\n": "", "0": "0", "0-3,8\n": "0-3,8", "3,1,2": "1-3", "5-5": "5", "0-1,1-2": "0-2",
	} {
		got, err := ParseCPUs(in)
		if err != nil || FormatCPUs(got) != want {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
	for _, in := range []string{",", "a", "3-1", "-1", "0-99999999999", "8192", "1 2"} {
		if got, err := ParseCPUs(in); err == nil {
			t.Errorf("%q is taken for %v", in, got)
		}
	}
}

func FuzzParseCPUs(f *testing.F) {
	f.Add("0-3,8")
	f.Add("1,,2")
	f.Fuzz(func(t *testing.T, s string) {
		cpus, err := ParseCPUs(s)
		if err != nil {
			return
		}
		again, err := ParseCPUs(FormatCPUs(cpus))
		if err != nil || fmt.Sprint(again) != fmt.Sprint(cpus) {
			t.Errorf("%q: %v, written and read again %v, %v", s, cpus, again, err)
		}
	})
}

func TestCPUs(t *testing.T) {
	c := chain()
	cpus, by := CPUs(c.Levels)
	if FormatCPUs(cpus) != "2" || by != c.Own() {
		t.Errorf("it may run on %v, by %+v", cpus, by)
	}
	c.Levels[2].CPUSet = "7" // nothing in common: the kernel takes what is above
	if cpus, by := CPUs(c.Levels); FormatCPUs(cpus) != "7" || by != &c.Levels[2] {
		t.Errorf("it may run on %v, by %+v", cpus, by)
	}
	if cpus, by := CPUs([]Level{{CPUSet: "x"}, {}}); cpus != nil || by != nil {
		t.Errorf("of nothing: %v, %v", cpus, by)
	}
}

// The quota of an ancestor is where throttling is counted.
func TestThrottlings(t *testing.T) {
	before, now := chain(), chain()
	before.At = 8 * time.Second
	set := func(c *Cgroups, level int, periods, throttled, usec uint64) {
		l := &c.Levels[level]
		l.Periods, l.Throttled, l.ThrottledUsec = model.Known(periods), model.Known(throttled), model.Known(usec)
	}
	set(before, 1, 100, 10, 0)
	set(now, 1, 100, 10, 0)
	set(before, 2, 100, 10, 1_000_000)
	set(now, 2, 120, 15, 2_000_000)
	got := Throttlings(before, now)
	if len(got) != 2 || !got[0].Own || got[0].Pct != 0 {
		t.Fatalf("got %+v", got)
	}
	if pod := got[1]; pod.Pct != 25 || pod.PerSec != 2.5 || pod.HeldPerSec != 0.5 || pod.Path != now.Levels[2].Path {
		t.Errorf("the pod's is %+v", pod)
	}
	for name, was := range map[string]*Cgroups{"one answer": nil, "another cgroup": {}, "the same answer": now} {
		for _, th := range Throttlings(was, now) {
			if !math.IsNaN(th.Pct) {
				t.Errorf("%s: %v %%", name, th.Pct)
			}
		}
	}
}

func TestWaited(t *testing.T) {
	psi := func(at time.Duration, v uint64) model.PSI {
		return model.PSI{At: at, CPUSome: model.Known(v), MemFull: model.Known(2 * v)}
	}
	before, now := chain(), chain()
	before.Own().PSI, now.Own().PSI = psi(8*time.Second, 1_000_000), psi(10*time.Second, 1_500_000)
	p := now.Pressure(before)
	if p.CPUSome != 25 || p.MemFull != 50 || !math.IsNaN(p.IOSome) {
		t.Errorf("got %+v", p)
	}
	now.Own().PSI = psi(10*time.Second, 3_000_100)
	if p := now.Pressure(before); p.CPUSome != 100 {
		t.Errorf("more than all the time: %v", p.CPUSome)
	}
	before.Own().PSI = model.PSI{} // nobody read it then
	if p := now.Pressure(before); !math.IsNaN(p.CPUSome) {
		t.Errorf("since boot: %v", p.CPUSome)
	}
	if p := now.Pressure(nil); !math.IsNaN(p.CPUSome) {
		t.Errorf("of one answer: %v", p.CPUSome)
	}
}

func TestMemoryRate(t *testing.T) {
	before, now := chain(), chain()
	before.At = 8 * time.Second
	before.Memory = []Line{{"workingset_refault", model.Known(10)}}
	now.Memory = []Line{{"workingset_refault", model.Known(30)}}
	if v := now.MemoryRate(before, "workingset_refault_file", "workingset_refault"); v != 10 {
		t.Errorf("%v pages a second", v)
	}
	for _, was := range []*Cgroups{nil, {}} {
		if v := now.MemoryRate(was, "workingset_refault"); !math.IsNaN(v) {
			t.Errorf("since %v: %v", was, v)
		}
	}
	if v := now.MemoryRate(before, "pgscan"); !math.IsNaN(v) {
		t.Errorf("of no line: %v", v)
	}
	if v := now.EventRate(before, "max"); !math.IsNaN(v) {
		t.Errorf("of no events: %v", v)
	}
	before.Own().Events, now.Own().Events = []Line{{"max", model.Known(10)}}, []Line{{"max", model.Known(14)}}
	if v := now.EventRate(before, "max"); v != 2 {
		t.Errorf("%v times a second", v)
	}
	if v := now.EventRate(nil, "max"); !math.IsNaN(v) {
		t.Errorf("since nothing: %v", v)
	}
	now.Levels[2].Events = []Line{{"max", model.Known(0)}, {"oom", model.Count{}}}
	if got := now.Eventful(); len(got) != 1 || !got[0].Own {
		t.Errorf("something happened in %d levels", len(got))
	}
}

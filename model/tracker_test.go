package model

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// A tape makes samples a step apart, for one container after another.
type tape struct {
	s  Sample
	t0 time.Time
}

func newTape() *tape {
	tp := &tape{t0: time.Unix(1_800_000_000, 0)}
	tp.s.Mono = time.Hour
	return tp
}

func (tp *tape) step(d time.Duration) *Sample {
	tp.s.Mono += d
	tp.s.Time = tp.t0.Add(tp.s.Mono - time.Hour)
	return &tp.s
}

func id(n int) ID { return ID(fmt.Sprintf("%012x%052x", n, 0)) }

// cpu is a Reading whose CPU was read now.
func (tp *tape) cpu(n int, inode, usec uint64) Reading {
	return Reading{ID: id(n), Runtime: Podman, Inode: inode, CPU: CPU{At: tp.s.Mono, UsageUsec: Known(usec)}}
}

func (tp *tape) inventory(metas ...Meta) {
	tp.s.Inventory = &Inventory{Containers: metas}
}

func row(t *testing.T, snap *Snapshot, name string) *Container {
	t.Helper()
	for i := range snap.Containers {
		if snap.Containers[i].Name == name {
			return &snap.Containers[i]
		}
	}
	t.Fatalf("no row %q in %v", name, snap.Containers)
	return nil
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b) }

func TestCPUIsTheMeanOfTheLastSecond(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.inventory(Meta{ID: id(1), Name: "web", State: Running})
	usec := uint64(0)
	for i := range 40 {
		tp.step(100 * time.Millisecond)
		if i%2 == 0 {
			usec += 100_000 // a whole core for 100 ms, then nothing
		}
		tp.s.Readings = []Reading{tp.cpu(1, 7, usec)}
		c := row(t, tr.Push(&tp.s), "web")
		switch {
		case i == 0 && !math.IsNaN(c.CPU):
			t.Errorf("a rate from one reading: %v", c.CPU)
		case i >= 10 && !near(c.CPU, 0.5):
			t.Errorf("tick %d: %v cores, want 0.5", i, c.CPU)
		}
	}
	var dots [4]float32
	tr.History().Maxima(dots[:], Key{0, "web"}, FastCPU, tp.s.Mono, time.Second)
	if dots[2] < 0.99 || dots[2] > 1.01 {
		t.Errorf("the history lost the spike: %v", dots)
	}
}

// A rate is over the time between the two reads of that very file, not over
// the tick.
func TestRatesUseTheTimesOfTheirOwnReads(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	for i := range 3 {
		tp.step(time.Second)
		r := tp.cpu(1, 7, uint64(i)*1_300_000)
		r.CPU.At = time.Hour + time.Duration(i)*1300*time.Millisecond
		tp.s.Readings = []Reading{r}
		tr.Push(&tp.s)
	}
	if got := tr.snap.Containers[0].CPU; !near(got, 1) {
		t.Errorf("%v cores, want 1", got)
	}
}

func TestRestartIsNoSpike(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.inventory(Meta{ID: id(1), Name: "web", State: Running})
	for i, r := range []struct{ inode, usec uint64 }{{7, 9e6}, {7, 9.1e6}, {8, 20e6}, {8, 20.1e6}, {9, 5}, {9, 6}} {
		tp.step(100 * time.Millisecond)
		tp.s.Readings = []Reading{tp.cpu(1, r.inode, r.usec)}
		c := row(t, tr.Push(&tp.s), "web")
		if c.CPU < 0 || c.CPU > 1.01 {
			t.Errorf("reading %d: %v cores", i, c.CPU)
		}
		if i%2 == 0 && !math.IsNaN(c.CPU) {
			t.Errorf("reading %d, the first of its cgroup, gave a rate: %v", i, c.CPU)
		}
	}
}

// A Quadlet container has another id after each start; its history goes on.
func TestHistoryFollowsTheName(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.inventory(Meta{ID: id(1), Name: "systemd-web", UID: 1000, Unit: "web.service"})
	for i := range 5 {
		tp.step(time.Second)
		tp.s.Readings = []Reading{tp.cpu(1, 7, uint64(i)*250_000)}
		tp.s.Readings[0].UID = 1000
		tr.Push(&tp.s)
	}
	// The new one is seen by its cgroup first, and gets its name a tick later.
	for i := range 5 {
		tp.step(time.Second)
		if i == 2 {
			tp.inventory(Meta{ID: id(2), Name: "systemd-web", UID: 1000, Unit: "web.service"})
		}
		tp.s.Readings = []Reading{tp.cpu(2, 8, uint64(i)*500_000)}
		tp.s.Readings[0].UID = 1000
		tr.Push(&tp.s)
	}
	var v [10]float32
	tr.History().Maxima(v[:], Key{1000, "systemd-web"}, FastCPU, tp.s.Mono, time.Second)
	for i, want := range []float64{math.NaN(), .25, .25, .25, .25, math.NaN(), .5, .5, .5, .5} {
		if !near(float64(v[i]), want) {
			t.Fatalf("history %v", v)
		}
	}
	if tr.history.store.Has(Key{1000, id(2).Short()}) {
		t.Error("what it was called before is still there")
	}
}

func TestPodTrafficIsCountedOnce(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	pod := "aa" + string(id(0))[2:]
	tp.s.Inventory = &Inventory{
		Pods: []Pod{{ID: pod, Name: "shop", Infra: id(9)}},
		Containers: []Meta{
			{ID: id(9), Name: "shop-infra", Pod: pod, PodName: "shop", Infra: true},
			{ID: id(1), Name: "app", Pod: pod, PodName: "shop"},
			{ID: id(2), Name: "web", Pod: pod, PodName: "shop"},
			{ID: id(3), Name: "lone"},
			{ID: id(4), Name: "side", NetworkMode: "container:" + string(id(3))},
			{ID: id(5), Name: "hostly", NetworkMode: "host"},
		},
	}
	for i := range uint64(3) {
		tp.step(time.Second)
		tp.s.Networks = []Network{
			{ID: 40, At: tp.s.Mono, RxBytes: Known(i * 1000), TxBytes: Known(i * 10)},
			{ID: 41, At: tp.s.Mono, RxBytes: Known(i * 500), TxBytes: Known(i * 5)},
		}
		tp.s.Readings = nil
		for n, net := range map[int]NetworkID{9: 40, 1: 40, 2: 40, 3: 41, 4: 41, 5: 0} {
			r := tp.cpu(n, uint64(n), i*100_000)
			r.Net, r.HostNS = net, n == 5
			tp.s.Readings = append(tp.s.Readings, r)
		}
		tr.Push(&tp.s)
	}
	snap := tr.snap
	var sum float64
	for _, c := range snap.Containers {
		if !math.IsNaN(c.NetRx) {
			sum += c.NetRx
		}
	}
	if len(snap.Pods) != 1 || !near(snap.Pods[0].NetRx, 1000) || !near(snap.Pods[0].NetTx, 10) || !near(sum+snap.Pods[0].NetRx, 1500) {
		t.Errorf("pods %+v, containers' sum %v", snap.Pods, sum)
	}
	if !near(snap.Pods[0].CPU, 0.3) || len(snap.Pods[0].Members) != 3 {
		t.Errorf("the pod's CPU is %v, want 0.3 from 3 members", snap.Pods[0].CPU)
	}
	for name, want := range map[string]struct {
		net  NetSource
		from string
	}{"app": {NetShared, "shop"}, "lone": {NetOwn, ""}, "side": {NetShared, "lone"}, "hostly": {NetHost, ""}} {
		if c := row(t, snap, name); c.Net != want.net || c.NetFrom != want.from {
			t.Errorf("%s: network %v from %q, want %v", name, c.Net, c.NetFrom, want)
		}
	}
}

func TestThrottlingIsTheWorstAncestors(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	for i := range uint64(3) {
		tp.step(time.Second)
		tp.s.Quotas = []Quota{
			{Path: "/unit", Inode: 1, At: tp.s.Mono, Periods: Known(i * 10), Throttled: Known(i * 9)},
			{Path: "/unit/payload", Inode: 2, At: tp.s.Mono, Periods: Known(0), Throttled: Known(0)},
		}
		r, free := tp.cpu(1, 7, 0), tp.cpu(2, 8, 0)
		r.Quotas = []int{1, 0}
		r.Limits.CPU = LimitOf(500_000)
		tp.s.Readings = []Reading{r, free}
		tr.Push(&tp.s)
	}
	c := tr.snap.Containers
	if !near(c[0].ThrottledPct, 90) || c[0].ThrottledBy != "/unit" {
		t.Errorf("throttled %v by %q, want 90 by /unit", c[0].ThrottledPct, c[0].ThrottledBy)
	}
	if !math.IsNaN(c[1].ThrottledPct) {
		t.Errorf("without a quota: throttled %v", c[1].ThrottledPct)
	}
}

func TestMemory(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.step(time.Second)
	r := tp.cpu(1, 7, 0)
	r.Memory.Bytes = Known(64 << 20)
	r.Stat = MemoryStat{
		Current: Known(64 << 20), File: Known(60 << 20), Shmem: Known(4 << 20),
		SlabReclaimable: Known(1 << 20), InactiveFile: Known(70 << 20),
	}
	r.Limits.Memory = LimitOf(70 << 20)
	tp.s.Readings = []Reading{r}
	c := tr.Push(&tp.s).Containers[0]
	if !near(c.MemHard, 7<<20) || !near(c.MemLimitPct, 10) || c.MemWS != 0 {
		t.Errorf("hard %v (%v %%), working set %v", c.MemHard, c.MemLimitPct, c.MemWS)
	}
	tp.step(time.Second)
	tp.s.Readings[0].Stat.SlabReclaimable = Count{} // as on v1
	if got := tr.Push(&tp.s).Containers[0].MemHard; !near(got, 8<<20) {
		t.Errorf("without slab_reclaimable hard is %v", got)
	}
	if !math.IsNaN(c.Swap) || !math.IsNaN(c.Anon) || !math.IsNaN(c.Pids) || !math.IsNaN(c.BlkR) {
		t.Error("what nobody read is known")
	}
}

func TestStates(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.s.Inventory = &Inventory{
		Containers: []Meta{
			{ID: id(1), Name: "frozen", State: Running},
			{ID: id(2), Name: "stale", State: Exited},
			{ID: id(3), Name: "nocgroup", State: Running, NoCgroup: true, Source: FromAPI},
			{ID: id(4), Name: "vanishes", State: Running},
			{ID: id(5), Name: "oom", State: Exited, ExitCode: 137, OOMKilled: true},
			{ID: id(6), Name: "systemd-up", State: Running, Unit: "up.service"},
			{ID: id(7), Name: "leftover", State: Exited},
			{ID: id(8), Name: "conmon-alone", State: Running, Source: FromConmon},
		},
		Units: []Unit{
			{Name: "up.service", Container: "systemd-up", ActiveState: "active"},
			{Name: "broken.service", Container: "systemd-broken", ActiveState: "failed", ExitCode: 125},
			{Name: "off.service", Container: "systemd-off", ActiveState: "inactive"},
		},
	}
	for i := range 2 {
		tp.step(time.Second)
		tp.s.Readings = []Reading{tp.cpu(1, 7, 0), tp.cpu(2, 8, 0), tp.cpu(6, 9, 0), tp.cpu(100, 11, 0), tp.cpu(7, 12, 0)}
		tp.s.Readings[0].Frozen = true
		tp.s.Readings[4].Pids.Current = Known(0)
		if i == 0 {
			tp.s.Readings = append(tp.s.Readings, tp.cpu(4, 10, 0))
		}
		tr.Push(&tp.s)
	}
	want := map[string]State{
		"frozen": Paused, "stale": Running, "leftover": Exited, "conmon-alone": Gone, "nocgroup": Running, "vanishes": Gone, "oom": Exited, "systemd-up": Running,
		"systemd-broken": Failed, "systemd-off": Inactive, id(100).Short(): Running,
	}
	for name, state := range want {
		if c := row(t, tr.snap, name); c.State != state {
			t.Errorf("%s is %q, want %q", name, c.State, state)
		}
	}
	if len(tr.snap.Containers) != len(want) {
		t.Errorf("%d rows, want %d", len(tr.snap.Containers), len(want))
	}
}

// A user's Podman cannot give its word for what is not that user's.
func TestAUserNamesOnlyItsOwn(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.inventory(Meta{ID: id(1), Name: "mine", UID: 1000}, Meta{ID: id(2), Name: "stolen", UID: 1000})
	tp.step(time.Second)
	tp.s.Readings = []Reading{tp.cpu(1, 7, 0), tp.cpu(2, 8, 0)}
	tp.s.Readings[0].UID = 1000
	snap := tr.Push(&tp.s)
	row(t, snap, "mine")
	if c := row(t, snap, id(2).Short()); c.Known || c.UID != 0 {
		t.Errorf("root's container is %+v", c.Meta)
	}
	for _, c := range snap.Containers {
		if c.Name == "stolen" && c.Known {
			t.Error("the claim made a row of its own")
		}
	}
}

func TestNotable(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for _, tt := range []struct {
		name string
		c    Container
		want bool
	}{
		{"running", Container{Meta: Meta{State: Running}}, true},
		{"paused", Container{Meta: Meta{State: Paused}}, true},
		{"ended well", Container{Meta: Meta{State: Exited, Finished: now}}, false},
		{"failed", Container{Meta: Meta{State: Exited, ExitCode: 1, Finished: now.Add(-time.Hour)}}, true},
		{"failed long ago", Container{Meta: Meta{State: Exited, ExitCode: 1, Finished: now.Add(-25 * time.Hour)}}, false},
		{"oom", Container{Meta: Meta{State: Exited, OOMKilled: true, Finished: now}}, true},
		{"infra", Container{Meta: Meta{State: Running, Infra: true}}, false},
		{"created", Container{Meta: Meta{State: Created}}, false},
		{"a unit between two starts", Container{Meta: Meta{State: Activating}}, true},
		{"failed unit", Container{Meta: Meta{State: Failed}}, true},
	} {
		if got := tt.c.Notable(now); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// What was killed before podtop began is not news; what is killed in a
// container that came later is, from its first reading on.
func TestOOMKillsAreCountedFromTheStart(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	for i, kills := range [][]uint64{{3}, {3, 1}, {4, 1}} {
		tp.step(time.Second)
		tp.s.Readings = nil
		for n, k := range kills {
			r := tp.cpu(n, uint64(n+1), 0)
			r.Events.OOMKill = Known(k)
			tp.s.Readings = append(tp.s.Readings, r)
		}
		snap := tr.Push(&tp.s)
		for n, want := range [][]int{{0}, {0, 1}, {1, 1}}[i] {
			if got := snap.Containers[n].OOMs; got != want {
				t.Errorf("second %d, container %d: %d kills, want %d", i, n, got, want)
			}
		}
	}
}

// Between two snapshots a tick costs no memory.
func TestPushAllocates(t *testing.T) {
	tp, tr := newTape(), &Tracker{Every: time.Hour}
	var metas []Meta
	for n := range 50 {
		metas = append(metas, Meta{
			ID: id(n), Name: fmt.Sprint("c", n), Pod: string(id(n % 7)), Project: "shop", Unit: fmt.Sprint(n%9, ".service"),
		})
		tp.s.Readings = append(tp.s.Readings, tp.cpu(n, uint64(n+1), 0))
		tp.s.Readings[n].Net = NetworkID(n + 1)
		tp.s.Networks = append(tp.s.Networks, Network{ID: NetworkID(n + 1)})
	}
	tp.inventory(metas...)
	push := func() {
		tp.step(10 * time.Millisecond)
		tp.s.Slow = !tp.s.Slow
		for i := range tp.s.Readings {
			tp.s.Readings[i].CPU.At, tp.s.Networks[i].At = tp.s.Mono, tp.s.Mono
		}
		tr.Push(&tp.s)
	}
	push()
	if n := testing.AllocsPerRun(200, push); n != 0 {
		t.Errorf("a push allocates %v times, want 0", n)
	}
}

func BenchmarkPush50(b *testing.B)   { benchmarkPush(b, 50) }
func BenchmarkPush1000(b *testing.B) { benchmarkPush(b, 1000) }

func benchmarkPush(b *testing.B, n int) {
	tp, tr := newTape(), &Tracker{Every: 500 * time.Millisecond}
	for i := range n {
		tp.s.Readings = append(tp.s.Readings, tp.cpu(i, uint64(i+1), 0))
	}
	b.ReportAllocs()
	for b.Loop() {
		tp.step(100 * time.Millisecond)
		for i := range tp.s.Readings {
			tp.s.Readings[i].CPU.At = tp.s.Mono
		}
		tr.Push(&tp.s)
	}
}

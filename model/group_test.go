package model

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseGrouping(t *testing.T) {
	for g := range groupings {
		if got, err := ParseGrouping(g.String()); err != nil || got != g {
			t.Errorf("%v: %v, %v", g, got, err)
		}
	}
	if _, err := ParseGrouping("host"); err == nil {
		t.Error("a word that is none was taken")
	}
}

// busy is a snapshot, and its tracker, of containers that use 100, 200, … milli-
// cores in pods, projects and units, on networks of their own and shared ones.
func busy(t *testing.T) (*Snapshot, *Tracker) {
	t.Helper()
	tp, tr := newTape(), &Tracker{}
	pod := string(id(900))
	tp.s.Inventory = &Inventory{
		Pods: []Pod{{ID: pod, Name: "shop", State: "Running"}, {ID: string(id(901)), Name: "empty"}},
		Containers: []Meta{
			{ID: id(1), Name: "infra", Pod: pod, PodName: "shop", Infra: true},
			{ID: id(2), Name: "app", Pod: pod, PodName: "shop", Project: "store", Unit: "app.service"},
			{ID: id(3), Name: "db", Project: "store", Unit: "duo.service"},
			{ID: id(4), Name: "side", NetworkMode: "container:" + string(id(3)), Unit: "duo.service"},
			{ID: id(5), Name: "hostly", NetworkMode: "host", UID: 1000, User: "op"},
			{ID: id(6), Name: "over", State: Exited, Project: "store"},
			{ID: id(7), Name: "dark", State: Running, NoCgroup: true, Project: "store"},
		},
	}
	nets := []NetworkID{1: 40, 2: 40, 3: 41, 4: 41, 5: 42}
	for i := range uint64(4) {
		tp.step(time.Second)
		tp.s.Networks, tp.s.Readings = nil, nil
		for n := uint64(1); n <= 5; n++ {
			r := tp.cpu(int(n), n, i*n*100_000)
			r.Net, r.HostNS = nets[n], n == 5
			r.Memory.Bytes = Known(n << 20)
			if n == 5 {
				r.UID = 1000
			}
			tp.s.Readings = append(tp.s.Readings, r)
		}
		for id := NetworkID(40); id < 43; id++ {
			tp.s.Networks = append(tp.s.Networks, Network{ID: id, At: tp.s.Mono, RxBytes: Known(i * uint64(id)), TxBytes: Known(0)})
		}
		tr.Push(&tp.s)
	}
	return tr.snap, tr
}

func TestGroups(t *testing.T) {
	snap, tr := busy(t)
	type group struct {
		by           Grouping
		name         string
		members      int
		cpu, rx, mem float64
		lacks        float64 // how many lack CPU
		lacksRx      float64
		net          NetSource
		past         Key
	}
	nan := math.NaN()
	want := []group{
		{ByPod, "empty", 0, nan, nan, nan, 0, 0, NetUnknown, Key{0, "pod/empty"}},
		{ByPod, "shop", 2, 0.3, 40, 3 << 20, 0, 0, NetOwn, Key{0, "pod/shop"}},
		{ByProject, "store", 4, 0.5, 81, 5 << 20, 1, 1, NetOwn, Key{0, "project/store"}},
		{ByUnit, "app.service", 1, 0.2, 40, 2 << 20, 0, 0, NetOwn, Key{0, "app"}},
		{ByUnit, "duo.service", 2, 0.7, 41, 7 << 20, 0, 0, NetOwn, Key{0, "unit/duo.service"}},
		{ByUser, "0", 6, 1.0, 81, 10 << 20, 1, 1, NetOwn, Key{0, "user/"}},
		{ByUser, "op", 1, 0.5, nan, 5 << 20, 0, 0, NetHost, Key{1000, "user/"}},
	}
	for by := range groupings {
		for _, g := range snap.Groups(by) {
			if len(want) == 0 || want[0].by != by {
				t.Fatalf("%v has %+v", by, g)
			}
			w := want[0]
			want = want[1:]
			if g.By != w.by || g.Name != w.name || len(g.Members) != w.members || g.Net != w.net || g.Past != w.past ||
				!near(g.CPU, w.cpu) || !near(g.NetRx, w.rx) || !near(g.Mem, w.mem) || g.Unknown.CPU != w.lacks || g.Unknown.NetRx != w.lacksRx {
				t.Errorf("%+v\nwant %+v", g, w)
			}
			if !math.IsNaN(g.CPULimitPct) || !math.IsNaN(g.MemLimitPct) || !math.IsNaN(g.ThrottledPct) || !math.IsNaN(g.PSIMem) || g.Unknown.CPULimitPct != 0 {
				t.Errorf("%s: a share has a sum", g.Name)
			}
			if g.By == ByPod && g.Name == "shop" && (g.State != "Running" || g.ID != string(id(900))) {
				t.Errorf("%+v", g)
			}
			// What is in history is what the sums are now.
			var cpu, rx [1]float32
			tr.History().Maxima(cpu[:], g.Past, FastCPU, snap.Mono, time.Second)
			tr.History().Maxima(rx[:], g.Past, FastRx, snap.Mono, time.Second)
			if math.Abs(float64(cpu[0])-w.cpu) > 1e-3 || math.IsNaN(float64(cpu[0])) != math.IsNaN(w.cpu) ||
				math.Abs(float64(rx[0])-w.rx) > 0.1 && by != ByUnit || math.IsNaN(float64(rx[0])) != math.IsNaN(w.rx) {
				t.Errorf("%s: history has CPU %v and rx %v, want %v and %v", g.Name, cpu[0], rx[0], w.cpu, w.rx)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("there is no %+v", want)
	}
}

// What a filter leaves of a group is summed by itself.
func TestOnlySomeOfAGroup(t *testing.T) {
	snap, _ := busy(t)
	at := map[string]int{}
	for i := range snap.Containers {
		at[snap.Containers[i].Name] = i
	}
	pod, store := &snap.Groups(ByPod)[1], &snap.Groups(ByProject)[0]
	root := &snap.Groups(ByUser)[0]
	for _, c := range []struct {
		of              *Group
		members         []string
		cpu, rx, mem    float64
		lacks, lacksNet float64
		net             NetSource
		past            Key
	}{
		{pod, []string{"infra", "app"}, 0.3, 40, 3 << 20, 0, 0, NetOwn, pod.Past},
		{pod, []string{"app"}, 0.2, 40, 2 << 20, 0, 0, NetOwn, Key{0, "app"}},
		{store, []string{"app", "db"}, 0.5, 81, 5 << 20, 0, 0, NetOwn, Key{}},
		{store, []string{"over", "dark"}, math.NaN(), math.NaN(), math.NaN(), 1, 1, NetUnknown, Key{}},
		{root, []string{"db", "side"}, 0.7, 41, 7 << 20, 0, 0, NetOwn, Key{}},
	} {
		var members []int
		for _, name := range c.members {
			members = append(members, at[name])
		}
		g := c.of.Only(snap, members)
		if g.Key != c.of.Key || g.Name != c.of.Name || g.State != c.of.State || len(g.Members) != len(members) {
			t.Errorf("%v: it is another group: %+v", c.members, g)
		}
		if !near(g.CPU, c.cpu) || !near(g.NetRx, c.rx) || !near(g.Mem, c.mem) || g.Net != c.net || g.Past != c.past ||
			g.Unknown.CPU != c.lacks || g.Unknown.NetRx != c.lacksNet {
			t.Errorf("%v: %+v\nwant %+v", c.members, g, c)
		}
	}
	if !near(store.CPU, 0.5) || len(store.Members) != 4 {
		t.Error("the whole group has changed")
	}
}

// A graph of a group shows the greatest sum, not the sum of what was greatest.
func TestAGroupsPastIsOfSums(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	tp.inventory(Meta{ID: id(1), Name: "a", Project: "p"}, Meta{ID: id(2), Name: "b", Project: "p"})
	usec := [3]uint64{}
	for i := range 39 {
		tp.step(100 * time.Millisecond)
		usec[1+i%2] += 100_000 // they take turns: a core each, never both
		tp.s.Readings = []Reading{tp.cpu(1, 1, usec[1]), tp.cpu(2, 2, usec[2])}
		tr.Push(&tp.s)
	}
	var a, p [3]float32
	tr.History().Maxima(a[:], Key{0, "a"}, FastCPU, tp.s.Mono, time.Second)
	tr.History().Maxima(p[:], tr.snap.Groups(ByProject)[0].Past, FastCPU, tp.s.Mono, time.Second)
	for i := range p {
		if math.Abs(float64(a[i])-1) > 0.01 || math.Abs(float64(p[i])-1) > 0.01 {
			t.Errorf("second %d: a member's peak %v, the group's %v, want 1 and 1", i, a[i], p[i])
		}
	}
}

// Whatever the networks and groups, each group's traffic is that of the
// distinct networks of its members, in the snapshot and in the history.
func TestGroupTrafficCountsEachNetworkOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tp, tr := newTape(), &Tracker{}
		n := rapid.IntRange(1, 12).Draw(t, "containers")
		inv := &Inventory{}
		nets := make([]NetworkID, n)
		for i := range n {
			nets[i] = NetworkID(rapid.IntRange(1, 5).Draw(t, "net"))
			inv.Containers = append(inv.Containers, Meta{
				ID: id(i), Name: fmt.Sprint("c", i),
				Project: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "project"),
				Unit:    rapid.SampledFrom([]string{"", "u", "v"}).Draw(t, "unit"),
			})
		}
		tp.s.Inventory = inv
		for k := range uint64(3) {
			tp.step(time.Second)
			tp.s.Readings, tp.s.Networks = nil, nil
			for i := range n {
				r := tp.cpu(i, uint64(i+1), 0)
				r.Net = nets[i]
				tp.s.Readings = append(tp.s.Readings, r)
			}
			for id := range NetworkID(6) {
				tp.s.Networks = append(tp.s.Networks, Network{ID: id, At: tp.s.Mono, RxBytes: Known(k << (4 * id)), TxBytes: Known(0)})
			}
			tr.Push(&tp.s)
		}
		for by := ByProject; by < groupings; by++ {
			for _, g := range tr.snap.Groups(by) {
				var want uint64
				for _, i := range g.Members {
					for j := range inv.Containers {
						if inv.Containers[j].ID == tr.snap.Containers[i].ID {
							want |= 1 << (4 * nets[j])
						}
					}
				}
				if !near(g.NetRx, float64(want)) {
					t.Fatalf("%v %s: %v, want %v", by, g.Name, g.NetRx, want)
				}
				var past [1]float32
				tr.History().Maxima(past[:], g.Past, FastRx, tr.snap.Mono, time.Second)
				if math.Abs(float64(past[0])-float64(want)) > float64(want)*0.001 {
					t.Fatalf("%v %s: its past is %v, want %v", by, g.Name, past[0], want)
				}
			}
		}
	})
}

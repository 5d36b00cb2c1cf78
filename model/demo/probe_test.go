package demo_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/probe"
)

// of is the container called name, as it is now.
func of(t *testing.T, snap *model.Snapshot, name string) *model.Container {
	t.Helper()
	i := slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return &snap.Containers[i]
}

// What Podman says is about each of its containers, and no two parts of it
// contradict each other.
func TestInspect(t *testing.T) {
	h, tr := now(1)
	h.Advance(time.Second)
	snap := tr.Push(h.Sample(time.Second))
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.ID == "" {
			continue
		}
		a, err := h.Inspect(probe.TargetOf(c))
		if c.Source == model.FromConmon {
			if err == nil {
				t.Errorf("somebody tells of %s", c.Name)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			ID, Name string
			State    struct{ Status string }
			Config   struct{ Env, CreateCommand []string }
		}
		if err := json.Unmarshal(a.JSON, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.ID != string(c.ID) || doc.Name != c.Name || doc.State.Status != string(c.State) || len(doc.Config.Env) != len(a.Env) {
			t.Errorf("of %s it says %+v", c.Name, doc)
		}
		if a.Health.Status != c.Health || c.Health != "" && (len(a.Health.Test) == 0 || a.Health.Interval == 0 || len(a.Health.Log) != 5) {
			t.Errorf("of %s, which is %q, it says %+v", c.Name, c.Health, a.Health)
		}
		if !a.Time.Equal(snap.Time) || a.At != snap.Mono {
			t.Errorf("it was asked at %v", a.Time)
		}
	}
}

// A health check goes on, as often as it says, and tells what the status tells.
func TestHealthChecks(t *testing.T) {
	h, tr := now(1)
	for range 4 {
		h.Advance(10 * time.Second)
		snap := tr.Push(h.Sample(time.Second))
		for _, name := range []string{"search", "nginx", "shop-db-1"} {
			a, err := h.Inspect(probe.TargetOf(of(t, snap, name)))
			if err != nil {
				t.Fatal(err)
			}
			log, last := a.Health.Log, a.Health.Log[len(a.Health.Log)-1]
			if age := snap.Time.Sub(last.Start); age < 0 || age > a.Health.Interval || log[1].Start.Sub(log[0].Start) != a.Health.Interval {
				t.Errorf("%s was last checked %v ago, every %v", name, age, a.Health.Interval)
			}
			if fails := a.Health.Failing > 0; fails != (name == "search") || fails != (last.Exit != 0) {
				t.Errorf("%s: %+v", name, a.Health)
			}
		}
	}
}

// The demonstration shows what secrets look like when they are covered.
func TestSecrets(t *testing.T) {
	h, tr := now(1)
	snap := tr.Push(h.Sample(time.Second))
	for name, least := range map[string]int{"shop-api-1": 6, "backup": 6, "nginx": 1, "shop-worker-1": 2} {
		a, err := h.Inspect(probe.TargetOf(of(t, snap, name)))
		if err != nil {
			t.Fatal(err)
		}
		tree := probe.ParseTree(a.JSON)
		if tree.Covered < least || tree.Cut != "" {
			t.Errorf("of %s %d are covered, want %d: %s", name, tree.Covered, least, tree.Cut)
		}
		for i := range tree.Nodes {
			for _, secret := range []string{"battery-staple", "open-sesame", "demo/demo", "correct-horse", "not-a-secret"} {
				if strings.Contains(tree.Nodes[i].Shown, secret) {
					t.Errorf("%s shows %s", name, tree.Nodes[i].Shown)
				}
			}
		}
	}
}

// What storage says is what the samples say.
func TestStorage(t *testing.T) {
	h, tr := now(1)
	var before *probe.Storage
	for range 5 {
		h.Advance(time.Second)
		snap := tr.Push(h.Sample(time.Second))
		c := of(t, snap, "shop-db-1")
		a, err := h.Storage(probe.TargetOf(c))
		if err != nil {
			t.Fatal(err)
		}
		if before != nil {
			r := probe.DevicesSince(before.Devices, a.Devices, a.At-before.At)[0]
			if math.Abs(r.Read-c.BlkR) > 1 || math.Abs(r.Written-c.BlkW) > 1 || !(r.ReadLatency > 0) || !(r.Busy >= 0) {
				t.Errorf("the samples say that it reads %v and writes %v: %+v", c.BlkR, c.BlkW, r)
			}
		}
		if _, pct := a.Mounts[1].Fill.Used(); !(pct > 50 && pct < 95) || a.Mounts[1].Name != "shop-db" || !a.Writable.IsKnown() {
			t.Errorf("it has %+v", a.Mounts)
		}
		if room := a.Mounts[2].Fill.Total; room != model.Known(256<<20) {
			t.Errorf("its /dev/shm has room for %v", room)
		}
		before = a
	}
	snap := tr.Push(h.Sample(time.Second))
	if a, err := h.Storage(probe.TargetOf(of(t, snap, "box$(reboot)"))); err != nil || len(a.Missing) == 0 || len(a.Devices) == 0 {
		t.Errorf("of what nobody records: %+v, %v", a, err)
	}
	if a, err := h.Storage(probe.TargetOf(of(t, snap, "jupyter"))); err != nil || a.Mounts[0].Fill.Path != "/home" || a.Mounts[1].Fill.Path != "/home" {
		t.Errorf("a user's containers are in %+v, %v", a.Mounts, err)
	}
	if a, err := h.Storage(probe.TargetOf(of(t, snap, "migrate"))); err != nil || len(a.Devices) != 0 {
		t.Errorf("of what does not run: %+v, %v", a, err)
	}
	if _, err := h.Storage(probe.Target{}); err == nil {
		t.Error("of nothing there is an answer")
	}
}

// A unit is in the state that the samples have.
func TestUnits(t *testing.T) {
	h, tr := now(1)
	for range 30 {
		h.Advance(time.Second)
		snap := tr.Push(h.Sample(time.Second))
		for i := range snap.Containers {
			c := &snap.Containers[i]
			if c.Unit == "" {
				continue
			}
			u, err := h.Unit(probe.TargetOf(c))
			if err != nil {
				t.Fatal(err)
			}
			if u.Restarts != c.Meta.Restarts || len(u.Text) == 0 || c.State == model.Running && (u.Active != "active" || u.Since.IsZero()) {
				t.Errorf("%s is %s and was started %v times; its unit is %s since %v, %v times", c.Name, c.State, c.Meta.Restarts, u.Active, u.Since, u.Restarts)
			}
		}
	}
	if _, err := demo.New(1, noon).Unit(probe.Target{Target: model.Target{Unit: "none.service"}}); err == nil {
		t.Error("there is a unit that nobody made")
	}
}

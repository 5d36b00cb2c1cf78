package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// matching are the names of the containers of snap that a filter chooses.
func matching(t *testing.T, snap *Snapshot, filter string) string {
	t.Helper()
	f, err := ParseFilter(filter)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range snap.Containers {
		if c := &snap.Containers[i]; f.Match(c) {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Of a network that several use, each of them is found by what passes it: a
// pod's members, and those that joined another container. Nobody is by the
// host's, or by what is not known.
func TestFiltersOnSharedNetworks(t *testing.T) {
	snap, _ := busy(t)
	for filter, want := range map[string]string{
		"net.rx>0":               "app db infra side",
		"net.rx=40":              "app infra",
		"net.rx>=41":             "db side",
		"app net.rx>0":           "app",
		"side net.rx=41":         "side",
		"net.rx<41":              "app infra",
		"!net.rx<41":             "db side",
		"net.rx>0 net.tx=0 !app": "db infra side",
		"net.drops>=0":           "",
	} {
		if got := matching(t, snap, filter); got != want {
			t.Errorf("%s finds %q, want %q", filter, got, want)
		}
	}
}

// A rule on traffic fires once for a network, at one of those who use it.
func TestAlertsOnSharedNetworks(t *testing.T) {
	snap, _ := busy(t)
	without := func(name string) *Snapshot {
		s := *snap
		s.Mono, s.Time = s.Mono+time.Second, s.Time.Add(time.Second)
		s.Containers = slices.DeleteFunc(slices.Clone(s.Containers), func(c Container) bool { return c.Name == name })
		return &s
	}
	fire := func(a *Alarms, s *Snapshot) string {
		var all []string
		for _, alert := range a.Push(s) {
			all = append(all, alert.Text)
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	for when, want := range map[string]string{
		"net.rx>0":          "app: net.rx 40 (net.rx>0), db: net.rx 41 (net.rx>0)",
		"!net.rx<41":        "db: net.rx 41 (!net.rx<41)",
		"net.rx>0 name~i":   "side: net.rx 41 (net.rx>0 name~i)",
		"name~i net.rx>0":   "side: net.rx 41 (name~i net.rx>0)",
		"cpu>0 net.rx>0":    "app: cpu 0.20 (cpu>0 net.rx>0), db: cpu 0.30 (cpu>0 net.rx>0)",
		"net.rx>0 !name=db": "app: net.rx 40 (net.rx>0 !name=db), side: net.rx 41 (net.rx>0 !name=db)",
		"net.rx>50":         "",
		"cpu>0.25 cpu<0.45": "db: cpu 0.30 (cpu>0.25 cpu<0.45), side: cpu 0.40 (cpu>0.25 cpu<0.45)",
	} {
		if got := fire(NewAlarms([]Rule{rule(t, when)}), snap); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	// The episode stays with whom it began, and ends with it.
	a := NewAlarms([]Rule{rule(t, "net.rx>=41")})
	const atSide, atDB = "side: net.rx 41 (net.rx>=41)", "db: net.rx 41 (net.rx>=41)"
	for i, step := range []struct {
		snap *Snapshot
		want string
		past int
	}{{without("db"), atSide, 0}, {without(""), atSide, 0}, {without("side"), atDB, 1}, {without("app"), atDB, 1}} {
		step.snap.Mono += time.Duration(i) * time.Second
		if got := fire(a, step.snap); got != step.want || len(a.Past()) != step.past {
			t.Errorf("step %d: %q and %d past, want %q and %d", i, got, len(a.Past()), step.want, step.past)
		}
	}
}

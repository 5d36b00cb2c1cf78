package main

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"podtop/model"
	"podtop/model/modeltest"
)

// snapshot is what a made-up host means after n ticks.
func snapshot(h *modeltest.Host, n int) *model.Snapshot {
	var t model.Tracker
	var snap *model.Snapshot
	for _, s := range h.Samples(n) {
		snap = t.Push(s)
	}
	return snap
}

func print(t *testing.T, so statsOptions, snap *model.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if so.sort == "" {
		so.sort = "name"
	}
	if err := formats[so.format](&b, so.choose(snap), &so); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJSONLeavesOutWhatIsNotKnown(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	line := print(t, statsOptions{format: "json", all: true}, snap)
	if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
		t.Fatalf("not one line: %q", line)
	}
	var got struct {
		Time       string
		Host       struct{ Metrics map[string]float64 }
		Containers []struct {
			ID, Name string
			Metrics  map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(line), &got); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(got.Time, "Z") || got.Host.Metrics["mem.total"] != snap.Host.MemTotal {
		t.Errorf("time %q, host %v", got.Time, got.Host)
	}
	if len(got.Containers) != len(snap.Containers) {
		t.Fatalf("%d containers, want %d", len(got.Containers), len(snap.Containers))
	}
	for i, c := range got.Containers {
		want := snap.Containers[slices.IndexFunc(snap.Containers, func(s model.Container) bool { return string(s.ID) == c.ID && s.Name == c.Name })]
		for _, m := range model.Metrics {
			v, ok := c.Metrics[m.Name]
			w := m.Of(&want.Figures)
			if ok == math.IsNaN(w) || ok && v != w {
				t.Errorf("container %d: %s is %v (there: %v), want %v", i, m.Name, v, ok, w)
			}
		}
	}
}

func TestJSONGivesASharedNetworkToThePodAlone(t *testing.T) {
	var got struct {
		Pods       []struct{ Metrics map[string]float64 }
		Containers []struct {
			Pod, Network string
			Metrics      map[string]float64
		}
	}
	if err := json.Unmarshal([]byte(print(t, statsOptions{format: "json"}, snapshot(modeltest.Busy(), 30))), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Pods) == 0 || got.Pods[0].Metrics["net.rx"] == 0 {
		t.Fatalf("no pod has traffic: %v", got.Pods)
	}
	members := 0
	for _, c := range got.Containers {
		if c.Pod == "" {
			continue
		}
		members++
		if _, ok := c.Metrics["net.rx"]; ok || c.Network != "shared" {
			t.Errorf("a member of pod %s has traffic too: %v", c.Pod, c)
		}
	}
	if members < 2 {
		t.Errorf("%d members", members)
	}
}

func TestColumnsAndOrder(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	table := print(t, statsOptions{format: "table", columns: []string{"name", "cpu"}, sort: "cpu"}, snap)
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if strings.Join(strings.Fields(lines[0]), " ") != "NAME CPU" {
		t.Errorf("heads %q", lines[0])
	}
	so := statsOptions{sort: "cpu"}
	last := math.Inf(1)
	for _, c := range so.choose(snap).Containers {
		if !c.State.Live() {
			t.Errorf("%s is %s and was not asked for", c.Name, c.State)
		}
		if c.CPU > last {
			t.Errorf("%s with %v comes after %v", c.Name, c.CPU, last)
		}
		if !math.IsNaN(c.CPU) {
			last = c.CPU
		} else {
			last = math.Inf(-1)
		}
	}
	so = statsOptions{sort: "name", all: true}
	if n := len(so.choose(snap).Containers); n != len(snap.Containers) {
		t.Errorf("--all gives %d of %d", n, len(snap.Containers))
	}
}

func TestTableIsAligned(t *testing.T) {
	for name, h := range map[string]*modeltest.Host{"busy": modeltest.Busy(), "empty": modeltest.Empty()} {
		lines := strings.Split(strings.TrimRight(print(t, statsOptions{format: "table", all: true}, snapshot(h, 30)), "\n"), "\n")
		width := runewidth.StringWidth(lines[0])
		for _, l := range lines {
			if runewidth.StringWidth(l) != width {
				t.Errorf("%s: %q is not as wide as the heads", name, l)
			}
		}
	}
}

func TestNotesAreSaidOnce(t *testing.T) {
	var b bytes.Buffer
	n := notes{to: &b}
	silent := model.Note{Severity: model.Warn, Source: "podman", Text: "podman: no answer"}
	for _, list := range [][]model.Note{{silent}, {silent, {Severity: model.Info, Source: "x", Text: "not worth it"}}, nil, {silent}} {
		n.say(list)
	}
	if want := strings.Repeat("podtop: podman: no answer\n", 2); b.String() != want {
		t.Errorf("said %q, want %q", b.String(), want)
	}
}

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
	if err := formats[so.format](&b, &so)(so.choose(snap), &model.Sample{}); err != nil {
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

// Each format says that there is no such host, and of a real one it does not.
func TestDemonstrationIsNamed(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	for format, says := range map[string]string{"table": "DEMONSTRATION", "json": `,"demo":true,`, "csv": "kind,demo,", "openmetrics": `demo="true"`} {
		for _, demo := range []bool{true, false} {
			snap.Demo = demo
			if got := print(t, statsOptions{format: format}, snap); strings.Contains(got, says) != demo {
				t.Errorf("%s, demonstration %v: %.200s", format, demo, got)
			}
		}
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

// Each number without a series says what there is instead.
func TestNoSeriesIsSaid(t *testing.T) {
	for _, m := range model.Metrics {
		if err := noSeries([]string{m.Name}); (err == nil) != (m.Series != "") || err != nil && strings.Contains(err.Error(), "follows") {
			t.Errorf("%s: %v", m.Name, err)
		}
	}
	if err := noSeries(nil); err != nil {
		t.Error(err)
	}
}

func TestNotesAreSaidOnce(t *testing.T) {
	var b bytes.Buffer
	n := notes{to: &b}
	silent := model.Note{Severity: model.Warn, Source: "podman", Text: "podman: no answer"}
	for _, list := range [][]model.Note{{silent}, {silent, {Severity: model.Info, Source: "x", Text: "not worth it"}}, nil, {silent}} {
		n.print(list)
	}
	if want := strings.Repeat("podtop: podman: no answer\n", 2); b.String() != want {
		t.Errorf("said %q, want %q", b.String(), want)
	}
}

// By name, a pod's members stand below it; by a number, all are in its order.
func TestTableKeepsPodsTogether(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	head := "pod web"
	for _, sort := range []string{"name", "cpu"} {
		lines := strings.Split(print(t, statsOptions{format: "table", columns: []string{"name"}, sort: sort}, snap), "\n")
		members := 0
		for _, c := range snap.Containers {
			if c.Pod == "" || c.Infra {
				continue
			}
			at := slices.Index(lines, "  "+c.Name)
			if sort == "name" && (at < 1 || lines[at-1] != head && !strings.HasPrefix(lines[at-1], "  ")) || sort != "name" && !slices.Contains(lines, c.Name) {
				t.Errorf("by %s, %s is not where it belongs:\n%s", sort, c.Name, strings.Join(lines, "\n"))
			}
			members++
		}
		if members < 2 {
			t.Errorf("%d members", members)
		}
	}
}

// The table says how what has ended did, and when; no name takes all the room.
func TestTableTellsTheOutcome(t *testing.T) {
	gone := func(name string, code int, oom bool) model.Container {
		return model.Container{
			Meta:    model.Meta{Name: name, State: model.Exited, ExitCode: code, OOMKilled: oom},
			Figures: model.Figures{EndedAgo: 3 * 3600, Uptime: math.NaN()},
		}
	}
	long := strings.Repeat("名", 40)
	snap := &model.Snapshot{Containers: []model.Container{gone("a", 0, false), gone("b", 1, false), gone("c", 137, true), gone(long, 0, false)}}
	text := print(t, statsOptions{format: "table", columns: []string{"name", "state", "uptime"}, all: true}, snap)
	for line := range strings.Lines(text) {
		if runewidth.StringWidth(line) > 65 {
			t.Errorf("wide: %q", line)
		}
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"a exited 3h ago", "b exited 1 3h ago", "c exited 137, oom 3h ago", "名… exited"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

// As on the screen, a filter looks at all containers but pods' infra
// containers, and at pods by their members.
func TestFilterChoosesRows(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	for filter, want := range map[string]struct{ containers, pods int }{
		"":             {15, 1},
		"web":          {1, 0},
		"state=exited": {4, 0},
		"pod=web":      {2, 1},
		"cpu>100":      {0, 0},
		"zzz":          {0, 0},
	} {
		so := statsOptions{sort: "name"}
		so.chosen, _ = model.ParseFilter(filter)
		got := so.choose(snap)
		shown := slices.DeleteFunc(got.Containers, func(c model.Container) bool { return c.Infra })
		if len(shown) != want.containers || len(got.Pods) != want.pods {
			t.Errorf("%q: %d containers, %d pods, want %v", filter, len(shown), len(got.Pods), want)
		}
	}
}

// A pod of which a filter leaves some members is as much as these are; the
// network is still the one they share.
func TestFilteredPodIsTheSumOfItsRows(t *testing.T) {
	snap := snapshot(modeltest.Busy(), 30)
	whole := snap.Pods[0]
	var member model.Container
	for _, i := range whole.Members {
		if c := snap.Containers[i]; !c.Infra && c.CPU > 0 {
			member = c
		}
	}
	for filter, want := range map[string]float64{"": whole.CPU, "pod=" + whole.Name: whole.CPU, "pod=" + whole.Name + " name=" + member.Name: member.CPU} {
		so := statsOptions{sort: "name"}
		so.chosen, _ = model.ParseFilter(filter)
		pods := so.choose(snap).Pods
		if len(pods) != 1 || pods[0].CPU != want || pods[0].NetRx != whole.NetRx {
			t.Errorf("%q: %+v, want %v cores", filter, pods, want)
		}
	}
	if !(member.CPU > 0 && member.CPU < whole.CPU && whole.NetRx > 0) || snap.Pods[0].CPU != whole.CPU {
		t.Errorf("%v of %v cores, %v", member.CPU, whole.CPU, whole.NetRx)
	}
}

// Pods come in the order that was asked for, and say where a member's figure is
// not known.
func TestPodsAreSortedAndSayWhatTheyLack(t *testing.T) {
	pod := func(name, user string, cpu float64, lacking float64) model.Group {
		return model.Group{Name: name, User: user, Figures: model.Figures{CPU: cpu, Mem: math.NaN()}, Unknown: model.Figures{CPU: lacking, Mem: 1}}
	}
	snap := &model.Snapshot{Pods: []model.Group{pod("a", "z", 1, 0), pod("b", "y", math.NaN(), 0), pod("c", "x", 2, 1)}}
	for sort, want := range map[string]string{"name": "abc", "user": "cba", "cpu": "cab", "image": "abc"} {
		so := statsOptions{sort: sort, all: true}
		got := ""
		for _, p := range so.choose(snap).Pods {
			got += p.Name
		}
		if got != want {
			t.Errorf("by %s: %s, want %s", sort, got, want)
		}
	}
	table := print(t, statsOptions{format: "table", columns: []string{"name", "cpu", "mem"}, all: true}, snap)
	for _, line := range []string{"pod a   1.00    –", "pod b      –    –", "pod c  ≥2.00    –"} {
		if !strings.Contains(table, line+"\n") {
			t.Errorf("no %q in\n%s", line, table)
		}
	}
	text := print(t, statsOptions{format: "json", all: true}, snap)
	if strings.Count(text, "at_least") != 1 || !strings.Contains(text, `"at_least":["cpu"]`) {
		t.Error(text)
	}
}

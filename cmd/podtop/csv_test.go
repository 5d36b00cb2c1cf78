package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/modeltest"
)

// records reads what podtop stats --format csv says of n ticks of h.
func records(t *testing.T, so statsOptions, h *modeltest.Host, n int) [][]string {
	t.Helper()
	so.sort = "name"
	var b bytes.Buffer
	var tracker model.Tracker
	print := beginCSV(&b, &so)
	for _, s := range h.Samples(n) {
		if err := print(so.choose(tracker.Push(s)), s); err != nil {
			t.Fatal(err)
		}
	}
	all, err := csv.NewReader(&b).ReadAll() // which wants all lines equally long
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCSVHasOneHeaderAndLeavesOutWhatIsNotKnown(t *testing.T) {
	so := statsOptions{all: true, sort: "name"}
	all := records(t, so, modeltest.Busy(), 30)
	heads := all[0]
	if want := slices.Concat([]string{"time", "kind"}, columnNames(), []string{"at_least"}); !slices.Equal(heads, want) {
		t.Fatalf("heads %v, want %v", heads, want)
	}
	snap := so.choose(snapshot(modeltest.Busy(), 30))
	last := slices.DeleteFunc(slices.Clone(all[1:]), func(r []string) bool { return r[0] != snap.Time.UTC().Format(csvTime) })
	if want := len(snap.Pods) + len(snap.Containers); len(last) != want {
		t.Fatalf("%d lines at the last tick, want %d", len(last), want)
	}
	kinds := map[string]int{}
	for i, line := range last {
		kinds[line[1]]++
		figures := &snap.Containers[max(0, i-len(snap.Pods))].Figures
		if i < len(snap.Pods) {
			figures = &snap.Pods[i].Figures
		}
		for _, m := range model.Metrics {
			cell, want := line[slices.Index(heads, m.Name)], m.Of(figures)
			got, err := strconv.ParseFloat(cell, 64)
			if (cell == "") != math.IsNaN(want) || cell != "" && (err != nil || got != want) {
				t.Errorf("line %d: %s is %q, want %v", i, m.Name, cell, want)
			}
		}
	}
	if kinds["pod"] == 0 || kinds["container"] == 0 || kinds["unit"] == 0 {
		t.Errorf("not each kind of row: %v", kinds)
	}
	for _, line := range all[1:] {
		if line[0] == "time" {
			t.Error("the heads come twice")
		}
	}
}

func TestCSVHasTheColumnsAskedFor(t *testing.T) {
	for _, line := range records(t, statsOptions{columns: []string{"user", "mem"}}, modeltest.Busy(), 3) {
		if len(line) != 5 {
			t.Fatalf("%q", line)
		}
	}
	if got := len(records(t, statsOptions{}, modeltest.Empty(), 3)); got != 1 {
		t.Errorf("%d lines of a host without containers, want the heads alone", got)
	}
}

// A sum that lacks a member's figure is not to pass for a sum.
func TestCSVTellsLowerBounds(t *testing.T) {
	pod := model.Group{Name: "web", Figures: model.Figures{CPU: 2, Mem: 5, Pids: math.NaN()}, Unknown: model.Figures{CPU: 1, Mem: 1, Pids: 1}}
	snap := &model.Snapshot{Pods: []model.Group{pod}, Containers: []model.Container{{Meta: model.Meta{Name: "app"}}}}
	text := print(t, statsOptions{format: "csv", columns: []string{"name", "cpu", "mem", "pids"}, all: true}, snap)
	for _, line := range []string{"time,kind,name,cpu,mem,pids,at_least", "pod,web,2,5,,cpu mem", "unit,app,0,0,0,"} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
}

func TestCSVIsHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "web": "web", "a=b": "a=b", "1+1": "1+1",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\uff1d1": "'\uff1d1",
		"\t=1": "' =1", "line\nfeed": "line feed", "\x1b[2J": "?[2J",
	} {
		if got := harmless(text); got != want {
			t.Errorf("harmless(%q) = %q, want %q", text, got, want)
		}
	}
	h := modeltest.Busy()
	h.Containers[0].Project, h.Containers[0].Name = `=cmd|'/c calc'!A1`, "a,\"b\"\r\n\x1b"
	for _, line := range records(t, statsOptions{all: true}, h, 3) {
		for _, cell := range line {
			if strings.HasPrefix(cell, "=") || strings.ContainsAny(cell, "\r\n\x1b") {
				t.Errorf("harmful: %q", cell)
			}
		}
	}
}

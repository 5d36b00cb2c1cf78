package bench

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"podtop/model"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// startReport is what a start of 20 comes to; the seventh was held up.
func startReport() *Report {
	s := Series{Name: StartupTime, Title: "create to first byte", Unit: model.Seconds, Better: Less}
	for i := range 20 {
		m := Measurement{Time: noon.Add(time.Duration(i) * time.Second), Value: 0.300 + float64(i*7%20)/1000, Host: Unknown()}
		m.Host.PSICPU, m.Host.OtherCPU = 1, 0.1
		if i == 6 {
			m.Value, m.Host.OtherCPU = 0.92, 1.8
		}
		s.Values = append(s.Values, m)
	}
	r := &Report{
		Kind: "start", Time: noon, Subject: "app", Image: "localhost/app:1.2", Series: []Series{s},
		Machine: Machine{
			Limits: map[string]string{"cpus": "1", "memory": "64M"}, Kernel: "6.12.48", Podman: "5.4.2", Runtime: "crun",
			Network: "none", LogDriver: "none", Storage: "overlay", Governor: "powersave", CPUs: 2, Memory: 4 << 30,
		},
		Notes: []string{"The first start is cold."},
	}
	r.Add(ResourceEfficiency, CPUPercent, model.Percent, 12.5)
	r.Add(ResourceEfficiency, MemoryUsage, model.Bytes, 20<<20)
	r.Add(ResourceEfficiency, MemoryPercent, model.Percent, math.NaN())
	return r
}

// abReport has so many pairs, of which B takes so many times as long.
func abReport(pairs int, factor float64) *Report {
	r := &Report{Kind: "ab", Time: noon, Subject: "payload", Arms: &Arms{A: "1 cpus", B: "1.5 cpus", Within: 0.02}}
	for _, arm := range []string{ArmA, ArmB} {
		s := Series{Group: arm, Name: "work_time", Unit: model.Seconds, Better: Less}
		for i := range pairs {
			v := 1 + float64(i*13%40)/100
			if arm == ArmB {
				v *= factor * (1 + float64(i*7%10-4)/200)
			}
			s.Values = append(s.Values, Measurement{Value: v, Host: Conditions{1, 0, 0, 0, 0.1}})
		}
		r.Series = append(r.Series, s)
	}
	return r
}

// Pipelines of old read these places.
func TestPlacesInJSON(t *testing.T) {
	doc, err := startReport().JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Timestamp, Image string
		Results          map[string]map[string]any
	}
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	if got.Timestamp != "2026-11-30T12:00:00Z" || got.Image != "localhost/app:1.2" {
		t.Errorf("%q, %q", got.Timestamp, got.Image)
	}
	for _, name := range []string{"mean", "stdev", "min", "max", "median", "p95", "p99"} {
		if _, ok := got.Results["startup_time"][name].(float64); !ok {
			t.Errorf("startup_time has no number %s", name)
		}
	}
	want := map[string]any{"cpu_percent": 12.5, "memory_usage": float64(20 << 20)}
	if diff := cmp.Diff(want, got.Results["resource_efficiency"]); diff != "" {
		t.Error(diff)
	}
	samples := got.Results["startup_time"]["samples"].([]any)
	odd := map[string]any{"time": "2026-11-30T12:00:06Z", "value": 0.92, "psi_cpu": 1.0, "other_cpu": 1.8, "outlier": true}
	if diff := cmp.Diff(odd, samples[6]); diff != "" {
		t.Error(diff)
	}
}

func TestReadsBack(t *testing.T) {
	ab := abReport(20, 0.8)
	ab.Series[1].Values[3].Value = math.NaN() // its place is kept, or the pairs were others
	for _, r := range []*Report{startReport(), ab} {
		doc, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(doc)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Figures { // what is not known is not written
			r.Figures[i].Figures = slices.DeleteFunc(r.Figures[i].Figures, func(f Figure) bool { return math.IsNaN(f.Value) })
		}
		if diff := cmp.Diff(r, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		if r.Table() != got.Table() {
			t.Errorf("another table:\n%s", got.Table())
		}
	}
}

// A report that podtop has not written has numbers, and perhaps samples.
func TestReadOthers(t *testing.T) {
	r, err := Read([]byte(`{"timestamp": "yesterday", "image": "x", "results": {
		"startup_time": {"mean": 1.5, "stdev": 0.1, "samples": 20, "unit": "s"},
		"other": {"samples": [1, 2, null, 3]},
		"nested": {"more": {"value": 3}, "": 1, "a b": 2},
		"plain": 4
	}}`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range r.Numbers() {
		if isFinite(n.Value) && !strings.HasPrefix(n.Name, "other.") {
			names = append(names, n.Name)
		}
	}
	if want := "startup_time.mean startup_time.stdev startup_time.samples nested.more.value"; strings.Join(names, " ") != want {
		t.Errorf("%s", names)
	}
	if s := r.SeriesAt("other"); s == nil || s.Summary().N != 3 || s.Summary().Median != 2 {
		t.Errorf("%+v", r.Series)
	}
	if !r.Time.IsZero() {
		t.Error(r.Time)
	}
}

func TestReadRefuses(t *testing.T) {
	many := `{"results":{` + strings.Repeat(`"a":{"samples":[]},`, 33) + `"b":{}}}`
	figures := `{"results":{"x":{` + strings.Repeat(`"a":1,`, mostFigures+1) + `"b":1}}}`
	for doc, want := range map[string]string{
		"":                                 "it is no report of a benchmark",
		"[]":                               "it is no report of a benchmark",
		"{}":                               `it has no "results"`,
		`{"results": 3}`:                   "not an object",
		`{"results": {"a": {"x": 1e999}}}`: "results.a.x: ",
		`{"results": {"a": {"samples":[{}, 7, "x"]}}}`: "results.a.samples: ",
		strings.Repeat(",", mostParts+1):               "more in it than",
		strings.Repeat(" ", MaxFile+1):                 "more than 16 MiB",
		many:                                           "more series than",
		figures:                                        "more figures than",
		strings.Repeat(`{"results":`, 20000):           "it is no report of a benchmark",
	} {
		_, err := Read([]byte(doc))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", doc, err, want)
		}
	}
}

// What a file says reaches no terminal as a command.
func TestReadIsClean(t *testing.T) {
	evil := `\u001b[31m`
	r, err := Read([]byte(`{"kind": "` + evil + `", "subject": "` + evil + `", "image": "` + evil + `", "notes": ["` + evil + `"],
		"machine": {"kernel": "` + evil + `", "limits": {"` + evil + `": "` + evil + `"}},
		"arms": {"a": "` + evil + `", "b": "` + evil + `"},
		"results": {"` + evil + `": {"x": 1}, "a": {"t": {"title": "` + evil + `", "samples": [1]}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if text := cmp.Diff(&Report{}, r); strings.Contains(text, `\x1b`) {
		t.Error(text)
	}
	if strings.Contains(r.Table()+r.Markdown(), "\x1b") {
		t.Error("an escape in a table")
	}
}

func TestTwoResultsOfOneName(t *testing.T) {
	for _, name := range []string{"mean", "samples"} {
		r := startReport()
		r.Add(StartupTime, name, model.Seconds, 1)
		if _, err := r.JSON(); err == nil || !strings.Contains(err.Error(), "startup_time."+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTables(t *testing.T) {
	ab := abReport(40, 0.82)
	for name, text := range map[string]string{
		"start.txt": startReport().Table(),
		"start.md":  startReport().Markdown(),
		"ab.txt":    ab.Table(),
		"ab.md":     ab.Markdown(),
		"compare.txt": DifferenceTable(CompareApart(startReport(), startReport()), "old.json", "new.json", 0) +
			DifferenceMarkdown(CompareApart(startReport(), startReport()), "old|x.json", "new.json"),
	} {
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, text) })
	}
}

func FuzzRead(f *testing.F) {
	for _, r := range []*Report{startReport(), abReport(7, 1)} {
		doc, err := r.JSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Add([]byte(`{"results": {"other": {"samples": [1, null]}, "b": {"c": {"d": 1}}}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := Read(doc)
		if err != nil {
			return
		}
		_, _ = r.Table(), r.Markdown()
		again, err := r.JSON()
		if err != nil {
			return // two results of one name
		}
		if _, err := Read(again); err != nil {
			t.Fatalf("what was read is not read again: %v\n%s", err, again)
		}
	})
}

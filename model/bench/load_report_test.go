package bench

import (
	"math"
	"strings"
	"testing"
	"time"
)

// figure is that of a report, NaN if it has none.
func figure(r *Report, group, name string) float64 {
	for _, g := range r.Figures {
		for _, f := range g.Figures {
			if g.Name == group && f.Name == name {
				return f.Value
			}
		}
	}
	return nan
}

func TestLoadReport(t *testing.T) {
	begin := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	tally := simulate(Load{Rate: 100, Connections: 10, Warmup: time.Second, Time: 10 * time.Second, Timeout: time.Second}, time.Millisecond, tenth)
	tally.Begin, tally.CPU, tally.Elapsed = begin, time.Second, 11*time.Second
	tally.Host = []Conditions{{PSICPU: 7}}
	r := Report{Subject: "web"}
	run := LoadRun{Tally: tally, Ceiling: 20_000}
	run.Fill(&r)
	for _, n := range r.Numbers() {
		if threshold, err := ParseThreshold(n.Name + " > 0"); err != nil || threshold.CheckKind("http") != nil {
			t.Errorf("%s: %v, %v", n.Name, err, threshold.CheckKind("http"))
		}
	}
	for path, want := range map[string]float64{
		"requests.rate_wanted": 100, "requests.total": 1000, "errors.percent": 0, "podtop.ceiling": 20_000,
		"latency.p50": 0.001, "service_time.p50": 0.001, "service_time.min": 0.001,
	} {
		group, name, _ := strings.Cut(path, ".")
		if got := figure(&r, group, name); math.Abs(got-want) > want/100 {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if p99, most := figure(&r, "latency", "p99"), figure(&r, "latency", "max"); p99 < 0.8 || most < p99 || most > 1.1 {
		t.Errorf("p99 is %v, max %v", p99, most)
	}
	rate, p99 := r.SeriesAt("answer_rate"), r.SeriesAt("latency_p99")
	if len(rate.Values) != 10 || rate.Values[0].Value != 100 || rate.Values[0].Host.PSICPU != 7 || !math.IsNaN(rate.Values[1].Host.PSICPU) {
		t.Errorf("answers in each second: %+v", rate.Values)
	}
	// The second that stalls has no answer, and so no latency; the next has all.
	if rate.Values[9].Value > 100 || len(p99.Values) < 9 {
		t.Errorf("p99 in each second: %+v", p99.Values)
	}
	if first := rate.Values[0].Time; !first.Equal(begin.Add(2 * time.Second)) {
		t.Errorf("the first second ends %v", first)
	}
	if text := strings.Join(r.Notes, "; "); strings.Contains(text, "podtop") || !strings.Contains(text, "planned in advance") {
		t.Error(text)
	}
}

// What podtop itself was the bound of, and what failed, is said.
func TestLoadNotes(t *testing.T) {
	tally := NewTally(Load{Rate: 10, Connections: 1, Time: time.Second, Timeout: time.Second})
	tally.Add(Request{Ended: time.Millisecond, Moved: true})
	tally.Add(Request{Ended: time.Second, Ending: TimedOut})
	tally.AddUnsent(2, time.Second)
	tally.CPU, tally.Elapsed = 95*time.Millisecond, 100*time.Millisecond
	ramp := Ramp{From: 10, Most: 100, P99: 50 * time.Millisecond}
	ramp.Add(tally)
	ramp.Add(tally)
	r := Report{Subject: "web"}
	(&LoadRun{Tally: tally, Ramp: &ramp, Ceiling: nan}).Fill(&r)
	text := strings.Join(r.Notes, "\n")
	for _, want := range []string{
		"web does not hold 10/s at p99 < 50 ms: 9 of 10 failed: 1 timeout, 8 never sent",
		"9 requests without an answer", "1 redirect was not followed", "podtop itself is near what it can do here: the server may do better",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	// Where nothing was answered there is no latency, and it is not 0.
	empty := Report{}
	(&LoadRun{Tally: NewTally(Load{Connections: 1, Time: time.Second}), Ceiling: nan}).Fill(&empty)
	if p99 := figure(&empty, "latency", "p99"); !math.IsNaN(p99) {
		t.Errorf("p99 of nothing is %v", p99)
	}
}

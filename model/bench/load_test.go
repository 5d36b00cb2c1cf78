package bench

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// simulate puts a server that takes each request alone, for service, and stalls
// as stall says, under a load without any clock.
func simulate(l Load, service time.Duration, stall func(time.Duration) time.Duration) *Tally {
	t := NewTally(l)
	free := make([]time.Duration, l.Connections) // when each connection is
	var server time.Duration                     // when it has answered the last
	for i := 0; ; i++ {
		c := slices.Index(free, slices.Min(free))
		began := free[c]
		due := began
		if l.Open() {
			if i >= l.Requests() {
				return t
			}
			due = l.Due(i)
			began = max(due, began)
		}
		if began >= l.Last() {
			if l.Open() {
				t.AddUnsent(i, l.Last())
			}
			return t
		}
		server = stall(max(server, began)) + service
		free[c] = server
		t.Add(Request{Due: due, Began: began, Ended: server})
	}
}

func steady(at time.Duration) time.Duration { return at }

// tenth stalls for the first second of ten.
func tenth(at time.Duration) time.Duration {
	if in := at % (10 * time.Second); in < time.Second {
		return at - in + time.Second
	}
	return at
}

// A server that stalls 1 s in 10: p99 of the open load shows it, that of the
// closed one does not.
func TestStallShows(t *testing.T) {
	open := simulate(Load{Rate: 500, Connections: 50, Time: 20 * time.Second, Timeout: time.Minute}, time.Millisecond, tenth)
	if p99 := open.Latency(99); p99 < 900*time.Millisecond || p99 > 1100*time.Millisecond {
		t.Errorf("open: p99 is %v", p99)
	}
	if open.Late == 0 || open.Failed() > 0 {
		t.Errorf("open: %d late, %s", open.Late, open.Failures())
	}
	closed := simulate(Load{Connections: 1, Time: 20 * time.Second, Timeout: time.Minute}, time.Millisecond, tenth)
	if p99 := closed.Latency(99); p99 > 2*time.Millisecond {
		t.Errorf("closed: p99 is %v", p99)
	}
}

func TestTally(t *testing.T) {
	l := Load{Rate: 10, Connections: 1, Warmup: time.Second, Time: 2 * time.Second, Timeout: time.Second}
	if l.Requests() != 30 || l.Due(10) != time.Second || l.Check() != nil {
		t.Fatalf("%d requests, the tenth at %v, %v", l.Requests(), l.Due(10), l.Check())
	}
	tally := NewTally(l)
	ms := time.Millisecond
	tally.Add(Request{Due: 900 * ms, Began: 900 * ms, Ended: 990 * ms, Bytes: 5})    // of the warm-up
	tally.Add(Request{Due: 1000 * ms, Began: 1000 * ms, Ended: 1010 * ms, Bytes: 5}) // as it should
	tally.Add(Request{Due: 1100 * ms, Began: 1150 * ms, Ended: 1160 * ms, Bytes: 5}) // late
	tally.Add(Request{Due: 1200 * ms, Began: 1200 * ms, Ended: 2200 * ms, Ending: TimedOut})
	tally.Add(Request{Due: 1300 * ms, Began: 1300 * ms, Ended: 1301 * ms, Ending: Refused})
	tally.AddUnsent(14, 3*time.Second)
	if tally.Sent != 5 || tally.Total() != 20 || tally.Failed() != 18 || tally.Late != 1 || tally.Bytes != 10 || tally.Rate() != 1 {
		t.Errorf("%+v: rate %v", tally, tally.Rate())
	}
	if got := tally.Failures(); got != "1 refused, 1 timeout, 16 never sent" {
		t.Errorf("failures: %s", got)
	}
	// The refused one has no latency; those that were never sent have waited.
	if most := tally.Latency(100); most.Round(10*ms) != 1600*ms {
		t.Errorf("the longest is %v", most)
	}
	if most := tally.Service(100); most.Round(ms) != 10*ms {
		t.Errorf("the longest service time is %v", most)
	}
}

// As many are due in a time as its rate says, whatever fractions come to.
func TestRequests(t *testing.T) {
	for _, rate := range []float64{0.1, 0.7, 3, 7, 100, 333, 1e4, MaxRate} {
		for _, warmup := range []time.Duration{0, 100 * time.Millisecond, 700 * time.Millisecond, time.Second, 10 * time.Second} {
			l := Load{Rate: rate, Warmup: warmup, Time: 10 * time.Second}
			if n := float64(l.Requests() - l.Counted()); n != math.Ceil(10*rate) {
				t.Errorf("%v a second after %v: %v", rate, warmup, n)
			}
			first, last := l.Counted(), l.Requests()-1
			if l.Due(first) != warmup || l.Due(0) < 0 || first > 0 && l.Due(first-1) >= warmup || l.Due(last) >= l.End() {
				t.Errorf("%v a second after %v: from %v to %v", rate, warmup, l.Due(0), l.Due(last))
			}
		}
	}
}

// Of a load that nobody could answer what was not sent is counted in no time.
func TestManyUnsent(t *testing.T) {
	l := Load{Rate: MaxRate, Connections: 1, Time: time.Hour, Timeout: time.Second}
	tally := NewTally(l)
	tally.AddUnsent(7, l.End())
	if tally.Total() != l.Requests()-7 || tally.latency.TotalCount() != int64(tally.Total()) {
		t.Errorf("%d of %d", tally.Total(), l.Requests())
	}
	if p50 := tally.Latency(50); (p50 - 30*time.Minute).Abs() > time.Minute {
		t.Errorf("p50 is %v", p50)
	}
}

func TestCheckLoad(t *testing.T) {
	good := Load{Rate: 100, Connections: 8, Time: time.Second, Timeout: time.Second}
	for name, change := range map[string]func(*Load){
		"rate":        func(l *Load) { l.Rate = math.NaN() },
		"a rate of":   func(l *Load) { l.Rate = -1 },
		"a rate":      func(l *Load) { l.Rate = math.Inf(1) },
		"connections": func(l *Load) { l.Connections = 0 },
		"number":      func(l *Load) { l.Connections = MaxConnections + 1 },
		"a load for":  func(l *Load) { l.Time = 2 * time.Hour },
		"load for":    func(l *Load) { l.Time = 0 },
		"warm-up":     func(l *Load) { l.Warmup = -1 },
		"timeout":     func(l *Load) { l.Timeout = 0 },
	} {
		l := good
		if change(&l); l.Check() == nil || !strings.Contains(l.Check().Error(), name) {
			t.Errorf("%s: %v", name, l.Check())
		}
	}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
}

// ramp finds what a server that takes a request at a time holds.
func ramp(r *Ramp, service time.Duration, spoil func(step int) bool) {
	for {
		rate, more := r.Next()
		if !more {
			return
		}
		l := Load{Rate: rate, Connections: 64, Time: 3 * time.Second, Timeout: time.Second}
		tally := simulate(l, service, steady)
		if spoil(len(r.Steps)) {
			tally = simulate(l, time.Second, steady)
		}
		r.Add(tally)
	}
}

func never(int) bool { return false }

// A server that answers in 1 ms, one after the other, holds 1,000 a second.
func TestRamp(t *testing.T) {
	for _, from := range []float64{0.1, 3, 100, 900, 1100, 50_000} {
		r := Ramp{From: from, Most: 100_000, P99: 50 * time.Millisecond}
		ramp(&r, time.Millisecond, never)
		if r.Held() < 950 || r.Held() > 1050 || r.Bound() {
			t.Errorf("from %v: holds %v: %+v", from, r.Held(), r.Steps)
		}
		if s := r.Sentence(); !strings.HasPrefix(s, "holds ") || !strings.Contains(s, "/s at p99 < 50 ms; at 1,") {
			t.Error(s)
		}
	}
	// A step that was spoilt once changes nothing.
	r := Ramp{From: 100, Most: 100_000, P99: 50 * time.Millisecond}
	ramp(&r, time.Millisecond, func(step int) bool { return step%4 == 1 })
	if r.Held() < 950 || r.Held() > 1050 {
		t.Errorf("spoilt: holds %v: %+v", r.Held(), r.Steps)
	}
}

func TestRampEnds(t *testing.T) {
	bound := Ramp{From: 100, Most: 700, P99: 50 * time.Millisecond}
	ramp(&bound, time.Millisecond, never)
	if s := bound.Sentence(); bound.Held() != 700 || s != "holds 700/s at p99 < 50 ms: podtop itself can do little more here, the server perhaps can" {
		t.Error(s)
	}
	broken := Ramp{From: 100, Most: 100_000, P99: 50 * time.Millisecond}
	ramp(&broken, time.Minute, never)
	if s := broken.Sentence(); broken.Held() != 0 || !strings.HasPrefix(s, "does not hold 0.1/s at p99 < 50 ms: ") {
		t.Errorf("%s: %+v", s, broken.Steps)
	}
	if len(broken.Steps) > maxSteps {
		t.Errorf("%d steps", len(broken.Steps))
	}
	tooFast := Ramp{From: 100, Most: 40, P99: 50 * time.Millisecond}
	if rate, more := tooFast.Next(); rate != 40 || !more {
		t.Errorf("begins with %v", rate)
	}
	if s := tooFast.Sentence(); s != "was not asked" {
		t.Error(s)
	}
}

func TestLoadText(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.5: "0.5", 9.96: "10", 42: "42", 999.6: "1,000", 4200: "4,200", 1234567: "1,234,567"} {
		if got := FormatCount(v); got != want {
			t.Errorf("%v reads %s, want %s", v, got, want)
		}
	}
	for v, want := range map[float64]float64{4234: 4230, 0.12345: 0.123, 99.96: 100, 7: 7} {
		if got := roundRate(v); got != want {
			t.Errorf("%v is rounded to %v, want %v", v, got, want)
		}
	}
}

// A load that was interrupted is one that took less time: its rate counts until
// then, and a second that was cut off is none of its seconds.
func TestCutOff(t *testing.T) {
	l := Load{Rate: 10, Connections: 1, Warmup: time.Second, Time: 60 * time.Second, Timeout: time.Second}
	tally := NewTally(l)
	for i := l.Counted(); l.Due(i) < 3500*time.Millisecond; i++ {
		tally.Add(Request{Due: l.Due(i), Began: l.Due(i), Ended: l.Due(i) + time.Millisecond})
	}
	tally.CutOff(3600 * time.Millisecond)
	tally.AddUnsent(35, 3600*time.Millisecond)
	if tally.Load.Time != 2600*time.Millisecond || tally.Ends[Answered] != 25 || tally.Ends[Unsent] != 1 || math.Abs(tally.Rate()-25/2.6) > 1e-9 {
		t.Errorf("%v, %v: %v/s", tally.Load.Time, tally.Ends, tally.Rate())
	}
	series := tally.Series()
	if len(series) != 2 || len(series[0].Values) != 2 || series[0].Values[1].Value != 10 {
		t.Errorf("%+v", series)
	}
	tally = NewTally(l)
	tally.CutOff(500 * time.Millisecond)
	if tally.Total() != 0 || tally.Series() != nil {
		t.Errorf("in its warm-up: %+v", tally)
	}
}

package demo

import (
	"math"
	"time"

	"podtop/model/bench"
)

// holds is how many requests a second the made-up server answers in time.
const holds = 4300

// steps are the rates of a ramp, and what came of each.
func (b *Bench) steps() []*bench.Tally {
	ramp := b.ramp()
	var all []*bench.Tally
	for rate, more := ramp.Next(); more; rate, more = ramp.Next() {
		t := b.load(rate, b.job.Time, b.job.Time)
		ramp.Add(t)
		all = append(all, t)
	}
	return all
}

func (b *Bench) ramp() *bench.Ramp {
	return &bench.Ramp{From: 100, Most: 40_000, P99: 50 * time.Millisecond}
}

// load is a load of so many requests a second, of which some time has passed. Of more
// requests than some thousands each stands for several.
func (b *Bench) load(rate float64, lasts, passed time.Duration) *bench.Tally {
	const most = 4000
	l := bench.Load{Rate: min(rate, most/lasts.Seconds()), Time: lasts, Timeout: 5 * time.Second}
	t := bench.NewTally(l)
	t.Begin, t.CPU, t.Elapsed = b.began.Add(warmUp), time.Duration(float64(passed)*rate/90_000), passed
	rng := b.noise(uint64(rate))
	slower := 1 / max(0.02, 1-rate/(holds*1.05))
	for i := range int(l.Rate * passed.Seconds()) {
		due := l.Due(i)
		took := time.Duration(float64(1100*time.Microsecond) * math.Exp(0.35*rng.NormFloat64()) * math.Sqrt(slower))
		if rate > holds {
			took += time.Duration(float64(passed) * (1 - holds/rate) * rng.Float64())
		}
		t.Add(bench.Request{Due: due, Began: due + 40*time.Microsecond, Ended: due + took, Bytes: 612})
	}
	for range int(passed / time.Second) {
		t.Host = append(t.Host, conditions(rng))
	}
	t.Load.Rate = rate
	return t
}

func (b *Bench) http(r *bench.Report, passed time.Duration) (n int, shapes []bench.Shape) {
	run := bench.LoadRun{Ceiling: 52_000}
	n = int(passed / time.Second)
	if b.job.Ramp {
		run.Ramp = b.ramp()
		steps := b.steps()
		n = min(len(steps), int(passed/b.job.Time))
		for _, t := range steps[:n] {
			run.Ramp.Add(t)
			if last := run.Ramp.Steps[len(run.Ramp.Steps)-1]; last.Reason == "" || run.Tally == nil {
				run.Tally = t
			}
		}
		if run.Tally == nil {
			return 0, nil
		}
	} else {
		run.Tally = b.load(100, b.job.Time, passed)
	}
	r.Machine.Network, r.Machine.LogDriver = "", ""
	run.Fill(r)
	return n, []bench.Shape{run.Tally.Shape("latency", bench.ShapeBins)}
}

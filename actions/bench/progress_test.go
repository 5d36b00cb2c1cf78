package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model/bench"
)

// A watched benchmark is one of each kind, which tells of its steps.
var watched = map[string]struct {
	series string
	run    func(context.Context, *fake, *bench.Report, Progress) error
	steps  []string // phase, done/all, and how many values the series has by then
}{
	"cpu": {"work_per_second", func(ctx context.Context, f *fake, r *bench.Report, p Progress) error {
		cpu := CPU{
			Podman: f.podman(), Subject: Payload("podtop", ProgramCPU, nil, time.Minute), Units: Units, Watch: quiet,
			Repeats: Repeats{WarmUp: 1, Number: 3, Time: time.Hour, Progress: p}, Throttling: func(string) Throttling { return Throttling{} },
		}
		return cpu.Run(ctx, r)
	}, []string{"warming up 0/1 0", "measuring 0/3 0", "measuring 1/3 1", "measuring 2/3 2", "measuring 3/3 3", "removing what it made 0/0 3"}},
	"start": {"startup_time", func(ctx context.Context, f *fake, r *bench.Report, p Progress) error {
		s := start(f, Subject{Image: "web"}, 3)
		s.Repeats.Progress = p
		return s.Run(ctx, r)
	}, []string{"warming up 0/1 0", "measuring 0/3 0", "measuring 1/3 1", "measuring 2/3 2", "measuring 3/3 3"}},
	"usage": {"memory", func(ctx context.Context, _ *fake, r *bench.Report, p Progress) error {
		n := 0
		next := func(ctx context.Context, id string) (UsageSample, error) {
			if n++; ctx.Err() != nil {
				return UsageSample{}, ctx.Err()
			}
			return metered(0, math.MaxInt)(ctx, id)
		}
		u := Usage{Time: 300 * time.Millisecond, Next: next, Peak: func(string, bool) *Peak { return &Peak{} }, Progress: p}
		return u.Run(ctx, "x", r)
	}, []string{"measuring 0/0 1", "measuring 0/0 2", "measuring 0/0 3", "measuring 0/0 4"}},
	"ab": {"a.startup_time", func(ctx context.Context, f *fake, r *bench.Report, p Progress) error {
		both := ab(StartArms(f.podman(), "A", Subject{Image: "web", Life: time.Minute}, "B", Subject{Image: "web", Life: time.Minute}))
		both.Series, both.Progress, both.Time = bench.StartupTime, p, 100*time.Millisecond
		return both.Run(ctx, r)
	}, []string{"warming up 0/0 0", "measuring 0/0 0", "measuring 1/0 1", "measuring 2/0 2", "removing what it made 0/0 2"}},
}

func fakeWeb() *fake {
	f := newFake()
	f.slow = 10 * time.Millisecond
	f.images["podtop"] = payload
	f.images["web"] = func(c *fakeContainer) { c.say(1, "ready\n"); <-c.ended }
	return f
}

func numberOf(r *bench.Report, series string) int {
	if s := r.SeriesAt(series); s != nil {
		return len(s.Values)
	}
	return 0
}

// At each step the report has what was measured before it.
func TestReportIsFilledAsItGoes(t *testing.T) {
	for kind, w := range watched {
		synctest.Test(t, func(t *testing.T) {
			f := fakeWeb()
			var r bench.Report
			var steps []string
			err := w.run(t.Context(), f, &r, func(s Step) {
				steps = append(steps, fmt.Sprintf("%s %d/%d %d", s.Phase, s.Done, s.All, numberOf(&r, w.series)))
			})
			if err != nil || !slices.Equal(steps, w.steps) {
				t.Errorf("%s: %v\n%s\nwant\n%s", kind, err, strings.Join(steps, "\n"), strings.Join(w.steps, "\n"))
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

// What is interrupted keeps what it has measured, and leaves no container.
func TestInterruptedReport(t *testing.T) {
	for kind, w := range watched {
		synctest.Test(t, func(t *testing.T) {
			f := fakeWeb()
			var r bench.Report
			ctx, cancel := context.WithCancel(t.Context())
			err := w.run(ctx, f, &r, func(Step) {
				if numberOf(&r, w.series) == 1 {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) || numberOf(&r, w.series) < 1 {
				t.Errorf("%s: %v, %d values", kind, err, numberOf(&r, w.series))
			}
			if kind == "usage" && math.IsNaN(figure(&r, bench.ResourceEfficiency, bench.MemoryUsage)) {
				t.Errorf("%s: its means are missing", kind)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

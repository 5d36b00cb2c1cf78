package bench

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// The work of one thread and of all is measured, inside the limits.
func TestCPU(t *testing.T) {
	for _, tt := range []struct {
		limits    limit.Values
		one, both float64 // units a second
	}{
		{nil, 1000, 2000},
		{limit.Values{model.FieldCPUQuota: "100000"}, 1000, 1000},
		{limit.Values{model.FieldCPUQuota: "50000"}, 500, 500},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["podtop"] = payload
			rounds := 0.0
			cpu := CPU{
				Podman: f.podman(), Subject: Payload("podtop", ProgramCPU, tt.limits, time.Minute), Units: Units,
				Watch:      func() func(string) bench.Conditions { rounds++; return quiet() },
				Repeats:    Repeats{WarmUp: 2, Number: 4, Time: time.Hour},
				Throttling: func(string) Throttling { return Throttling{10 * rounds, rounds, rounds / 2} },
			}
			var r bench.Report
			if err := cpu.Run(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
			checkPlaces(t, "cpu", &r)
			for name, want := range map[string]float64{
				"work_per_second": tt.one, "work_per_second_all": tt.both, "effective_cores": tt.one / 1000, "effective_cores_all": tt.both / 1000,
			} {
				s := r.SeriesAt(name)
				if s == nil || len(s.Values) != 4 || math.Abs(s.Summary().Median/want-1) > 1e-9 {
					t.Errorf("%v: %s is %+v, want %v", tt.limits, name, s, want)
				}
			}
			// Two rounds each of the four times that count; none of the warm-up.
			if got := figure(&r, "throttling", "throttled"); got != 8 {
				t.Errorf("throttled in %v periods", got)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

// A round under a quota takes no longer because the host has more CPUs.
func TestWorkOfARound(t *testing.T) {
	for _, tt := range []struct {
		quota   string
		threads int
		took    time.Duration
	}{
		{"", 64, Units * time.Millisecond},
		{"100000", 64, Units * time.Millisecond},
		{"50000", 64, 2 * Units * time.Millisecond},
		{"350000", 64, Units * 8 * time.Millisecond / 7}, // 4 times the units, on 3.5 cores
		{"400000", 2, Units * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["podtop"] = payloadOf(tt.threads)
			s := Payload("podtop", ProgramCPU, limit.Values{model.FieldCPUQuota: tt.quota}, time.Hour)
			w, err := newWorker(t.Context(), f.podman(), "cpu", &s)
			if err != nil {
				t.Fatal(err)
			}
			defer w.clear()
			began := time.Now()
			_, err = w.round(t.Context(), 0, Units)
			if took := time.Since(began); err != nil || (took-tt.took).Abs() > time.Microsecond {
				t.Errorf("%s on %d threads: %v after %v, want %v", tt.quota, tt.threads, err, took, tt.took)
			}
		})
	}
}

func figure(r *bench.Report, group, name string) float64 {
	for _, g := range r.Figures {
		for _, x := range g.Figures {
			if g.Name == group && x.Name == name {
				return x.Value
			}
		}
	}
	return math.NaN()
}

// Where Podman is frozen, no container ends at its deadline, and none is waited
// for longer.
func TestWorkerOfAFrozenPodman(t *testing.T) {
	for what, does := range map[string]func(*fakeContainer){
		"it says nothing":  func(c *fakeContainer) { <-c.ended },
		"it reads nothing": func(c *fakeContainer) { c.say(1, `{"event":"ready","threads":1}`+"\n"); <-c.ended },
		"it answers no order": func(c *fakeContainer) {
			c.say(1, `{"event":"ready","threads":1}`+"\n")
			_, _ = fmt.Fscanln(c.ours)
			<-c.ended
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["podtop"] = does
			began := time.Now()
			cpu := CPU{
				Podman: f.podman(), Subject: Payload("podtop", ProgramCPU, nil, time.Minute), Units: 1, Watch: quiet,
				Repeats: Repeats{Number: 3, Time: time.Hour}, Throttling: func(string) Throttling { return Throttling{} },
			}
			err := cpu.Run(t.Context(), &bench.Report{})
			if took := time.Since(began); !errors.Is(err, errSilent) || took != time.Minute+2*grace {
				t.Errorf("%s: %v after %v", what, err, took)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

// A payload that ends, or says what is none of its lines, ends the benchmark.
func TestCPUOfABadPayload(t *testing.T) {
	for _, tt := range []struct {
		what string
		does func(*fakeContainer)
		want string
	}{
		{"ends at once", func(*fakeContainer) {}, errSilent.Error()},
		{"ends after its first word", func(c *fakeContainer) { c.say(1, `{"event":"ready","threads":1}`+"\n") }, errSilent.Error()},
		{"says no JSON", func(c *fakeContainer) { c.say(1, "exec \x1b[31mformat error\n") }, `the payload says "exec`},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["podtop"] = tt.does
			cpu := CPU{
				Podman: f.podman(), Subject: Payload("podtop", ProgramCPU, nil, time.Minute), Units: 1, Watch: quiet,
				Repeats: Repeats{Number: 3, Time: time.Hour}, Throttling: func(string) Throttling { return Throttling{} },
			}
			err := cpu.Run(t.Context(), &bench.Report{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("%s: %v", tt.what, err)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

package bench

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model/bench"
	"podtop/model/limit"
)

func start(f *fake, subject Subject, number int) *Start {
	subject.Life = 20 * time.Second
	return &Start{
		Podman: f.podman(), Subject: subject, Standby: true, Watch: quiet,
		Repeats: Repeats{WarmUp: 1, Number: number, Time: time.Hour},
	}
}

// Each phase is timed for itself, and that of a container made beforehand
// beside it.
func TestStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.slow = 10 * time.Millisecond
		f.images["web"] = func(c *fakeContainer) {
			c.sleep(5 * time.Millisecond)
			c.say(2, "listening\n")
			<-c.ended
		}
		var r bench.Report
		if err := start(f, Subject{Image: "web"}, 3).Run(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
		checkPlaces(t, "start", &r)
		synctest.Wait()
		want := map[string]time.Duration{
			"startup_time": 35 * time.Millisecond, "create_time": 10 * time.Millisecond, "run_time": 20 * time.Millisecond,
			"first_byte_time": 25 * time.Millisecond, "stop_time": 10 * time.Millisecond, "remove_time": 10 * time.Millisecond, "standby_time": 25 * time.Millisecond,
		}
		for _, s := range r.Series {
			if got := s.Summary(); len(s.Values) != 3 || got.Median != want[s.Name].Seconds() {
				t.Errorf("%s is %v, %d times, want %v", s.Name, got.Median, len(s.Values), want[s.Name])
			}
			delete(want, s.Name)
		}
		if len(want) > 0 || !slices.Contains(r.Notes, "its first line: listening") {
			t.Errorf("missing: %v; notes: %q", want, r.Notes)
		}
		f.checkEmpty(t)
	})
}

// What says nothing is waited for once.
func TestStartOfASilentImage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.images["mute"] = func(c *fakeContainer) { <-c.ended }
		began := time.Now()
		var r bench.Report
		if err := start(f, Subject{Image: "mute"}, 5).Run(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != patience {
			t.Errorf("it took %v", took)
		}
		if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "says nothing within 3s") || r.SeriesAt("first_byte_time") != nil || r.SeriesAt("startup_time") == nil {
			t.Errorf("%+v", r)
		}
	})
}

// Whatever goes wrong, in words, nothing is left.
func TestStartFails(t *testing.T) {
	for _, tt := range []struct {
		image, want string
		refuse      map[string]error
		does        func(*fakeContainer)
	}{
		{"gone", "ended without a word", nil, func(*fakeContainer) {}},
		{"web", "cannot be made: refused with 500", map[string]error{"/create": refusal{500}}, payload},
		{"web", "cannot be read: refused with 500", map[string]error{"/attach": refusal{500}}, payload},
		{"web", "cannot be started: refused with 409", map[string]error{"/start": refusal{409}}, payload},
		{"web", "cannot be stopped: refused with 500", map[string]error{"/stop": refusal{500}}, payload},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images[tt.image], f.refuse = tt.does, tt.refuse
			err := start(f, Subject{Image: tt.image}, 3).Run(t.Context(), &bench.Report{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
			f.checkEmpty(t)
		})
	}
}

// An interruption at any time leaves nothing.
func TestStartIsInterrupted(t *testing.T) {
	for at := range 70 {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.slow = time.Millisecond
			f.images["web"] = payload
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(at)*time.Millisecond/2)
			defer cancel()
			err := start(f, Subject{Image: "web", Payload: true}, 1000).Run(ctx, &bench.Report{})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("after %d: %v", at, err)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

func TestStartEndsAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.slow = 10 * time.Millisecond
		f.images["web"] = payload
		s := start(f, Subject{Image: "web", Payload: true}, 1000)
		s.Repeats.Time = time.Second
		var r bench.Report
		if err := s.Run(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
		if n := len(r.Series[0].Values); n < 5 || n > 20 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "was over before 1000 starts") {
			t.Errorf("%d starts, %q", n, r.Notes)
		}
	})
}

// Podtop itself may do nothing but work; an image runs as it would.
func TestSpec(t *testing.T) {
	limits := limit.Values{"cpu-quota": "50000", "memory": "64m", "pids-limit": "20", "cpuset-cpus": "0-1"}
	now := time.Date(2026, 11, 30, 20, 0, 0, 0, time.UTC)
	own := Payload("localhost/podtop-bench:1", ProgramReady, limits, 30*time.Second)
	s := own.spec("start", "n", now)
	if !s.ReadOnly || !s.NoNewPrivileges || !s.Stdin || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Equal(s.Command, []string{"/podtop", "bench-payload", "ready", "30s"}) {
		t.Errorf("%+v", s)
	}
	image := Subject{Image: "web", Limits: limits, Life: 30 * time.Second}
	other := image.spec("start", "n", now)
	if other.ReadOnly || other.Stdin || other.CapDrop != nil || other.Command != nil {
		t.Errorf("%+v", other)
	}
	for _, s := range []*spec{s, other} {
		if s.Net.Mode != "none" || s.Log.Driver != "none" || !s.Remove || s.Timeout != 32 || s.Labels[Label] != "start" || s.Labels[LabelUntil] != "2026-11-30T20:00:34Z" {
			t.Errorf("%+v", s)
		}
		r := s.Resources
		if *r.CPU.Quota != 50000 || *r.CPU.Period != 100000 || r.CPU.Cpus != "0-1" || *r.Memory.Limit != 64<<20 || r.Memory.Swap != nil || r.Pids.Limit != 20 {
			t.Errorf("%+v", r)
		}
	}
	want := "podman run --rm --network none --log-driver none --timeout 32 --cpu-quota 50000 --cpuset-cpus 0-1 --memory 64m --pids-limit 20 web"
	if got := strings.Join(image.CommandLine(), " "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

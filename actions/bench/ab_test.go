package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

func ab(a, b Arm) *AB {
	return &AB{A: a, B: b, Within: 0.02, Time: time.Hour, Watch: quiet}
}

// Two sets of limits are measured in turn, until it is precise enough.
func TestABOfLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.images["podtop"] = payload
		arm := func(quota string) Arm {
			subject := Payload("podtop", ProgramCPU, limit.Values{model.FieldCPUQuota: quota}, 10*time.Minute)
			arm, err := WorkArm(t.Context(), quota, f.podman(), subject, Units)
			if err != nil {
				t.Fatal(err)
			}
			return arm
		}
		both := ab(arm("100000"), arm("150000"))
		both.Series = "work_per_second_all"
		var r bench.Report
		if err := both.Run(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
		checkPlaces(t, "ab", &r)
		all := r.Differences()
		if r.Arms.TimeUp || len(all) != 1 || all[0].Pairs != bench.Looks[0] || all[0].Change < 0.499 || all[0].Change > 0.501 {
			t.Errorf("%+v %+v", r.Arms, all)
		}
		if got := r.Verdict(); !strings.HasPrefix(got, "150000: 50 % ") {
			t.Error(got)
		}
		synctest.Wait()
		f.checkEmpty(t)
	})
}

// What never becomes precise ends at its time, with whole pairs.
func TestABEndsAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		var order []string
		for i, name := range []string{"old", "new"} {
			n := 0
			f.images[name] = func(c *fakeContainer) {
				order = append(order, name)
				n++
				c.sleep(time.Duration(20+(n+13*i)*7919%50) * time.Millisecond)
				c.say(1, "ready\n")
				<-c.ended
			}
		}
		both := ab(StartArms(f.podman(), "old", Subject{Image: "old", Life: time.Minute}, "new", Subject{Image: "new", Life: time.Minute}))
		both.Series, both.Time = bench.StartupTime, time.Second
		pairs := 0
		both.Progress = func(s Step) { pairs = max(pairs, s.Done) }
		var r bench.Report
		if err := both.Run(t.Context(), &r); err != nil {
			t.Fatal(err)
		}
		a, b := r.SeriesAt("a.startup_time"), r.SeriesAt("b.startup_time")
		if !r.Arms.TimeUp || len(a.Values) != len(b.Values) || len(a.Values) != pairs || pairs < 5 {
			t.Errorf("%d and %d values, %d pairs", len(a.Values), len(b.Values), pairs)
		}
		if got := strings.Join(order[:8], " "); got != "old new old new new old old new" {
			t.Error(got)
		}
		synctest.Wait()
		f.checkEmpty(t)
	})
}

// If one of two images says nothing, both starts are timed until they run.
func TestABOfASilentImage(t *testing.T) {
	for _, names := range [][2]string{{"mute", "loud"}, {"loud", "mute"}} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.slow = 10 * time.Millisecond
			f.images["mute"] = func(c *fakeContainer) { <-c.ended }
			f.images["loud"] = func(c *fakeContainer) {
				c.sleep(time.Second)
				c.say(1, "ready\n")
				<-c.ended
			}
			a, b := Subject{Image: names[0], Life: time.Minute}, Subject{Image: names[1], Life: time.Minute}
			both := ab(StartArms(f.podman(), a.Image, a, b.Image, b))
			both.Series = bench.StartupTime
			var r bench.Report
			if err := both.Run(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"a.startup_time", "b.startup_time"} {
				if got := r.SeriesAt(name).Summary().Median; got != 0.03 {
					t.Errorf("%s: %s is %v", names, name, got)
				}
			}
			if len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], "mute says nothing within 3s: the start of both") {
				t.Errorf("%q", r.Notes)
			}
		})
	}
}

func TestABOfCommands(t *testing.T) {
	for _, tt := range []struct {
		code int
		took time.Duration
		want string // of the error
	}{
		{0, time.Second, ""},
		{3, time.Second, "ends with code 3: no such file"},
		{0, time.Minute, "takes longer than 20s"},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["tool"] = func(c *fakeContainer) {
				c.say(2, "no such file\n")
				took := tt.took
				if c.spec.Command[0] == "fast" {
					took = time.Second / 2
				}
				c.sleep(min(took, 22*time.Second)) // when Podman ends it
				c.code = tt.code
			}
			arm := func(name string) Arm {
				return CommandArm(name, f.podman(), Subject{Image: "tool", Command: []string{name}, Life: 20 * time.Second})
			}
			both := ab(arm("slow"), arm("fast"))
			both.Series = "command_time"
			var r bench.Report
			err := both.Run(t.Context(), &r)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%v, want %q", err, tt.want)
				}
			} else if err != nil || fmt.Sprintf("%.3f", r.SeriesAt("b.command_time").Summary().Median) != "0.500" {
				t.Errorf("%v, %+v", err, r.Series)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

// Where Podman is frozen, no command ends at its deadline.
func TestCommandOfAFrozenPodman(t *testing.T) {
	for what, does := range map[string]func(*fakeContainer){
		"its end is not told":  func(c *fakeContainer) { <-c.ended },
		"its code is not told": func(c *fakeContainer) { c.ours.Close(); <-c.ended },
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["tool"] = does
			began := time.Now()
			_, err := f.podman().runToEnd(t.Context(), &Subject{Image: "tool", Life: 20 * time.Second})
			if took := time.Since(began); err == nil || err.Error() != "the command takes longer than 20s" || took != 20*time.Second+2*grace {
				t.Errorf("%s: %v after %v", what, err, took)
			}
			synctest.Wait()
			f.checkEmpty(t)
		})
	}
}

func TestABIsInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.images["podtop"] = payload
		arm := func() Arm {
			arm, err := WorkArm(t.Context(), "x", f.podman(), Payload("podtop", ProgramCPU, nil, time.Hour), Units)
			if err != nil {
				t.Fatal(err)
			}
			return arm
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		if err := ab(arm(), arm()).Run(ctx, &bench.Report{}); err == nil {
			t.Error("it ended well")
		}
		synctest.Wait()
		f.checkEmpty(t)
	})
}

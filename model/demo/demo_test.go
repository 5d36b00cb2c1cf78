package demo_test

import (
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"podtop/model"
	"podtop/model/demo"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const tick = 100 * time.Millisecond

// now is the host of seed with its past behind it, and a tracker that has
// pushed it.
func now(seed uint64) (*demo.Host, *model.Tracker) {
	h, t := demo.New(seed, noon), &model.Tracker{}
	t.Recall(h.Past())
	return h, t
}

// The same seed gives the same samples, past and present; another one others.
func TestSameBySeed(t *testing.T) {
	a, b, other := demo.New(7, noon), demo.New(7, noon), demo.New(8, noon)
	differs := false
	next, stop := iter.Pull(b.Past())
	defer stop()
	nextOther, stopOther := iter.Pull(other.Past())
	defer stopOther()
	for s := range a.Past() {
		again, _ := next()
		if !reflect.DeepEqual(s, again) {
			t.Fatalf("the past differs at %v", s.Time)
		}
		another, _ := nextOther()
		differs = differs || !reflect.DeepEqual(s, another)
	}
	for range 600 {
		a.Advance(tick)
		b.Advance(tick)
		if s := a.Sample(tick); !reflect.DeepEqual(s, b.Sample(tick)) {
			t.Fatalf("the present differs at %v", s.Time)
		}
	}
	if !differs {
		t.Error("another seed gives the same past")
	}
}

// The past leads up to now, and every sample says what it is.
func TestPastEndsNow(t *testing.T) {
	h := demo.New(1, noon)
	var last *model.Sample
	var mono time.Duration
	for s := range h.Past() {
		if s.Mono <= mono || !s.Demo {
			t.Fatalf("after %v comes %v, demonstration %v", mono, s.Mono, s.Demo)
		}
		last, mono = s, s.Mono
	}
	if !last.Time.Equal(noon) {
		t.Errorf("the past ends at %v", last.Time)
	}
}

// No container takes more than it may, all take no more than the machine has,
// and nothing that runs goes backwards.
func TestFiguresAreBelievable(t *testing.T) {
	for seed := range uint64(5) {
		h, tr := now(seed)
		for range 2 * 600 {
			h.Advance(tick)
			snap := tr.Push(h.Sample(tick))
			var sum float64
			for i := range snap.Containers {
				c := &snap.Containers[i]
				checkFigures(t, c)
				if c.CPU == c.CPU && !(c.Uptime < 2) { // the means of younger ones are over less
					sum += c.CPU
				}
			}
			if h := snap.Host; !(sum <= h.CPU) || !(h.CPU <= float64(h.CPUs)) || !(h.MemUsed < h.MemTotal) {
				t.Fatalf("seed %d: containers use %.2f of %.2f of %d cores; %.0f of %.0f bytes", seed, sum, h.CPU, h.CPUs, h.MemUsed, h.MemTotal)
			}
		}
	}
}

func checkFigures(t *testing.T, c *model.Container) {
	t.Helper()
	if limit, ok := c.Effective.Memory.Get(); ok && !(c.Mem <= float64(limit)) && c.Path != "" {
		t.Fatalf("%s holds %.0f of %d bytes", c.Name, c.Mem, limit)
	}
	if quota, ok := c.Effective.CPU.Get(); ok && c.CPU > 1.001*float64(quota)/1e6 {
		t.Fatalf("%s uses %v cores, with a quota of %v", c.Name, c.CPU, float64(quota)/1e6)
	}
	if c.State == model.Running && (c.Uptime > 1 || !c.Known) && (math.IsNaN(c.CPU) || math.IsNaN(c.BlkW) || math.IsNaN(c.PSICPU)) {
		t.Fatalf("%s has run for %v s, and its rates are not known: %+v", c.Name, c.Uptime, c.Figures)
	}
	if c.PSICPU > 100 || c.PSIMem > 100 || c.PSIIO > 100 || c.ThrottledPct > 100 {
		t.Fatalf("%s: more than all the time: %+v", c.Name, c.Figures)
	}
	if strings.ContainsFunc(c.Name+c.Image+c.User, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Fatalf("%q %q %q is not clean", c.Name, c.Image, c.User)
	}
}

// What there is to see is to be seen within minutes, whatever the seed.
func TestCast(t *testing.T) {
	for seed := range uint64(5) {
		h, tr := now(seed)
		seen := map[string]bool{}
		for range 10 * 60 {
			h.Advance(time.Second)
			for _, c := range tr.Push(h.Sample(time.Second)).Containers {
				for what, is := range characters {
					seen[what] = seen[what] || is(&c)
				}
			}
		}
		for what := range characters {
			if !seen[what] {
				t.Errorf("seed %d: no container %s", seed, what)
			}
		}
	}
}

var characters = map[string]func(*model.Container) bool{
	"is in a pod":                      func(c *model.Container) bool { return c.PodName != "" },
	"is of a compose project":          func(c *model.Container) bool { return c.Project != "" },
	"is a unit's":                      func(c *model.Container) bool { return c.Unit != "" && c.State == model.Running },
	"is a user's":                      func(c *model.Container) bool { return c.UID != 0 },
	"is near its memory limit":         func(c *model.Container) bool { return c.MemLimitPct > 90 && c.Name == "app" },
	"is throttled":                     func(c *model.Container) bool { return c.ThrottledPct > 25 },
	"is killed for want of memory":     func(c *model.Container) bool { return c.OOMKilled },
	"runs again after it was killed":   func(c *model.Container) bool { return c.OOMs > 0 && c.State == model.Running && c.Uptime < 60 },
	"is full of page cache":            func(c *model.Container) bool { return c.File > 0.8*c.Mem && full(c) && c.MemLimitPct < 25 },
	"is unhealthy":                     func(c *model.Container) bool { return c.Health == "unhealthy" },
	"is paused":                        func(c *model.Container) bool { return c.State == model.Paused },
	"is in a restart loop":             func(c *model.Container) bool { return c.RestartsLately >= 3 },
	"is between two starts":            func(c *model.Container) bool { return c.State == model.Activating },
	"ended well":                       func(c *model.Container) bool { return c.State == model.Exited && c.ExitCode == 0 },
	"ended badly":                      func(c *model.Container) bool { return c.State == model.Exited && c.ExitCode == 1 },
	"uses the host's network":          func(c *model.Container) bool { return c.Net == model.NetHost },
	"is known by conmon alone":         func(c *model.Container) bool { return c.Known && c.Source == model.FromConmon },
	"has a name too long for a column": func(c *model.Container) bool { return len(c.Name) > 40 },
}

func full(c *model.Container) bool {
	limit, ok := c.Effective.Memory.Get()
	return ok && c.Mem > 0.95*float64(limit)
}

// Traffic and CPU time rise and fall together, and with the hour.
func TestDemandIsShared(t *testing.T) {
	h := demo.New(3, noon)
	var tr model.Tracker
	var cpu, tx []float64
	byHour, samples := map[int]float64{}, map[int]float64{}
	for s := range h.Past() {
		snap := tr.Push(s)
		i := slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "shop-frontend-1" })
		if c := &snap.Containers[i]; c.CPU == c.CPU && c.NetTx == c.NetTx {
			cpu, tx = append(cpu, c.CPU), append(tx, c.NetTx)
			byHour[snap.Time.Hour()] += c.CPU
			samples[snap.Time.Hour()]++
		}
	}
	if r := correlation(cpu, tx); !(r > 0.8) {
		t.Errorf("CPU and traffic of a site correlate by %.2f", r)
	}
	if day, night := byHour[15]/samples[15], byHour[3]/samples[3]; !(day > 2*night) {
		t.Errorf("at 15 h it uses %.2f cores, at 3 h %.2f", day, night)
	}
}

func correlation(x, y []float64) float64 {
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		sxx, syy, sxy = sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	return (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
}

// A container that is paused stands still, until it is not.
func TestPause(t *testing.T) {
	h, tr := now(1)
	find := func() model.Container {
		h.Advance(time.Second)
		snap := tr.Push(h.Sample(time.Second))
		return snap.Containers[slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "nginx" })]
	}
	id := find().ID
	for _, step := range []struct {
		verb  model.Verb
		fails string
		state model.State
		idle  bool
	}{
		{model.Unpause, "running, not paused", model.Running, false},
		{model.Pause, "", model.Paused, true},
		{model.Pause, "paused, not running", model.Paused, true},
		{"explode", "cannot explode", model.Paused, true},
		{model.Unpause, "", model.Running, false},
	} {
		err := h.Do(step.verb, id)
		if fmt.Sprint(err) != "<nil>" && step.fails == "" || !strings.Contains(fmt.Sprint(err), step.fails) {
			t.Errorf("%s: %v, want %q", step.verb, err, step.fails)
		}
		find()
		if c := find(); c.State != step.state || (c.CPU == 0) != step.idle {
			t.Errorf("after %s: %s, %v cores", step.verb, c.State, c.CPU)
		}
	}
	if err := h.Do(model.Pause, "0123456789abcdef"); err == nil || !strings.Contains(err.Error(), "0123456789ab") {
		t.Errorf("pausing what is not there: %v", err)
	}
}

// Its Podman tells what happens, the day before too, and the cgroups show it:
// each thing is on the list once.
func TestEvents(t *testing.T) {
	h, tr := demo.New(7, noon), &model.Tracker{Rules: model.DefaultRules()}
	tr.Recall(h.Past())
	var snap *model.Snapshot
	died, started := 0, 0
	push := func() {
		s := h.Sample(tick)
		for _, e := range s.Events {
			switch e.Action {
			case "died":
				died++
			case "start":
				started++
			}
		}
		snap = tr.Push(s)
	}
	push()
	count := func(is func(*model.Event) bool) (n int) {
		for i := range snap.Events {
			if is(&snap.Events[i]) {
				n++
			}
		}
		return n
	}
	of := func(kinds ...model.EventKind) func(*model.Event) bool {
		return func(e *model.Event) bool { return slices.Contains(kinds, e.Kind) }
	}
	ends := func(e *model.Event) bool { return e.Kind == model.StopEvent || e.Ended }
	stops, starts := count(ends), count(of(model.StartEvent, model.RestartEvent))
	for range 10 * 60 * 10 {
		h.Advance(tick)
		push()
	}
	if n := count(ends) - stops; n != died || n < 10 {
		t.Errorf("%d ends of %d are on the list", n, died)
	}
	if n := count(of(model.StartEvent, model.RestartEvent)) - starts; n != started || n < 10 {
		t.Errorf("%d starts of %d are on the list", n, started)
	}
	if err := h.Do(model.Pause, snap.Containers[slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "nginx" })].ID); err != nil {
		t.Fatal(err)
	}
	h.Advance(tick)
	push()
	if n := count(of(model.PauseEvent)); n != 1 {
		t.Errorf("one pause is on the list %d times", n)
	}
	for k := model.OtherEvent; k <= model.CheckEvent; k++ {
		if k != model.OperationEvent && count(of(k)) == 0 {
			t.Errorf("no event is of kind %v", k)
		}
	}
	for _, name := range []string{"scratch", "jupyter", "box$(reboot)"} {
		if count(func(e *model.Event) bool { return e.Name == name && (e.Kind == model.StartEvent) }) != 1 {
			t.Errorf("%s was not started once", name)
		}
	}
}

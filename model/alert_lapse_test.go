package model

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// A stage is one container looked at once a second.
type stage struct {
	*Alarms
	c Container
	n int
}

func newStage(rules ...Rule) *stage {
	st := &stage{Alarms: NewAlarms(rules)}
	st.c = Container{Key: Key{0, "app"}, Meta: Meta{Name: "app", State: Running}, Figures: unknownFigures}
	return st
}

// after are the alerts that fire after so many seconds as c is now.
func (st *stage) after(seconds int) (firing []Alert) {
	for range seconds {
		st.n++
		firing = st.Push(&Snapshot{Time: time.Unix(int64(st.n), 0), Mono: time.Duration(st.n) * time.Second, Containers: []Container{st.c}})
	}
	return firing
}

func ruleCalled(name string) Rule {
	for _, r := range DefaultRules() {
		if r.Name == name {
			return r
		}
	}
	panic("there is no rule " + name)
}

// What does not hold any more is told in the past tense, with what is so now,
// and for no longer than the episode goes on; what is just swinging still counts.
func TestWhatHoldsNoMoreIsPast(t *testing.T) {
	st := newStage(ruleCalled("cpu"))
	st.c.CPULimitPct = 100
	if f := st.after(360); len(f) != 1 || f[0].Text != "app: CPU 100% of its limit for 5m" || !f[0].Holds() {
		t.Fatalf("%+v", f)
	}
	st.c.CPULimitPct = 12
	for _, tt := range []struct {
		seconds int
		text    string
		holds   bool
	}{
		{1, "app: CPU 100% of its limit for 5m, until 1s ago (now 12%)", true},
		{3, "app: CPU 100% of its limit for 5m, until 4s ago (now 12%)", true},
		{2, "app: CPU 100% of its limit for 5m, until 6s ago (now 12%)", false},
	} {
		if f := st.after(tt.seconds); len(f) != 1 || f[0].Text != tt.text || f[0].Holds() != tt.holds || !f[0].Firing() {
			t.Errorf("%+v, want %q", f, tt.text)
		}
	}
	st.c.CPULimitPct = 95
	if f := st.after(1); len(f) != 1 || f[0].Text != "app: CPU 95% of its limit for 6m" || f[0].Lapsed != 0 {
		t.Errorf("again: %+v", f)
	}
	st.c.CPULimitPct = 12
	if f := st.after(31); len(f) != 0 {
		t.Errorf("half a minute later: %+v", f)
	}
	if p := st.Past(); len(p) != 1 || p[0].Text != "app: CPU 95% of its limit for 6m" {
		t.Errorf("past %+v", p)
	}
}

// What does not hold comes behind all that does, however bad it was.
func TestLapsedComesLast(t *testing.T) {
	loud, quiet := rule(t, "mem>=1 for 20s"), rule(t, "cpu>=1 for 20s")
	loud.Severity = Bad
	st := newStage(loud, quiet)
	st.c.CPU, st.c.Mem = 1, 1
	if f := st.after(30); len(f) != 2 || f[0].Rule != loud.Name {
		t.Fatalf("%+v", f)
	}
	st.c.Mem = 0
	if f := st.after(8); len(f) != 2 || f[0].Rule != quiet.Name || f[1].Holds() {
		t.Errorf("%+v", f)
	}
}

// An alert on a limit ends at once when that is raised or taken away, though
// what it says was a mean that follows a moment later; not when another is.
func TestARaisedLimitEndsTheAlert(t *testing.T) {
	raise := map[string]func(*Container){
		"raised": func(c *Container) { c.Effective.CPU, c.CPULimitPct, c.ThrottledPct = LimitOf(4_000_000), 25, 0 },
		"removed": func(c *Container) {
			c.Effective.CPU, c.CPULimitPct, c.ThrottledPct = NoLimit, unknownFigures.CPULimitPct, 0
		},
		"late":    func(c *Container) { c.Effective.CPU = LimitOf(4_000_000) },
		"another": func(c *Container) { c.Effective.Memory, c.CPULimitPct, c.ThrottledPct = LimitOf(1<<30), 25, 0 },
	}
	for name, change := range raise {
		st := newStage(ruleCalled("cpu"), ruleCalled("throttled"))
		st.c.Effective = Limits{CPU: LimitOf(1_000_000), Memory: LimitOf(1 << 20)}
		st.c.CPULimitPct, st.c.ThrottledPct = 100, 80
		if f := st.after(400); len(f) != 2 {
			t.Fatalf("%s: %+v", name, f)
		}
		change(&st.c)
		f := st.after(1)
		if name == "late" {
			st.c.CPULimitPct, st.c.ThrottledPct = 25, 0
			f = st.after(1)
		}
		if want := map[bool]int{true: 2}[name == "another"]; len(f) != want || len(st.Past()) != 2-want {
			t.Errorf("%s: %+v fire, %+v have ended", name, f, st.Past())
		}
	}
}

// A container that is started again and again is one alert with a count, and
// one line among those that were, whatever it is between two starts.
func TestALoopIsOneAlert(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	texts := map[string]bool{}
	for i := range 400 {
		tp.step(time.Second)
		m := Meta{ID: id(1), Name: "web", State: Running, Restarts: Known(uint64(i / 2))}
		if i%2 == 1 {
			m.State, m.ExitCode, m.Finished = Exited, 1, tp.s.Time
		}
		tp.inventory(m)
		snap := tr.Push(&tp.s)
		for _, a := range snap.Alerts {
			texts[a.Rule] = true
			if i > 20 && a.Rule != "restarts" {
				t.Fatalf("second %d: %+v", i, a)
			}
		}
		c := row(t, snap, "web")
		if i > 20 && (len(snap.Alerts) != 1 || !c.Looping || snap.Alerts[0].Text != "web: restarted "+strconv.Itoa(int(c.RestartsLately))+" times in "+string(AppendAge(nil, c.CountedFor()))+", last exit 1") {
			t.Fatalf("second %d: %+v, looping %v", i, snap.Alerts, c.Looping)
		}
	}
	if !texts["exited"] {
		t.Error("nothing fired before it was a loop")
	}
	if p := tr.snap.PastAlerts; len(p) > 1 || p[0].Rule != "exited" || p[0].Times < 2 {
		t.Errorf("what was: %+v", p)
	}
	// It has given up: that it exited is the news then, and the loop was.
	tp.step(time.Second)
	tp.inventory(Meta{ID: id(1), Name: "web", State: Exited, ExitCode: 2, Finished: tp.s.Time, Restarts: Known(200)})
	tr.Push(&tp.s)
	tp.step(11 * time.Second)
	if c := row(t, tr.Push(&tp.s), "web"); c.Looping || len(tr.snap.Alerts) != 2 {
		t.Errorf("given up: looping %v, %+v", c.Looping, tr.snap.Alerts)
	}
	tp.step(2 * time.Minute)
	tr.Push(&tp.s)
	i := 0
	for ; tr.snap.Alerts[i].Rule != "restarts"; i++ {
	}
	if text := tr.snap.Alerts[i].Text; !strings.HasSuffix(text, " times in 5m, last 2m ago, exit 2") {
		t.Errorf("later: %q", text)
	}
	tp.step(lately)
	tr.Push(&tp.s)
	for _, p := range tr.snap.PastAlerts {
		if p.Rule == "restarts" && !strings.Contains(p.Text, "restarted 15") {
			t.Errorf("past: %q does not tell the most", p.Text)
		}
	}
}

// Nor is it another alert that a unit is down between two starts; that systemd has
// given up is one at once.
func TestALoopOfAUnitIsOneAlert(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	push := func(restarts int, state string) []Alert {
		tp.step(time.Second)
		s := Inventory{Units: []Unit{{Name: "web.service", Container: "web", ActiveState: state, Restarts: Known(uint64(restarts))}}}
		tp.s.Inventory = &s
		return tr.Push(&tp.s).Alerts
	}
	for i := range 200 {
		if a := push(i/8, "activating"); i > 60 && (len(a) != 1 || a[0].Rule != "restarts") {
			t.Fatalf("second %d: %+v", i, a)
		}
	}
	if a := push(25, "failed"); len(a) != 2 || a[0].Rule != "unit-failed" {
		t.Errorf("given up: %+v", a)
	}
}

// A loop of starts that fail is one alert, too, with the reason.
func TestALoopOfFailedStartsIsOneAlert(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	for i := range 100 {
		tp.step(time.Second)
		tp.inventory(Meta{
			ID: id(1), Name: "web", State: Failed, StartError: "exec /nope: no such file",
			Unit: "web.service", UnitState: "activating", Restarts: Known(uint64(i / 4)),
		})
		tr.Push(&tp.s)
	}
	if a := tr.snap.Alerts; len(a) != 1 || a[0].Text != "web: restarted 24 times in 1m, failed to start: exec /nope: no such file" {
		t.Errorf("%+v", a)
	}
}

// A host that takes long between an end and the next start is given that time.
func TestASlowLoopIsOne(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	for i := range 200 {
		tp.step(time.Second)
		m := Meta{ID: id(1), Name: "web", State: Running, Restarts: Known(uint64(i / 20))}
		if i%20 > 2 {
			m.State, m.ExitCode, m.Finished = Exited, 1, tp.s.Time.Add(-time.Duration(i%20-2)*time.Second)
		}
		tp.inventory(m)
		if c := row(t, tr.Push(&tp.s), "web"); i > 60 && !c.Looping {
			t.Fatalf("second %d: it does not loop: %+v", i, tr.snap.Alerts)
		}
	}
}

// The last exit is known from Podman's events where the container never is seen
// as ended.
func TestExitsAreHeard(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	for i := range 8 {
		tp.step(time.Second)
		tp.inventory(Meta{ID: id(1), Name: "web", State: Running, Restarts: Known(uint64(i))})
		tp.s.Events = []PodmanEvent{{Type: "container", Action: "died", ID: string(id(1)), Name: "web", Time: tp.s.Time, Exit: Known(7)}}
		tr.Push(&tp.s)
	}
	if a := tr.snap.Alerts; len(a) != 1 || a[0].Text != "web: restarted 7 times in 7s, last exit 7" {
		t.Errorf("%+v", a)
	}
}

// Episodes that follow each other are one in what was; those of others, of other
// rules and of long before are not.
func TestEpisodesFold(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	e := func(name, rule string, since, until int) Alert {
		return Alert{Rule: rule, Key: Key{0, name}, Since: at(since), Until: at(until), For: time.Duration(until-since) * time.Second}
	}
	a := NewAlarms(nil)
	for i := range 10 {
		a.addPast([]Alert{e("app", "exited", 20*i, 20*i+5)})
	}
	a.addPast([]Alert{e("web", "exited", 200, 210), e("app", "cpu", 200, 211)})
	a.addPast([]Alert{e("app", "exited", 1000, 1001)})
	p := a.Past()
	if len(p) != 4 || p[0].Times != 0 || p[3].Times != 10 || p[3].Since != at(0) || p[3].Until != at(185) || p[3].For != 50*time.Second {
		t.Errorf("%+v", p)
	}
}

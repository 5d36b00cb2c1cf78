package model

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func rule(t testing.TB, s string) Rule {
	t.Helper()
	r, err := ParseRule(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestParseRule(t *testing.T) {
	for s, want := range map[string]struct {
		when string
		last time.Duration
	}{
		"mem.limit% > 90 for 30s":    {"mem.limit% > 90", 30 * time.Second},
		" cpu>1 ":                    {"cpu>1", 0},
		"cpu>1 state=running for 5m": {"cpu>1 state=running", 5 * time.Minute},
		`image~" for " for 1h`:       {`image~" for "`, time.Hour},
		"psi.mem>=10 for 2d":         {"psi.mem>=10", 48 * time.Hour},
		`name~"wait for it"`:         {`name~"wait for it"`, 0},
		`name~"wait for it" for 5s`:  {`name~"wait for it"`, 5 * time.Second},
		`"wait for 9s" cpu>1 for 5s`: {`"wait for 9s" cpu>1`, 5 * time.Second},
		`cpu>1 "for" 5s`:             {`cpu>1 "for" 5s`, 0}, // names with these letters
		`name=for for 5s`:            {`name=for`, 5 * time.Second},
		`name~a"b for 5s`:            {`name~a"b`, 5 * time.Second},
		"for for 5s":                 {"for", 5 * time.Second},
		"!web\tfor\t5s":              {"!web", 5 * time.Second},
	} {
		if r := rule(t, s); r.When.String() != want.when || r.For != want.last || r.Name != strings.TrimSpace(s) || r.Words == "" {
			t.Errorf("%q: %+v", s, r)
		}
	}
	for s, want := range map[string]string{
		"":               "condition is missing",
		" for 30s":       "condition is missing",
		"cpu>1 for":      `"" is not an age`,
		"cpu>1 for ever": `"ever" is not an age`,
		"cpu>1 for -3s":  `"-3s" is not an age`,
		"cpuu>1 for 30s": "did you mean cpu?",
		"mem>x for 30s":  `"x" is not a size`,
		`name~"a for 5s`: `a closing " is missing`,
	} {
		if _, err := ParseRule(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", s, err, want)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	f.Add("mem.limit% > 90 for 30s")
	f.Add("a for for 1s")
	f.Add(`name~"wait for it"`)
	f.Add(`!"wait for 9s" image!~"x for " for 5s`)
	f.Add(`name~a"b for 1s`)
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRule(s)
		if err == nil && (r.When.IsZero() || r.For < 0 || r.Words == "") {
			t.Errorf("%q: %+v", s, r)
		}
	})
}

// Each default rule fires for what it is meant for, says so, and keeps still
// about a container that is well.
func TestDefaultRules(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	well := Container{Key: Key{0, "app"}, Meta: Meta{Name: "app", State: Running, Health: "healthy", Unit: "app.service", UnitState: "active"}, Figures: unknownFigures}
	well.CPULimitPct, well.ThrottledPct, well.MemLimitPct, well.PSIMem, well.RestartsLately = 50, 3, 60, 0, 1
	of := func(change func(*Container)) Container { c := well; change(&c); return c }
	unit := func(state State) Container {
		return Container{Key: Key{0, "app"}, Meta: Meta{Name: "app", State: state, Unit: "app.service", UnitState: string(state)}, Figures: unknownFigures}
	}
	for name, tt := range map[string]struct {
		c          Container
		rule, text string
		advice     string
	}{
		"well":            {c: well},
		"new and unknown": {c: Container{Key: Key{0, "app"}, Figures: unknownFigures}},
		"ended well":      {c: of(func(c *Container) { c.State, c.EndedAgo, c.UnitState = Exited, 60, "inactive" })},
		"stopped by hand": {c: of(func(c *Container) { c.State, c.ExitCode, c.EndedAgo, c.UnitState = Exited, 143, 60, "inactive" })},
		"idle unit":       {c: unit(Inactive)},
		"oom":             {c: of(func(c *Container) { c.OOMAge = 120 }), rule: "oom", text: "app: out of memory, a process was killed 2m ago", advice: leak},
		"oom long ago":    {c: of(func(c *Container) { c.OOMAge = 400 })},
		"ended by oom": {c: of(func(c *Container) {
			c.State, c.ExitCode, c.EndedAgo, c.OOMAge, c.UnitState, c.Cause.Kind = Exited, 137, 1200, 1200, "", OOM
		}), rule: "oom-ended", text: "app: was killed for want of memory 20m ago", advice: leak},
		"ended by oom long ago": {c: of(func(c *Container) {
			c.State, c.ExitCode, c.EndedAgo, c.UnitState, c.Cause.Kind = Exited, 137, 7200, "", OOM
		}), rule: "oom-before", text: "app: was killed for want of memory 2h ago", advice: leak},
		"perhaps by oom": {c: of(func(c *Container) {
			c.State, c.ExitCode, c.EndedAgo, c.UnitState = Exited, 137, 60, ""
			c.Cause = Cause{PerhapsOOM, "killed, perhaps for want of memory"}
		}), rule: "exited", text: "app: exited with 137: killed, perhaps for want of memory, 1m ago"},
		"memory":                  {c: of(func(c *Container) { c.MemLimitPct = 97 }), rule: "memory", text: "app: memory 97% of its limit for 10m", advice: leak},
		"restarts":                {c: of(func(c *Container) { c.RestartsLately = 4 }), rule: "restarts", text: "app: restarted 4 times in 5m", advice: "look at: systemctl status app.service"},
		"restarts without a unit": {c: of(func(c *Container) { c.RestartsLately, c.Unit = 4, "" }), rule: "restarts", text: "app: restarted 4 times in 5m"},
		"failed":                  {c: unit(Failed), rule: "unit-failed", text: "app: its unit failed", advice: "look at: systemctl status app.service"},
		"between starts":          {c: unit(Activating), rule: "unit-down", text: "app: down for 10m, though its unit wants it up", advice: "look at: systemctl status app.service"},
		"lost":                    {c: of(func(c *Container) { c.State, c.ExitCode = Exited, 1 }), rule: "unit-lost", text: "app: has exited, though its unit wants it up", advice: "look at: systemctl status app.service"},
		"unhealthy":               {c: of(func(c *Container) { c.Health = "unhealthy" }), rule: "unhealthy", text: "app: its health check fails"},
		"throttled":               {c: of(func(c *Container) { c.ThrottledPct = 60 }), rule: "throttled", text: "app: held back by its CPU quota in 60% of periods for 10m"},
		"cpu":                     {c: of(func(c *Container) { c.CPULimitPct = 100 }), rule: "cpu", text: "app: CPU 100% of its limit for 10m"},
		"psi":                     {c: of(func(c *Container) { c.PSIMem = 14 }), rule: "psi-memory", text: "app: waits for memory 14% of the time for 10m"},
		"exited":                  {c: of(func(c *Container) { c.State, c.ExitCode, c.EndedAgo, c.UnitState = Exited, 3, 7200, "" }), rule: "exited", text: "app: exited with 3, 2h ago"},
		"exited long ago":         {c: of(func(c *Container) { c.State, c.ExitCode, c.EndedAgo, c.UnitState = Exited, 3, 90000, "" })},
	} {
		a := NewAlarms(DefaultRules())
		var firing []Alert
		for s := range 601 {
			firing = a.Push(&Snapshot{Time: now.Add(time.Duration(s) * time.Second), Mono: time.Duration(s+1) * time.Second, Containers: []Container{tt.c}})
		}
		switch {
		case tt.rule == "":
			if len(firing) > 0 || len(a.open) > 0 && name == "well" {
				t.Errorf("%s: %+v", name, firing)
			}
		case len(firing) != 1 || firing[0].Rule != tt.rule || firing[0].Text != tt.text || firing[0].Advice != tt.advice:
			t.Errorf("%s: %+v, want %s: %q (%q)", name, firing, tt.rule, tt.text, tt.advice)
		}
	}
}

// In a row there is room for a rule's short word, and none is missing; without
// one of its own a rule is called by its name.
func TestShortWords(t *testing.T) {
	for _, r := range DefaultRules() {
		if r.Short == "" || len(r.Short) > ShortCells {
			t.Errorf("%s is %q in a row", r.Name, r.Short)
		}
	}
	named := rule(t, "cpu>1")
	named.Name, named.Short = "busy-enough", "busy"
	c := Container{Key: Key{0, "app"}, Figures: unknownFigures}
	c.CPU = 2
	got := map[string]string{}
	for _, a := range NewAlarms([]Rule{named, rule(t, "cpu>=2")}).Push(&Snapshot{Mono: 1, Containers: []Container{c}}) {
		got[a.Rule] = a.Short
	}
	if got["busy-enough"] != "busy" || got["cpu>=2"] != "cpu>=2" {
		t.Errorf("the alerts are %q", got)
	}
}

// A container has been unhealthy since the first check that failed, as its log
// tells: never since podtop came to see it. Where the log does not tell, nor does
// the alert, until a later log does.
func TestIllSinceItsLogSays(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	c := Container{Key: Key{0, "app"}, Meta: Meta{Name: "app", State: Running, Health: "unhealthy"}, Figures: unknownFigures}
	for _, tt := range []struct {
		name   string
		times  HealthTimes
		since  time.Time
		longer bool
	}{
		{"the log", HealthTimes{ago(time.Hour), false, ago(2 * time.Hour)}, ago(2 * time.Hour), false},
		{"an event", HealthTimes{HealthSince: ago(time.Minute)}, ago(time.Minute), false},
		{"a log too short", HealthTimes{HealthSince: ago(time.Minute), HealthEarlier: true}, ago(time.Minute), true},
		{"nothing", HealthTimes{}, now, true},
	} {
		c.HealthTimes = tt.times
		a := NewAlarms(DefaultRules())
		firing := a.Push(&Snapshot{Time: now, Mono: time.Hour, Containers: []Container{c}})
		if len(firing) != 1 || !firing[0].Since.Equal(tt.since) || firing[0].Longer != tt.longer || firing[0].For != now.Sub(tt.since) {
			t.Errorf("%s: %+v", tt.name, firing)
			continue
		}
		want := ago(3 * time.Hour)
		c.HealthTimes = HealthTimes{HealthSince: ago(time.Hour), FailingSince: ago(3 * time.Hour)}
		firing = a.Push(&Snapshot{Time: now.Add(time.Minute), Mono: time.Hour + time.Minute, Containers: []Container{c}})
		if len(firing) != 1 || !firing[0].Since.Equal(want) || firing[0].Longer || firing[0].Before || firing[0].For != now.Add(time.Minute).Sub(want) {
			t.Errorf("%s, and later the log: %+v", tt.name, firing)
		}
	}
}

func TestHealthTimesThrough(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(1_800_000_000+int64(s), 0) }
	for _, tt := range []struct{ was, now, want HealthTimes }{
		{HealthTimes{}, HealthTimes{at(5), true, at(1)}, HealthTimes{at(5), true, at(1)}},
		{HealthTimes{at(5), false, at(1)}, HealthTimes{}, HealthTimes{at(5), false, at(1)}},
		{HealthTimes{at(5), false, at(1)}, HealthTimes{at(50), true, time.Time{}}, HealthTimes{at(5), false, at(1)}}, // the log forgot
		{HealthTimes{at(5), false, time.Time{}}, HealthTimes{at(5), false, at(1)}, HealthTimes{at(5), false, at(1)}}, // an event, and then the log
		{HealthTimes{at(5), true, time.Time{}}, HealthTimes{at(3), false, at(1)}, HealthTimes{at(3), false, at(1)}},
		{HealthTimes{at(5), false, at(1)}, HealthTimes{at(50), false, at(40)}, HealthTimes{at(50), false, at(40)}}, // well between
	} {
		if got := tt.was.Through(tt.now); got != tt.want {
			t.Errorf("%+v, then %+v: %+v, want %+v", tt.was, tt.now, got, tt.want)
		}
	}
}

// What podtop comes to see late has been so since it happened; and what has
// ended is told in words that stay true.
func TestAnEndIsAsOldAsItIs(t *testing.T) {
	end := time.Unix(1_800_000_000, 0)
	for _, tt := range []struct {
		change      func(*Container)
		rule        string
		text, after string
	}{
		{func(c *Container) { c.ExitCode = 3 }, "exited", "app: exited with 3, 13m ago", "app: exited with 3"},
		{func(c *Container) { c.ExitCode, c.OOMKilled, c.OOMAge, c.Cause.Kind = 137, true, 780, OOM }, "oom-ended", "app: was killed for want of memory 13m ago", "app: was killed for want of memory"},
		{func(c *Container) { c.State, c.OOMAge = Running, 180 }, "oom", "app: out of memory, a process was killed 3m ago", "app: out of memory, a process was killed"},
	} {
		c := Container{Key: Key{0, "app"}, Meta: Meta{Name: "app", State: Exited, Finished: end}, Figures: unknownFigures}
		tt.change(&c)
		since := end
		if c.State == Running {
			since = end.Add(10 * time.Minute)
		} else {
			c.EndedAgo = 780
		}
		a, s := NewAlarms(DefaultRules()), &Snapshot{Time: end.Add(13 * time.Minute), Mono: time.Hour, Containers: []Container{c}}
		firing := a.Push(s)
		if len(firing) != 1 || firing[0].Rule != tt.rule || !firing[0].Since.Equal(since) || firing[0].For != s.Time.Sub(since) || firing[0].Text != tt.text {
			t.Fatalf("%s: %+v", tt.rule, firing)
		}
		a.Push(&Snapshot{Time: s.Time.Add(time.Second), Mono: s.Mono + time.Second})
		if past := a.Past(); len(past) != 1 || past[0].Text != tt.after || !past[0].Until.Equal(s.Time) || !past[0].Since.Equal(since) {
			t.Errorf("%s: past %+v, want %q", tt.rule, past, tt.after)
		}
	}
}

// What held when podtop came has lasted for longer than podtop knows.
func TestBefore(t *testing.T) {
	r, _ := ParseRule("cpu>=1")
	a := NewAlarms([]Rule{r})
	var firing []Alert
	for i := range 12 {
		s := &Snapshot{Time: time.Unix(int64(i), 0), Mono: time.Hour + time.Duration(i)*time.Second}
		for _, name := range []string{"old", "new"} {
			c := Container{Key: Key{0, name}, Meta: Meta{Name: name, State: Running}, Figures: unknownFigures}
			c.CPU = 1
			if name == "new" && i < 10 {
				c.CPU = 0
			}
			s.Containers = append(s.Containers, c)
		}
		firing = a.Push(s)
	}
	for _, f := range firing {
		if f.Before != (f.Name == "old") {
			t.Errorf("%+v", f)
		}
	}
	if len(firing) != 2 {
		t.Errorf("%d fire", len(firing))
	}
}

func TestWithoutAgo(t *testing.T) {
	for words, want := range map[string]string{
		"exited with {exit}, {ended} ago":         "exited with {exit}",
		"killed {oom.age} ago, ended {ended} ago": "killed, ended",
		"{ended} ago it ended":                    "it ended",
		"memory {mem} for {for}":                  "memory {mem} for {for}",
		"} ago":                                   "} ago",
		"":                                        "",
	} {
		if got := withoutAgo(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// The advice reaches the systemd that has the unit, from whoever watches.
func TestSystemctl(t *testing.T) {
	for _, tt := range []struct {
		self, uid int
		user      string
		want      string
	}{
		{0, 0, "root", "systemctl"},
		{1000, 0, "root", "systemctl"},
		{1000, 1000, "op", "systemctl --user"},
		{0, 1000, "op", "systemctl --user -M op@"},
		{0, 1000, "", "systemctl --user -M 1000@"},
	} {
		c := Container{Meta: Meta{Unit: "web.service", UID: tt.uid, User: tt.user, UserUnit: tt.uid != 0}}
		if got := c.Systemctl(tt.self); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
	}
}

// A film is snapshots of one container, a second apart: its figure in each.
// Its id changes where anew says so; in a snapshot where it is away there is
// no container.
type film struct {
	cpu        []float64 // NaN: unknown
	away, anew []bool
}

func drawFilm(t *rapid.T) film {
	var f film
	for range rapid.IntRange(1, 12).Draw(t, "scenes") {
		v := rapid.SampledFrom([]float64{0, 1, 2, math.NaN()}).Draw(t, "cpu")
		n := rapid.IntRange(1, 8).Draw(t, "seconds")
		away, anew := rapid.IntRange(0, 9).Draw(t, "away") == 0, rapid.Bool().Draw(t, "anew")
		for i := range n {
			f.cpu, f.away, f.anew = append(f.cpu, v), append(f.away, away), append(f.anew, anew && i == 0)
		}
	}
	return f
}

// play is a film's alerts: those firing after each snapshot.
func (f *film) play(a *Alarms) [][]Alert {
	var all [][]Alert
	n := 1
	for i, v := range f.cpu {
		s := &Snapshot{Time: time.Unix(int64(i), 0), Mono: time.Hour + time.Duration(i)*time.Second}
		if f.anew[i] {
			n++
		}
		if !f.away[i] {
			c := Container{Key: Key{0, "app"}, Meta: Meta{ID: id(n), Name: "app"}, Figures: unknownFigures}
			c.CPU = v
			s.Containers = []Container{c}
		}
		all = append(all, a.Push(s))
	}
	return all
}

// episodes are, by brute force, the seconds from and to which cpu>=1 held for
// the most part: lasts seconds more than not. What is unknown for less than gap
// goes on as it was found again.
func (f *film) episodes(lasts int) (spans [][2]int) {
	open, last, seen, level, due := -1, 0, 0, 0, false
	end := func() {
		if open >= 0 && due {
			spans = append(spans, [2]int{open, last})
		}
		open, level, due = -1, 0, false
	}
	for i, v := range f.cpu {
		switch {
		case f.away[i]:
			end()
		case v >= 1:
			if open < 0 {
				open, seen = i, i
			}
			level += i - seen
			due = due || level >= lasts
			if due {
				level = min(level, lasts)
			}
			last, seen = i, i
		case v < 1:
			level -= i - seen
			seen = i
			if level < 0 {
				end()
			}
		case time.Duration(i-seen)*time.Second >= unknownGrace:
			end()
		}
	}
	end()
	return spans
}

// A rule fires exactly once for each time in which its condition holds for as
// long as it asks, whatever is unknown for a moment and whatever the id.
func TestARuleFiresOncePerEpisode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lasts := rapid.IntRange(0, 5).Draw(t, "for")
		f := drawFilm(t)
		r, _ := ParseRule("cpu>=1")
		r.For = time.Duration(lasts) * time.Second
		a := NewAlarms([]Rule{r})
		frames := f.play(a)
		want := f.episodes(lasts)
		got := map[int64]int{} // by when an alert began: how many snapshots it fired in
		for i, firing := range frames {
			for _, alert := range firing {
				if len(firing) > 1 || !alert.Firing() || alert.For < r.For || alert.Since.Unix() > int64(i) {
					t.Fatalf("second %d: %+v", i, firing)
				}
				got[alert.Since.Unix()]++
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d alerts began, want %v", len(got), want)
		}
		past, held := len(want)-len(frames[len(frames)-1]), 0
		for _, e := range want[:past] {
			if held += e[1] - e[0]; got[int64(e[0])] == 0 {
				t.Fatalf("%v did not fire", e)
			}
		}
		if past == 0 {
			if len(a.Past()) != 0 {
				t.Fatalf("%+v has ended, want %v", a.Past(), want)
			}
			return
		}
		// They follow each other so soon that they are told as one.
		alert := a.Past()[0]
		if len(a.Past()) != 1 || alert.Firing() || max(1, alert.Times) != past || alert.For != time.Duration(held)*time.Second ||
			alert.Since.Unix() != int64(want[0][0]) || alert.Until.Unix() != int64(want[past-1][1]) {
			t.Fatalf("%+v, want %v", a.Past(), want[:past])
		}
	})
}

func TestAlertsInOrder(t *testing.T) {
	quiet, loud := rule(t, "cpu>=1"), rule(t, "mem>=1")
	loud.Severity = Bad
	a := NewAlarms([]Rule{quiet, loud})
	c := func(name string, cpu, mem float64) Container {
		c := Container{Key: Key{0, name}, Meta: Meta{Name: name}, Figures: unknownFigures}
		c.CPU, c.Mem = cpu, mem
		return c
	}
	a.Push(&Snapshot{Mono: 1, Time: time.Unix(1, 0), Containers: []Container{c("old", 1, 1), c("infra", 0, 0)}})
	infra := c("infra", 1, 1)
	infra.Infra = true
	s := &Snapshot{Mono: 2, Time: time.Unix(2, 0), Containers: []Container{c("new", 1, 1), c("old", 1, 1), infra}}
	s.Alerts = a.Push(s)
	var got []string
	for _, alert := range s.Alerts {
		got = append(got, alert.Name+" "+alert.Rule)
	}
	if want := "new mem>=1, old mem>=1, new cpu>=1, old cpu>=1"; strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	if w := s.AlertOf(Key{0, "old"}); w == nil || w.Rule != "mem>=1" || s.AlertOf(Key{1, "old"}) != nil {
		t.Errorf("the worst of old is %+v", w)
	}
}

func TestPastAlertsAreBounded(t *testing.T) {
	a := NewAlarms([]Rule{rule(t, "cpu>=1")})
	for i := range 4 * maxPastAlerts {
		c := Container{Key: Key{0, "app"}, Figures: unknownFigures}
		c.CPU = float64(i % 2)
		a.Push(&Snapshot{Mono: time.Duration(i), Time: time.Unix(int64(i)*600, 0), Containers: []Container{c}})
	}
	past := a.Past()
	if len(past) != maxPastAlerts || past[0].Since.Unix() != 600*(4*maxPastAlerts-3) || len(a.open) != 1 {
		t.Errorf("%d past alerts, the first %+v", len(past), past[0])
	}
}

// Where nothing is wrong the rules cost no memory.
func TestAlarmsAllocate(t *testing.T) {
	a := NewAlarms(DefaultRules())
	s := &Snapshot{}
	for i := range 50 {
		s.Containers = append(s.Containers, Container{Key: Key{0, id(i).Short()}, Meta: Meta{State: Running}, Figures: unknownFigures})
	}
	if n := testing.AllocsPerRun(100, func() { s.Mono += time.Second; a.Push(s) }); n != 0 {
		t.Errorf("a push allocates %v times, want 0", n)
	}
}

// Restarts are counted by name: a unit's container has another id each time.
func TestRestartsLately(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	var c *Container
	for i, n := range []uint64{7, 8, 8, 9, 10, 0, 1, 41} {
		tp.step(50 * time.Second)
		tp.inventory(Meta{ID: id(i), Name: "web", Unit: "web.service", State: Running, Restarts: Known(n)})
		c = row(t, tr.Push(&tp.s), "web")
		if want := []float64{math.NaN(), 1, 1, 2, 3, 3, 4, 43}[i]; !same(c.RestartsLately, want) {
			t.Errorf("after %d counts: %v restarts lately, want %v", i+1, c.RestartsLately, want)
		}
	}
	if a := tr.snap.AlertOf(c.Key); a == nil || a.Rule != "restarts" {
		t.Errorf("alert %+v", a)
	}
	tp.step(lately)
	if c = row(t, tr.Push(&tp.s), "web"); c.RestartsLately != 0 || len(tr.snap.Alerts) != 0 || len(tr.snap.PastAlerts) != 1 {
		t.Errorf("later: %v, %v", c.RestartsLately, tr.snap.Alerts)
	}
	// A count that is somebody else's is no restart.
	tp.inventory(Meta{ID: id(9), Name: "web", State: Running, Restarts: Known(50)})
	tp.step(time.Second)
	if c = row(t, tr.Push(&tp.s), "web"); c.RestartsLately == c.RestartsLately {
		t.Errorf("without its unit: %v", c.RestartsLately)
	}
}

// An OOM kill is remembered over the restart it makes, and for a container that
// has ended Podman tells of it.
func TestOOMAge(t *testing.T) {
	tp, tr := newTape(), &Tracker{Rules: DefaultRules()}
	ages := func() (web, db float64) {
		snap := tr.Push(&tp.s)
		return row(t, snap, "web").OOMAge, row(t, snap, "db").OOMAge
	}
	for i := range uint64(3) {
		tp.step(time.Second)
		tp.inventory(Meta{ID: id(1), Name: "web", State: Running},
			Meta{ID: id(2), Name: "db", State: Exited, ExitCode: 137, OOMKilled: true, Finished: tp.s.Time.Add(-time.Minute)})
		r := tp.cpu(1, 7, 0)
		r.Events.OOMKill = Known(i)
		tp.s.Readings = []Reading{r}
		web, db := ages()
		if want := []float64{math.NaN(), 0, 0}[i]; !near(web, want) || !near(db, 60) {
			t.Errorf("second %d: web %v, want %v; db %v, want 60", i, web, want, db)
		}
	}
	tp.step(4 * time.Second)
	tp.inventory(Meta{ID: id(3), Name: "web", State: Running}, Meta{ID: id(4), Name: "db", State: Running})
	tp.s.Readings = []Reading{tp.cpu(3, 8, 0), tp.cpu(4, 9, 0)}
	if web, db := ages(); !near(web, 4) || !near(db, 64) {
		t.Errorf("made anew: web %v, want 4; db %v, want 64", web, db)
	}
	if a := tr.snap.Alerts; len(a) != 2 || a[0].Rule != "oom" || a[1].Rule != "oom" {
		t.Errorf("alerts %+v", a)
	}
	tp.step(lately)
	tr.Push(&tp.s)
	if web, _ := ages(); len(tr.snap.Alerts) != 0 {
		t.Errorf("%v s later: %+v", web, tr.snap.Alerts)
	}
}

// A time longer than there can be is refused, and does not become a negative one.
func TestRuleForEver(t *testing.T) {
	if r, err := ParseRule("cpu > 1 for 106751d"); err != nil || r.For != 106751*24*time.Hour {
		t.Errorf("%v, %v", r.For, err)
	}
	for _, text := range []string{"cpu > 1 for 106752d", "cpu > 1 for 999999d", "cpu > 1 for NaNd", "cpu > 1 for 1e300d"} {
		if r, err := ParseRule(text); err == nil {
			t.Errorf("%s is %v", text, r.For)
		}
	}
}

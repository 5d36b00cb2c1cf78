package podman

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// examined is what inspect says of a container whose checks ended so, a second
// apart, the first at began.
func examined(status string, failing int, began time.Time, exits ...int) map[string]any {
	log := []any{}
	for i, exit := range exits {
		at := began.Add(time.Duration(i) * time.Second)
		log = append(log, map[string]any{"Start": at, "End": at.Add(100 * time.Millisecond), "ExitCode": exit})
	}
	return map[string]any{
		"State": map[string]any{
			"Status": "running", "StartedAt": began.Add(-time.Hour),
			"Health": map[string]any{"Status": status, "FailingStreak": failing, "Log": log},
		},
		"Config":       map[string]any{"Healthcheck": map[string]any{"Test": []string{"CMD", "x"}, "Retries": 3}},
		"RestartCount": 7,
	}
}

// watched is a Watcher of s that has inspected its only container.
func watched(t *testing.T, s *service, p pace) *Watcher {
	t.Helper()
	w := watch(t, Options{Endpoints: own(s)}, p)
	s.listening(t)
	eventually(t, "both lists came", func() bool { return s.count("/pods/json") >= 2 && w.meta(id1).Restarts.IsKnown() })
	return w
}

// Before Podman 5 an event says how it stood before the check: what the check
// found is asked for, once, and the event's word is not taken.
func TestHealthBeforePodman5(t *testing.T) {
	began := time.Now().Add(-time.Minute)
	s := newService()
	s.version = "4.9.3"
	s.put(id1, "web", "running", examined("starting", 2, began, 1, 1))
	p := hasty
	p.checked = 100 * time.Millisecond
	w := watched(t, s, p)
	if m := w.meta(id1); m.Health != "starting" {
		t.Fatalf("%+v", m)
	}
	s.put(id1, "web", "running", examined("unhealthy", 3, began, 1, 1, 1))
	before := s.count("/containers/" + id1)
	for range 5 {
		s.tell("health_status", id1, map[string]string{"health": "starting"})
	}
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
	if m := w.meta(id1); !m.HealthSince.Equal(began.Add(2100*time.Millisecond)) || !m.FailingSince.Equal(began) || m.HealthEarlier {
		t.Errorf("%+v, it began %v", m.HealthTimes, began)
	}
	s.tell("health_status", id1, map[string]string{"health": "healthy"})
	eventually(t, "it was asked for again", func() bool { return s.count("/containers/"+id1) == before+2 })
	if m := w.meta(id1); m.Health != "unhealthy" {
		t.Errorf("the event's word was taken: %+v", m)
	}
	events, _ := w.Events(nil)
	if len(events) != 6 {
		t.Errorf("%d events", len(events))
	}
	for _, e := range events {
		if e.Health != "" {
			t.Errorf("the event is told to say %q", e.Health)
		}
	}
}

// Which checks may have changed something.
func TestChecksInDoubt(t *testing.T) {
	for _, tt := range []struct {
		known, before  string
		failing, begun int
		want           bool
	}{
		{"healthy", "healthy", 0, 1, false},
		{"healthy", "healthy", 0, 3, true}, // all of which may have failed
		{"healthy", "healthy", 2, 1, true},
		{"healthy", "unhealthy", 0, 1, true},
		{"starting", "starting", 0, 1, true},
		{"unhealthy", "unhealthy", 9, 1, true},
		{"", "", 0, 1, true},
	} {
		c := container{meta: model.Meta{Health: tt.known}, check: check{retries: 3, failing: tt.failing, begun: tt.begun}}
		if got := c.mayHaveChanged(tt.before); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

// A check that takes its time is not on record when it is asked for first.
func TestSlowCheckIsAskedForAgain(t *testing.T) {
	began := time.Now().Add(-time.Minute)
	s := newService()
	s.version = "4.3.1"
	s.put(id1, "web", "running", examined("starting", 2, began, 1, 1))
	w := watched(t, s, hasty)
	before := s.count("/containers/" + id1)
	s.send(map[string]any{
		"Type": "container", "Action": "health_status", "Actor": map[string]any{"ID": id1},
		"HealthStatus": "starting", "timeNano": time.Now().UnixNano(),
	})
	eventually(t, "it is asked for twice", func() bool { return s.count("/containers/"+id1) >= before+2 })
	s.put(id1, "web", "running", examined("unhealthy", 3, time.Now(), 1, 1, 1))
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
}

// Each health is asked for now and then, whatever the events say; what has no
// health check is not. What it finds and is known already is not published.
func TestHealthIsAskedForNowAndThen(t *testing.T) {
	began := time.Now().Add(-time.Minute)
	s := newService()
	s.put(id1, "web", "running", examined("healthy", 0, began, 0, 0))
	s.put(id2, "plain", "running", nil)
	p := hasty
	p.health = 50 * time.Millisecond
	w := watched(t, s, p)
	var generation uint64
	var asked, plain int
	eventually(t, "it is asked for thrice, and nothing is published", func() bool {
		if g := w.Inventory().Generation; g != generation {
			generation, asked, plain = g, s.count("/containers/"+id1), s.count("/containers/"+id2)
		}
		return plain > 0 && s.count("/containers/"+id1) >= asked+3
	})
	if n := s.count("/containers/" + id2); n != plain {
		t.Errorf("the one without a check was inspected %d times, was %d", n, plain)
	}
	s.put(id1, "web", "running", examined("unhealthy", 3, began, 0, 0, 1, 1, 1))
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
}

// Where inspects are held up, an event says how it stands, and not since when.
func TestFirstWordIsAnEvents(t *testing.T) {
	began := time.Now().Add(-time.Minute)
	s := newService()
	s.put(id1, "web", "running", examined("unhealthy", 3, began, 0, 0, 1, 1, 1))
	s.stuck[id1] = true
	p := hasty
	p.retry = 50 * time.Millisecond
	w := watch(t, Options{Endpoints: own(s)}, p)
	s.listening(t)
	eventually(t, "it is listed", func() bool { return w.meta(id1).State == model.Running })
	at := time.Now()
	s.send(map[string]any{
		"Type": "container", "Action": "health_status", "Actor": map[string]any{"ID": id1},
		"HealthStatus": "unhealthy", "timeNano": at.UnixNano(),
	})
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
	if m := w.meta(id1); !m.HealthSince.Equal(at) || !m.HealthEarlier {
		t.Errorf("%+v", m.HealthTimes)
	}
	s.set(func() { s.stuck[id1] = false })
	eventually(t, "its log is known", func() bool {
		m := w.meta(id1)
		return m.Health == "unhealthy" && m.FailingSince.Equal(began.Add(2*time.Second)) && !m.HealthEarlier
	})
}

// An answer that was asked for before an event came may be older than it.
func TestEventIsNewerThanAnAnswerOnItsWay(t *testing.T) {
	var c container
	asked := time.Now()
	c.meta.Health, c.check.set = "unhealthy", asked.Add(time.Millisecond)
	c.setHealth(&inspected{State: inspectedState{Health: probe.HealthState{Status: "healthy"}}}, asked)
	if c.meta.Health != "unhealthy" {
		t.Errorf("it is %s", c.meta.Health)
	}
	c.setHealth(&inspected{State: inspectedState{Health: probe.HealthState{Status: "healthy"}}}, asked.Add(time.Second))
	if c.meta.Health != "healthy" {
		t.Errorf("it is %s", c.meta.Health)
	}
}

// What a page has read of a health is no reason to ask again, unless the samples
// tell another.
func TestPageTellsOfAHealth(t *testing.T) {
	began := time.Now().Add(-time.Minute)
	s := newService()
	s.put(id1, "web", "running", examined("healthy", 0, began, 0))
	w := watched(t, s, hasty)
	before := s.count("/containers/" + id1)
	s.put(id1, "web", "running", examined("unhealthy", 3, began, 1, 1, 1))
	w.Health(0, id1, "healthy")
	w.Health(1000, id1, "unhealthy") // another's
	w.Health(0, id2, "unhealthy")    // there is none
	w.Health(0, id1, "unhealthy")
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
	if n := s.count("/containers/" + id1); n != before+1 {
		t.Errorf("%d inspects", n-before)
	}
}

// The timer of a check is looked for where the systemd of its user has it.
func TestTimerOfACheck(t *testing.T) {
	put := func(t *testing.T, run string, path ...string) {
		t.Helper()
		for _, p := range path {
			p = filepath.Join(run, p)
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	const transient = "systemd/transient/"
	for _, tt := range []struct {
		name  string
		uid   int
		files []string
		want  probe.Timer
	}{
		{"no systemd", 0, nil, probe.Timer{Sought: true, NoSystemd: true}},
		{"version 4", 0, []string{"systemd/system/x", transient + id1 + ".timer"}, probe.Timer{Sought: true, Name: id1 + ".timer"}},
		{"version 5", 0, []string{"systemd/system/x", transient + id1 + "-1f0c.timer", transient + id1 + "-1f0c.service"}, probe.Timer{Sought: true, Name: id1 + "-1f0c.timer"}},
		{"missing", 0, []string{"systemd/system/x", transient + id2 + ".timer", transient + id1 + ".service", transient + id1 + "1.timer"}, probe.Timer{Sought: true}},
		{"a user's", 1000, []string{"systemd/system/x", "user/1000/" + transient + id1 + "-1f0c.timer"}, probe.Timer{Sought: true, Name: id1 + "-1f0c.timer"}},
		{"nothing made", 1000, []string{"systemd/system/x", "user/1000/systemd/private"}, probe.Timer{Sought: true}},
		{"a user without", 1000, []string{"systemd/system/x", transient + id1 + ".timer"}, probe.Timer{Sought: true, NoSystemd: true}},
	} {
		run := t.TempDir()
		put(t, run, tt.files...)
		a := NewAsker(AskerOptions{Run: run})
		a.pace.fill = 5 * time.Second
		if got := a.timer(t.Context(), tt.uid, id1); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// Only a check that has not come has its timer looked for.
func TestOverdueCheckHasItsTimerLookedFor(t *testing.T) {
	for ago, want := range map[time.Duration]probe.Timer{time.Second: {}, time.Hour: {Sought: true, NoSystemd: true}} {
		s := newService()
		c := examined("healthy", 0, time.Now().Add(-ago), 0)
		c["Config"] = map[string]any{"Healthcheck": map[string]any{"Test": []string{"CMD", "x"}, "Interval": 30 * time.Second}}
		s.put(id1, "web", "running", c)
		var told string
		a := NewAsker(AskerOptions{
			Run:     t.TempDir(),
			Service: func(int) (Endpoint, bool) { return Endpoint{API: s}, true },
			Health:  func(_ int, _ model.ID, status string) { told = status },
		})
		in, err := a.Inspect(t.Context(), probe.Target{Target: model.Target{ID: id1}})
		if err != nil || in.Health.Timer != want || told != "healthy" {
			t.Errorf("checked %v ago: %v, %+v, told %q", ago, err, in, told)
		}
	}
}

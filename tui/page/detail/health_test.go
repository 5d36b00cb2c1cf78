package detail

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/look"
)

// checked is a health check whose last runs ended so, the newest 4 s ago.
func checked(now time.Time, status string, failing int, exits ...int) look.Health {
	h := look.Health{
		Status: status, Test: []string{"CMD-SHELL", "curl -fsS -u probe:pw1 http://localhost:9200/_cluster/health || exit 1"},
		Interval: 30 * time.Second, Timeout: 10 * time.Second, Retries: 3, Failing: failing,
	}
	for i, exit := range exits {
		at := now.Add(time.Duration(i-len(exits)+1)*30*time.Second - 4*time.Second)
		c := look.Check{Start: at, End: at.Add(time.Duration(41+100*i) * time.Millisecond), Exit: exit, Output: "green"}
		if exit != 0 {
			c.End, c.Output = at.Add(5003*time.Millisecond), "curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received"
		}
		h.Log = append(h.Log, c)
	}
	return h
}

func inspection(g *stage, h look.Health) *look.Inspection {
	return &look.Inspection{Answer: look.Answer{At: g.env.Now, Time: g.env.Snapshot.Time}, JSON: []byte(`{}`), Health: h}
}

func onHealth(t *testing.T, name string, h func(now time.Time) look.Health) *stage {
	g := onStage(t, newHealth, name)
	g.with.inspect = inspection(g, h(g.env.Snapshot.Time))
	g.tick(0)
	return g
}

func unhealthy(now time.Time) look.Health { return checked(now, "unhealthy", 3, 0, 0, 1, 1, 1) }

func TestHealth(t *testing.T) {
	t.Run("unhealthy", func(t *testing.T) { onHealth(t, "search", unhealthy).golden() })
	t.Run("healthy", func(t *testing.T) {
		onHealth(t, "nginx", func(now time.Time) look.Health { return checked(now, "healthy", 0, 0, 1, 0, 0, 0) }).golden()
	})
	t.Run("none", func(t *testing.T) {
		onHealth(t, "app", func(time.Time) look.Health { return look.Health{} }).golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onHealth(t, "search", unhealthy)
		g.with.hangs = true
		g.tick(5 * time.Second)
		g.tick(12 * time.Second)
		g.golden()
	})
	t.Run("nobody", func(t *testing.T) { // is asked: it is another user's
		g := onStage(t, newHealth, "web")
		g.s.Source, g.s.User, g.s.UID = model.FromConmon, "guest", 1001
		g.tick(0)
		g.golden()
	})
	t.Run("hostile", func(t *testing.T) {
		onHealth(t, "search", func(now time.Time) look.Health {
			h := unhealthy(now)
			h.Test = []string{"CMD", "\x1b[2J\u202e", "--password", "pw1"}
			h.Log[4].Output = strings.Repeat("\x1b]0;owned\a 容器 ", 40)
			return h
		}).golden()
	})
}

func TestHealthSays(t *testing.T) {
	g := onHealth(t, "search", unhealthy)
	g.shows("unhealthy", "3 times in a row, since", "curl -fsS -u probe:******** http://", "every 30s", "failed after 10s", "unhealthy after 3 failures", "Operation timed out", "failed 1", "fine", "141ms")
	g.lacks("pw1", "how to add")
	g.press("x")
	g.shows("-u probe:pw1", "1 text shown that looks secret, x covers it")
	g.press("x")
	g.lacks("pw1")
	g.with.inspect = inspection(g, checked(g.env.Snapshot.Time, "unhealthy", 8520, 1, 1, 1))
	g.tick(5 * time.Second)
	g.shows("8520 times in a row, since before")

	// An event tells since when.
	at := g.env.Snapshot.Time.Add(-2 * time.Hour)
	g.env.Snapshot.Events = []model.Event{{Time: at, Kind: model.HealthEvent}, {Time: at.Add(time.Hour), Kind: model.StartEvent}}
	g.s.marks = []int{0, 1}
	g.tick(0)
	g.shows("unhealthy since " + at.Format(time.TimeOnly) + " (2h)")

	// What is not answered is told as far as it is known.
	g = onStage(t, newHealth, "search")
	g.env.Look = nil
	g.shows("Nobody reads this: there are only samples here.", "unhealthy")

	g = onHealth(t, "app", func(time.Time) look.Health { return look.Health{} })
	g.shows("It has no health check.", "podman update --health-cmd 'curl -f http://localhost/ || exit 1' --health-interval 30s app", "HealthCmd=")
	g.env.Snapshot.Engines = []model.Engine{{Version: "5.3.1"}}
	g.tick(0)
	g.shows("podman run --health-cmd")
	g.lacks("podman update")

	g = onHealth(t, "nginx", func(time.Time) look.Health { return look.Health{Status: "starting", Test: []string{"CMD", "true"}} })
	g.shows("by hand only: no interval", "No check has ended yet.")
}

// Its health has changed, so what was asked is old at once.
func TestRecordIsAskedAnewWhenItChanged(t *testing.T) {
	g := onHealth(t, "search", unhealthy)
	n := g.with.asked
	g.tick(time.Second)
	if g.with.asked != n {
		t.Error("it is asked too soon")
	}
	g.s.Health = "healthy"
	g.tick(time.Second)
	if g.with.asked != n+1 {
		t.Errorf("it was asked %d times since its health changed", g.with.asked-n)
	}
}

func TestHealthFits(t *testing.T) {
	onHealth(t, "search", unhealthy).everySize()
	onHealth(t, "app", func(time.Time) look.Health { return look.Health{} }).everySize()
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{"5.4.2": true, "5.4": true, "6.0.0": true, "5.10.1": true, "5.3.9": false, "4.9": false, "": false, "x.y": false} {
		if atLeast(version, 5, 4) != want {
			t.Errorf("%q at least 5.4: %v", version, !want)
		}
	}
}

package health

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

func onHealth(t *testing.T, name string, h func(now time.Time) probe.Health) *tabtest.Stage {
	g := tabtest.On(t, New, name)
	g.With.Inspect = g.Inspection(h(g.Env.Snapshot.Time))
	g.Tick(0)
	return g
}

func unhealthy(now time.Time) probe.Health {
	return tabtest.Checked(now, "unhealthy", 3, 0, 0, 1, 1, 1)
}

func TestHealth(t *testing.T) {
	t.Run("unhealthy", func(t *testing.T) { onHealth(t, "search", unhealthy).Golden() })
	t.Run("healthy", func(t *testing.T) {
		onHealth(t, "nginx", func(now time.Time) probe.Health { return tabtest.Checked(now, "healthy", 0, 0, 1, 0, 0, 0) }).Golden()
	})
	t.Run("none", func(t *testing.T) {
		onHealth(t, "app", func(time.Time) probe.Health { return probe.Health{} }).Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onHealth(t, "search", unhealthy)
		g.With.Hangs = true
		g.Tick(5 * time.Second)
		g.Tick(12 * time.Second)
		g.Golden()
	})
	t.Run("nobody", func(t *testing.T) { // is asked: it is another user's
		g := tabtest.On(t, New, "web")
		g.Subject.Source, g.Subject.User, g.Subject.UID = model.FromConmon, "guest", 1001
		g.Tick(0)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		onHealth(t, "search", func(now time.Time) probe.Health {
			h := unhealthy(now)
			h.Test = []string{"CMD", "\x1b[2J\u202e", "--password", "pw1"}
			h.Log[4].Output = strings.Repeat("\x1b]0;owned\a 容器 ", 40)
			return h
		}).Golden()
	})
}

func TestHealthSays(t *testing.T) {
	g := onHealth(t, "search", unhealthy)
	g.Shows("unhealthy", "3 times in a row, since", "curl -fsS -u probe:******** http://", "every 30s", "failed after 10s", "unhealthy after 3 failures", "Operation timed out", "failed 1", "fine", "141ms")
	g.Lacks("pw1", "how to add")
	g.Press("x")
	g.Shows("-u probe:pw1", "1 text shown that looks secret, x covers it")
	g.Press("x")
	g.Lacks("pw1")
	g.With.Inspect = g.Inspection(tabtest.Checked(g.Env.Snapshot.Time, "unhealthy", 8520, 1, 1, 1))
	g.Tick(5 * time.Second)
	g.Shows("8520 times in a row, since before")

	// Since when is what the log of checks tells, or what an event told before it
	// forgot; not when podtop heard of it.
	g.Shows("unhealthy since 12:04:41 or before")
	at := g.Env.Snapshot.Time.Add(-2 * time.Hour)
	g.Env.Snapshot.Events = []model.Event{{Time: at.Add(time.Hour), Kind: model.HealthEvent}}
	g.Subject.Marks = []int{0}
	g.Subject.HealthSince = at
	g.Tick(0)
	g.Shows("unhealthy since " + at.Format(time.TimeOnly) + " (2h)")

	// What is not answered is told as far as it is known.
	g = tabtest.On(t, New, "search")
	g.Env.Prober = nil
	g.Shows("Nobody reads this: there are only samples here.", "unhealthy, since when is not known")

	g = onHealth(t, "app", func(time.Time) probe.Health { return probe.Health{} })
	g.Shows("It has no health check.", "podman update --health-cmd 'curl -f http://localhost/ || exit 1' --health-interval 30s app", "HealthCmd=")
	g.Env.Snapshot.Engines = []model.Engine{{Version: "5.3.1"}}
	g.Tick(0)
	g.Shows("podman run --health-cmd")
	g.Lacks("podman update")

	g = onHealth(t, "nginx", func(time.Time) probe.Health { return probe.Health{Status: "starting", Test: []string{"CMD", "true"}} })
	g.Shows("by hand only: no interval", "No check has ended yet.")
}

// Its health has changed, so what was asked is old at once.
func TestRecordIsAskedAnewWhenItChanged(t *testing.T) {
	g := onHealth(t, "search", unhealthy)
	n := g.With.Asked
	g.Tick(time.Second)
	if g.With.Asked != n {
		t.Error("it is asked too soon")
	}
	g.Subject.Health = "healthy"
	g.Tick(time.Second)
	if g.With.Asked != n+1 {
		t.Errorf("it was asked %d times since its health changed", g.With.Asked-n)
	}
}

func TestHealthFits(t *testing.T) {
	onHealth(t, "search", unhealthy).EverySize()
	onHealth(t, "app", func(time.Time) probe.Health { return probe.Health{} }).EverySize()
}

func TestAtLeast(t *testing.T) {
	for version, want := range map[string]bool{"5.4.2": true, "5.4": true, "6.0.0": true, "5.10.1": true, "5.3.9": false, "4.9": false, "": false, "x.y": false} {
		if atLeast(version, 5, 4) != want {
			t.Errorf("%q at least 5.4: %v", version, !want)
		}
	}
}

// A check that was due and did not come names what should have had it run.
func TestOverdueCheckNamesItsTimer(t *testing.T) {
	for _, tt := range []struct {
		timer probe.Timer
		uid   int
		want  string
	}{
		{probe.Timer{}, 0, "; is its timer there? systemctl list-timers 'ID*'"},
		{probe.Timer{Sought: true, NoSystemd: true}, 0, ": without systemd nothing runs its checks but: podman healthcheck run search"},
		{probe.Timer{Sought: true}, 1000, ": its timer is missing, systemd has no ID….timer; Podman makes one when it starts the container"},
		{probe.Timer{Sought: true, Name: "abc-1.timer"}, 1000, ", though its timer is there: systemctl --user status abc-1.timer"},
	} {
		g := tabtest.On(t, New, "search")
		g.Subject.UID = tt.uid
		now := g.Env.Snapshot.Time
		h := tabtest.Checked(now.Add(-10*time.Minute), "unhealthy", 3, 0, 0, 1, 1, 1)
		h.Timer = tt.timer
		g.With.Inspect = g.Inspection(h)
		g.With.Inspect.Started = now.Add(-time.Hour)
		g.Tick(0)
		due := h.Log[4].End.Add(30 * time.Second)
		g.Env.Width = 160
		says := strings.Join(strings.Fields(g.Screen()), " ")
		if want := "overdue a check was due at " + due.Format(time.TimeOnly) + ", and none came" + strings.ReplaceAll(tt.want, "ID", g.Subject.ID.Short()); !strings.Contains(says, want) {
			t.Errorf("there is no %q in\n%s", want, says)
		}
		h.Log[4].End = now.Add(-20 * time.Second)
		g.With.Inspect = g.Inspection(h)
		g.With.Inspect.Started = now.Add(-time.Hour)
		g.Tick(10 * time.Second)
		g.Lacks("overdue")
	}
}

package detail

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/tab/health"
	"podtop/tui/tab/tabtest"
)

// What the tab has read and what the samples tell is one thing: the newer one, on
// the tab as in the head.
func TestPageTellsOneHealth(t *testing.T) {
	g := tabtest.On(t, health.New, "search")
	g.With.Inspect = g.Inspection(tabtest.Checked(g.Env.Snapshot.Time, "healthy", 0, 1, 1, 1, 0, 0))
	g.With.Inspect.ID = g.Subject.ID
	keys := DefaultKeyMap()
	p := newPage(&keys, pane.Detail{Key: g.Subject.Key, Tab: "Health"})
	env := g.Env
	env.Width, env.Height = 160, 60
	tick := func(d time.Duration, sampled string) string {
		snap := *env.Snapshot
		snap.Mono, snap.Time, snap.Containers = snap.Mono+d, snap.Time.Add(d), slices.Clone(snap.Containers)
		for i := range snap.Containers {
			if c := &snap.Containers[i]; c.Key == g.Subject.Key {
				c.Health, c.HealthSince = sampled, snap.Time.Add(-time.Hour)
			}
		}
		env.Snapshot, env.Now = &snap, env.Now+d
		if cmd := p.Update(env, pane.Tick{}); cmd != nil {
			p.Update(env, cmd().(pane.ReplyMsg).Msg)
		}
		return text(p, env)
	}
	says := func(screen, word string) {
		t.Helper()
		for _, want := range []string{"running, " + word + " ", "status          " + word} {
			if !strings.Contains(screen, want) {
				t.Errorf("there is no %q on\n%s", want, screen)
			}
		}
		if fails := strings.Contains(screen, "3 times in a row"); fails != (word == "unhealthy") {
			t.Errorf("%s, and it fails %v on\n%s", word, fails, screen)
		}
	}
	says(tick(time.Second, "unhealthy"), "healthy")
	says(tick(time.Second, "unhealthy"), "healthy")
	g.With.Inspect = g.Inspection(tabtest.Checked(env.Snapshot.Time, "unhealthy", 3, 0, 0, 1, 1, 1))
	g.With.Inspect.ID = g.Subject.ID
	says(tick(10*time.Second, "healthy"), "unhealthy")
	says(tick(10*time.Second, "starting"), "unhealthy") // read anew since then
	g.With.Err = context.DeadlineExceeded
	says(tick(10*time.Second, "healthy"), "healthy") // an event came, and nobody answers
}

func TestStartingIsTheHealths(t *testing.T) {
	c := model.Container{Meta: model.Meta{State: model.Running, Health: "starting"}}
	if got := stateText(&c); got != "running, health: starting" {
		t.Errorf("it says %q", got)
	}
}

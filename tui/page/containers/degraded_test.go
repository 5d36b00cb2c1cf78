package containers

import (
	"slices"
	"strings"
	"testing"

	"podtop/model"
	"podtop/tui/theme"
)

// podOf is a snapshot in which change has been done to the pod's app.
func podOf(change func(*model.Container)) *model.Snapshot {
	snap := *alarmed(31)
	snap.Containers = slices.Clone(snap.Containers)
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Name == "app" && change != nil {
			change(c)
		}
	}
	return &snap
}

// The row of a pod says so, by sign and words, if only some of its members run,
// or one of them is not well.
func TestDegradedPods(t *testing.T) {
	for what, tt := range map[string]struct {
		change func(*model.Container)
		want   bool
	}{
		"all run":   {nil, false},
		"paused":    {func(c *model.Container) { c.State = model.Paused }, false},
		"ended":     {func(c *model.Container) { c.State = model.Exited }, true},
		"failed":    {func(c *model.Container) { c.State, c.ExitCode = model.Exited, 1 }, true},
		"unhealthy": {func(c *model.Container) { c.Health = "unhealthy" }, true},
	} {
		env := envOf(podOf(tt.change), 120, 60)
		row := rowOf(listOf(Choices{Group: "pod"}), env, "pod web")
		if got := strings.Contains(row, env.Theme.Glyphs.Warn+" degraded"); got != tt.want {
			t.Errorf("%s: %q", what, row)
		}
		env.Theme = theme.Default(theme.ASCII)
		if row := rowOf(listOf(Choices{Group: "pod"}), env, "pod web"); strings.Contains(row, "! degraded") != tt.want {
			t.Errorf("%s, in ASCII: %q", what, row)
		}
	}
}

// Folded, it does so too, unless it has worse to say of one of them.
func TestDegradedPodsFolded(t *testing.T) {
	fold := func(change func(*model.Container)) string {
		snap := podOf(change)
		p, env := listOf(Choices{Group: "pod"}), envOf(snap, 120, 60)
		p.sync(env)
		for i := range snap.Pods {
			p.fold(snap.Pods[i].Key, true)
		}
		return rowOf(p, env, "pod web")
	}
	exit := func(c *model.Container) { c.State, c.ExitCode = model.Exited, 0 }
	if row := fold(nil); !strings.Contains(row, "● 2 running") {
		t.Errorf("folded, with all that run: %q", row)
	}
	if row := fold(exit); !strings.Contains(row, "⚠ degraded") {
		t.Errorf("folded, with one that has ended: %q", row)
	}
}

package containers

import (
	"strconv"
	"time"

	"podtop/model"
	"podtop/tui/theme"
)

// A condition is a container's state as the list tells it: a sign, words, and
// a style that says no more than they do.
type condition struct {
	sign  string
	text  string
	style theme.Style
}

// conditionOf says how c is at now, in at most ten cells and the sign.
func conditionOf(c *model.Container, now time.Time, t theme.Theme) condition {
	g := t.Glyphs
	switch c.State {
	case model.Running:
		return runningCondition(c, t)
	case model.Paused:
		return condition{g.Paused, "paused", t.Warn}
	case model.Stopping, model.Removing, model.Activating, model.Reloading:
		return condition{g.Starting, string(c.State), t.Warn}
	case model.Deactivating: // which is too long
		return condition{g.Starting, "stopping", t.Warn}
	case model.Exited, model.Stopped:
		return endedCondition(c, now, t)
	case model.Failed:
		if c.OOMKilled {
			return condition{g.Failed, "oom " + age(now, c.Finished), t.Bad}
		}
		return condition{g.Failed, withCode("failed", c.ExitCode), t.Bad}
	case model.NoState:
		return condition{"?", "unknown", t.Muted}
	}
	return condition{g.Stopped, string(c.State), t.Muted}
}

// runningCondition prefers what is wrong to what is right.
func runningCondition(c *model.Container, t theme.Theme) condition {
	g := t.Glyphs
	switch {
	case c.Health == "unhealthy":
		return condition{g.Alert, "unhealthy", t.Bad}
	case c.OOMs > 0:
		return condition{g.Alert, "oom " + strconv.Itoa(c.OOMs) + "x", t.Bad}
	case c.Health == "starting":
		return condition{g.Starting, "starting", t.Warn}
	case c.Health == "healthy":
		return condition{g.Running, "healthy", t.Good}
	}
	return condition{g.Running, "running", t.Good}
}

func endedCondition(c *model.Container, now time.Time, t theme.Theme) condition {
	switch {
	case c.OOMKilled:
		return condition{t.Glyphs.Failed, "oom " + age(now, c.Finished), t.Bad}
	case c.ExitCode != 0:
		return condition{t.Glyphs.Stopped, withCode("exited", c.ExitCode), t.Warn}
	}
	return condition{t.Glyphs.Stopped, "exited", t.Muted}
}

func withCode(word string, code int) string {
	if code == 0 {
		return word
	}
	return word + " " + strconv.Itoa(code)
}

// age is how long before now at was, "" if that is not known.
func age(now, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return string(model.AppendAge(nil, now.Sub(at)))
}

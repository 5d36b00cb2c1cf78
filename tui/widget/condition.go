package widget

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/theme"
)

// A Condition is a container's state as lists tell it: a sign, words, and a
// style that says no more than they do.
type Condition struct {
	Sign  string
	Text  string
	Style theme.Style
}

// Append appends the sign and the words, in so many cells.
func (is Condition) Append(b []byte, width int, t theme.Theme) []byte {
	const sign = 2 // cells, with its gap
	if width < sign {
		return Pad(b, width)
	}
	b = append(is.Style.Append(b, is.Sign), ' ')
	words := is.Style
	if words == t.Good {
		words = "" // what is as it should be need not shine
	}
	b, used := AppendClean(words.Begin(b), is.Text, width-sign, t.Glyphs)
	return Pad(words.End(b), width-sign-used)
}

// Alerted is is, or a if that fires for c: it comes before a state, but for what
// a person did. A state may begin as the alert does, and say more: oom 3x.
func (is Condition) Alerted(c *model.Container, a *model.Alert, t theme.Theme) Condition {
	if a == nil || c.Restarting() || !c.State.Live() || c.State == model.Paused || strings.HasPrefix(is.Text, a.Short) {
		return is
	}
	return Condition{t.Glyphs.Warn, a.Short, SeverityStyle(a.Severity, t)}
}

// ConditionOf says how c is at now, in at most ten cells and the sign.
func ConditionOf(c *model.Container, now time.Time, t theme.Theme) Condition {
	g := t.Glyphs
	if c.Restarting() {
		return Condition{g.Restart, "loop " + strconv.Itoa(int(c.RestartsLately)) + "x", t.Bad}
	}
	switch c.State {
	case model.Running:
		return runningCondition(c, now, t)
	case model.Paused:
		return Condition{g.Paused, "paused", t.Warn}
	case model.Stopping, model.Removing, model.Activating, model.Reloading:
		return Condition{g.Starting, string(c.State), t.Warn}
	case model.Deactivating: // which is too long
		return Condition{g.Starting, "stopping", t.Warn}
	case model.Exited, model.Stopped:
		return endedCondition(c, now, t)
	case model.Failed:
		if c.StartError != "" {
			return Condition{g.Failed, "no start", t.Bad}
		}
		if c.OOMKilled {
			return Condition{g.Failed, "oom " + age(now, c.Finished), t.Bad}
		}
		return Condition{g.Failed, withCode("failed", c.ExitCode), t.Bad}
	case model.NoState:
		return Condition{"?", "unknown", t.Muted}
	}
	return Condition{g.Stopped, string(c.State), t.Muted}
}

// recentKill is for how long a kill is news, in seconds: as in the default rule
// on it.
const recentKill = 5 * 60

// runningCondition prefers what is wrong to what is right.
func runningCondition(c *model.Container, now time.Time, t theme.Theme) Condition {
	g := t.Glyphs
	switch {
	case c.Health == "unhealthy":
		return Condition{g.Alert, "unhealthy", t.Bad}
	case c.OOMs > 0 && c.OOMAge < recentKill:
		return Condition{g.Alert, "oom " + strconv.Itoa(c.OOMs) + "x", t.Bad}
	case c.Health == "starting":
		return Condition{g.Starting, "starting", t.Warn}
	case c.OOMKills > 0 && !(c.OOMAge < recentKill): // long ago, or before podtop looked
		return Condition{g.Warn, "oom before", t.Warn}
	case c.Health == "healthy":
		return Condition{g.Running, "healthy", t.Good}
	case c.Benchmarked(now):
		return Condition{g.Bench, "benchmark", t.Muted}
	}
	return Condition{g.Running, "running", t.Good}
}

func endedCondition(c *model.Container, now time.Time, t theme.Theme) Condition {
	switch {
	case c.OOMKilled:
		return Condition{t.Glyphs.Failed, "oom " + age(now, c.Finished), t.Bad}
	case c.ExitCode != 0:
		return Condition{t.Glyphs.Stopped, withCode("exited", c.ExitCode), t.Warn}
	}
	return Condition{t.Glyphs.Stopped, "exited", t.Muted}
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

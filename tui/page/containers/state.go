package containers

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

func drawState(b []byte, p *painter, r *row, width int) []byte {
	is, ok := p.condition(r)
	if !ok {
		return widget.Pad(b, width)
	}
	b = is.style.Append(append(b, ' '), is.sign)
	b = append(b, ' ')
	words := is.style
	if words == p.theme.Good {
		words = "" // what is as it should be need not shine
	}
	b, used := widget.AppendClean(words.Begin(b), is.text, width-3, p.theme.Glyphs)
	return widget.Pad(words.End(b), width-3-used)
}

// condition is how the row's container is at, or the worst of those that are
// folded away below it; of a group that is open, how much a filter leaves. What
// fires for it comes before its state, but for what a person did.
func (p *painter) condition(r *row) (condition, bool) {
	c, g := r.container, p.theme.Glyphs
	switch {
	case r.fold.closed && r.fold.worst == nil:
		return condition{g.Running, r.fold.text(), p.theme.Good}, true
	case r.fold.closed:
		c = r.fold.worst
	case c == nil && r.fold.hidden > 0:
		return condition{" ", r.fold.left(), p.theme.Muted}, true
	case c == nil:
		return condition{}, false
	}
	is := conditionOf(c, p.env.Snapshot.Time, p.theme)
	if loops(c) {
		return is, true
	}
	if a := p.alert(r); a != nil && c.State.Live() && c.State != model.Paused && !strings.HasPrefix(is.text, a.Short) {
		return condition{g.Warn, a.Short, widget.SeverityStyle(a.Severity, p.theme)}, true
	}
	return is, true // which may begin as the alert does, and say more: oom 3x
}

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
	if loops(c) {
		return condition{g.Restart, "loop " + strconv.Itoa(int(c.RestartsLately)) + "x", t.Bad}
	}
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
		if c.StartError != "" {
			return condition{g.Failed, "no start", t.Bad}
		}
		if c.OOMKilled {
			return condition{g.Failed, "oom " + age(now, c.Finished), t.Bad}
		}
		return condition{g.Failed, withCode("failed", c.ExitCode), t.Bad}
	case model.NoState:
		return condition{"?", "unknown", t.Muted}
	}
	return condition{g.Stopped, string(c.State), t.Muted}
}

// loops reports whether c is started again and again: that is its state, whether
// it runs at the moment or not, unless a person has done something to it.
func loops(c *model.Container) bool {
	return c.Looping && c.State != model.Paused && c.State != model.Stopping && c.State != model.Removing
}

// recentKill is for how long a kill is news, in seconds: as in the default rule
// on it.
const recentKill = 5 * 60

// runningCondition prefers what is wrong to what is right.
func runningCondition(c *model.Container, t theme.Theme) condition {
	g := t.Glyphs
	switch {
	case c.Health == "unhealthy":
		return condition{g.Alert, "unhealthy", t.Bad}
	case c.OOMs > 0 && c.OOMAge < recentKill:
		return condition{g.Alert, "oom " + strconv.Itoa(c.OOMs) + "x", t.Bad}
	case c.Health == "starting":
		return condition{g.Starting, "starting", t.Warn}
	case c.OOMKills > 0 && !(c.OOMAge < recentKill): // long ago, or before podtop looked
		return condition{g.Warn, "oom before", t.Warn}
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

package events

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/theme"
)

// kindOf is what an event is in one word: of those that are no mark on the time
// axis, Podman's own.
func kindOf(e *model.Event) string {
	switch e.Kind {
	case model.OtherEvent:
		return e.Action
	case model.AlertEndEvent:
		return "alert"
	case model.OperationEvent:
		return "podtop"
	}
	return e.Kind.String()
}

// signOf is the sign it has on the time axis, too.
func signOf(e *model.Event, g *theme.Glyphs) string {
	switch e.Kind {
	case model.StartEvent:
		return g.Start
	case model.StopEvent:
		return g.Stop
	case model.RestartEvent:
		return g.Restart
	case model.OOMEvent:
		return g.OOM
	case model.FailEvent:
		return g.Failed
	case model.HealthEvent:
		return g.Health
	case model.BenchEvent:
		return g.Bench
	case model.LimitEvent:
		return g.Limit
	case model.PauseEvent:
		return g.Paused
	case model.AlertEvent:
		return g.Threshold
	case model.OperationEvent:
		if e.Severity == model.Bad {
			return g.Threshold // it was not done
		}
		return g.Mark
	}
	return " "
}

// styleOf is how an event looks: by how bad it is, and less if it changes
// nothing.
func styleOf(e *model.Event, t theme.Theme) theme.Style {
	switch {
	case e.Kind == model.CheckEvent || e.Kind == model.AlertEndEvent:
		return t.Muted
	case e.Severity == model.Bad:
		return t.Bad
	case e.Severity == model.Warn:
		return t.Warn
	case e.Kind == model.OtherEvent:
		return t.Muted
	}
	return ""
}

// owner is the user whose it is, or "" of the user who watches.
func owner(e *model.Event, snap *model.Snapshot) string {
	switch {
	case e.Key.UID == snap.Host.UID || e.Name == "":
		return ""
	case e.User != "":
		return e.User
	}
	return strconv.Itoa(e.Key.UID)
}

// title is whose it is, what it is, if no container, and its name.
func title(e *model.Event, snap *model.Snapshot) (text string) {
	if user := owner(e, snap); user != "" {
		text = user + "/"
	}
	if other := typeOf(e); other != "" {
		text += other + " "
	}
	return strings.TrimSuffix(text+e.Name, " ")
}

// typeOf is what an event is about; "" of a container.
func typeOf(e *model.Event) string {
	if e.Type == "container" {
		return ""
	}
	return e.Type
}

// sentence is all there is to say of an event.
func sentence(e *model.Event, snap *model.Snapshot) string {
	text := e.Time.In(snap.Time.Location()).Format(time.TimeOnly) + " "
	if whose := title(e, snap); whose != "" {
		text += whose + ": "
	}
	return text + e.Text + ", says " + e.Source
}

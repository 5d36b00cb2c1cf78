// Package health is the tab of the health check.
package health

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// health is what the tab shows.
type health struct {
	*poll.Shared
	widget.Cover
	checks table.Table[check]
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Health", Keys: k, Text: &health{
		Shared: a, Cover: widget.Cover{Key: pane.First(k.Reveal)}, checks: table.Of(checkColumns),
	}}
}

// Ask implements tab.Writer.
func (h *health) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return h.Inspect.Ask(env, s)
}

// Write implements tab.Writer.
func (h *health) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	if !h.Inspect.WriteState(sheet, env, s) {
		if s.Health != "" {
			sheet.Field("status", healthStyle(s.Health, env.Theme), s.Health+sinceText(env, s.Health, s.HealthTimes))
		}
		poll.AdviseService(sheet, env, s)
		return
	}
	check := &h.Inspect.Got.Health
	if len(check.Test) == 0 && check.Status == "" {
		h.writeNone(sheet, env, s)
	} else {
		h.Cover.Texts = 0
		h.writeStatus(sheet, env, s, check)
		h.writeChecks(sheet, env, check)
		if h.Cover.Texts > 0 {
			sheet.Para(env.Theme.Muted, h.Cover.Hint("text"))
		}
	}
	h.Inspect.WriteNotes(sheet)
}

// writeStatus adds how it stands, and what is checked how often.
func (h *health) writeStatus(sheet *widget.Sheet, env pane.Env, s *poll.Subject, k *probe.Health) {
	status := k.Status
	if s.Health != "" && !s.Gone {
		status = s.Health // the newer one, see InspectPoll.Reconcile
	}
	sheet.Field("status", healthStyle(status, env.Theme), status+sinceText(env, status, h.times(s, status)))
	h.writeOverdue(sheet, env, s)
	if k.Failing > 0 && (status == k.Status || status == "starting") {
		sheet.Field("failing", env.Theme.Bad, streakText(env, k))
	}
	sheet.Field("test", "", h.Cover.Text(testText(k.Test)))
	sheet.Field("how often", "", paceText(k))
}

// healthStyle is the look of a status.
func healthStyle(status string, t theme.Theme) theme.Style {
	switch status {
	case "healthy":
		return t.Good
	case "unhealthy":
		return t.Bad
	}
	return ""
}

// times are since when it is what it is, as the samples and the record tell.
func (h *health) times(s *poll.Subject, status string) model.HealthTimes {
	if in := h.Inspect.Got; status == in.Health.Status {
		return s.HealthTimes.Through(in.Health.Times(in.Started))
	}
	return s.HealthTimes
}

// sinceText says since when the status is what it is, as far as that is known.
func sinceText(env pane.Env, status string, times model.HealthTimes) string {
	switch at := times.HealthSince; {
	case status == "starting": // since its start
		return ""
	case at.IsZero():
		return ", since when is not known"
	case times.HealthEarlier:
		return " since " + widget.Clock(at, env.Snapshot.Time) + " or before"
	default:
		return " " + widget.Since(at, env.Snapshot.Time)
	}
}

// streakText is how often the check has failed in a row, and since when.
func streakText(env pane.Env, k *probe.Health) string {
	text := strconv.Itoa(k.Failing) + " times in a row"
	if k.Failing == 1 {
		text = "once"
	}
	switch since, earlier := k.FailingSince(); {
	case earlier:
		text += ", since before " + widget.Clock(since, env.Snapshot.Time)
	case !since.IsZero():
		text += ", " + widget.Since(since, env.Snapshot.Time)
	}
	return text
}

// testText is what is run: the words that say how are Podman's own.
func testText(test []string) string {
	if len(test) > 1 && (test[0] == "CMD" || test[0] == "CMD-SHELL") {
		return strings.Join(test[1:], " ")
	}
	return strings.Join(test, " ")
}

// paceText is how often it is checked, and when it counts as failed.
func paceText(k *probe.Health) string {
	text := "by hand only: no interval"
	if k.Interval > 0 {
		text = "every " + k.Interval.String()
	}
	if k.Timeout > 0 {
		text += ", failed after " + k.Timeout.String()
	}
	if k.Retries > 0 {
		text += ", unhealthy after " + model.Plural(k.Retries, "failure", "failures")
	}
	return text
}

// writeNone says that there is no check, and how there can be one.
func (h *health) writeNone(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	sheet.Para("", "It has no health check.")
	sheet.Head("how to add one")
	const test = "'curl -f http://localhost/ || exit 1'"
	if atLeast(versionOf(env, s), 5, 4) {
		sheet.Field("now", "", "podman update --health-cmd "+test+" --health-interval 30s "+s.Name)
	}
	sheet.Field("made anew", "", "podman run --health-cmd "+test+" --health-interval 30s …")
	sheet.Field("Quadlet", "", "HealthCmd=curl -f http://localhost/ || exit 1")
	sheet.Field("", "", "HealthInterval=30s")
	sheet.Field("image", "", "HEALTHCHECK CMD curl -f http://localhost/ (podman build --format docker)")
	sheet.Para(sheet.Theme.Muted, "The command runs in the container, with what the image has.")
}

// versionOf is that of the Podman a container is of, "" if that is not known.
func versionOf(env pane.Env, s *poll.Subject) string {
	for _, e := range env.Snapshot.Engines {
		if e.UID == s.UID {
			return e.Version
		}
	}
	return ""
}

// atLeast reports whether a version, "5.4.2", is that or a later one.
func atLeast(version string, major, minor int) bool {
	first, rest, _ := strings.Cut(version, ".")
	second, _, _ := strings.Cut(rest, ".")
	a, err := strconv.Atoi(first)
	b, err2 := strconv.Atoi(second)
	return err == nil && err2 == nil && (a > major || a == major && b >= minor)
}

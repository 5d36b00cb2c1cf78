package health

import (
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// writeOverdue says that a check was due and did not come, and why.
func (h *health) writeOverdue(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	in := h.Inspect.Got
	due, late := in.Health.Overdue(in.Started, in.Time)
	if !late || s.Gone {
		return
	}
	sheet.Field("overdue", env.Theme.Warn, "a check was due at "+widget.Clock(due, env.Snapshot.Time)+", and none came"+timerText(&in.Health.Timer, s))
}

// timerText says what is known of the timer that has the checks run.
func timerText(t *probe.Timer, s *poll.Subject) string {
	systemctl := "systemctl"
	if s.UID != 0 {
		systemctl += " --user"
	}
	switch {
	case !t.Sought:
		return "; is its timer there? " + systemctl + " list-timers '" + s.ID.Short() + "*'"
	case t.NoSystemd:
		return ": without systemd nothing runs its checks but: podman healthcheck run " + s.Name
	case t.Name == "":
		return ": its timer is missing, systemd has no " + s.ID.Short() + "….timer; Podman makes one when it starts the container"
	}
	return ", though its timer is there: " + systemctl + " status " + t.Name
}

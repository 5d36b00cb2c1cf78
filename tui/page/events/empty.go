package events

import (
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// drawEmpty appends lines that say why there are no rows, and what to do.
func (p *Pane) drawEmpty(b []byte, env pane.Env, height int) []byte {
	if height < 1 {
		return b
	}
	return widget.AppendNotice(append(b, '\n'), p.emptyText(env), env.Width, height, env.Theme)
}

func (p *Pane) emptyText(env pane.Env) []string {
	switch {
	case env.Snapshot.Time.IsZero():
		return []string{"reading the host…"}
	case p.query.text != "" && p.hidden > 0:
		return []string{
			"No event matches  " + p.query.text + ", but for health checks: press " + pane.First(p.keys.Checks) + " to see them.",
			"esc clears it, / changes it.",
		}
	case p.query.text != "":
		return []string{"No event matches  " + p.query.text, "esc clears it, / changes it."}
	case p.hidden > 0:
		return []string{
			"Nothing has happened in the " + pane.FormatDuration(env.Past.Reach()) + " that podtop has watched,",
			"but for " + model.Plural(p.hidden, "health check", "health checks") + " that changed nothing: press " + pane.First(p.keys.Checks) + " to see " + p.them() + ".",
		}
	}
	return []string{
		"Nothing has happened in the " + pane.FormatDuration(env.Past.Reach()) + " that podtop has watched.",
		"What starts, ends, is killed, changed or done here will be listed.",
	}
}

// silence says of whose containers only the cgroups tell, as their Podman does
// not answer; "" if all do.
func silence(engines []model.Engine) string {
	n, user := 0, ""
	for i := range engines {
		if !engines[i].Up && !engines[i].Waiting {
			n, user = n+1, engines[i].User
		}
	}
	switch {
	case len(engines) == 0:
		return "There is no Podman to ask: only what the cgroups tell"
	case n == 0:
		return ""
	case n == len(engines):
		return "Podman does not answer: only what the cgroups tell"
	case n == 1:
		return "The Podman of " + user + " does not answer: of those containers only what the cgroups tell"
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(engines)) + " Podmans do not answer: of their containers only what the cgroups tell"
}

// them are the health checks that are hidden.
func (p *Pane) them() string {
	if p.hidden == 1 {
		return "it"
	}
	return "them"
}

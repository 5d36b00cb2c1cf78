package containers

import (
	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// drawEmpty appends a page that says why there are no rows, and what to do.
func (p *Pane) drawEmpty(b []byte, env pane.Env) []byte {
	return widget.AppendNotice(b, emptyText(env, p.keys.All.Help().Key), env.Width, env.Height, env.Theme)
}

func emptyText(env pane.Env, all string) []string {
	snap := env.Snapshot
	n := len(snap.Containers)
	switch {
	case n > 0 && !env.Filter.IsZero() && snap.Awaits():
		return []string{"No container that is known yet matches  " + env.Filter.String()}
	case n > 0 && !env.Filter.IsZero():
		return []string{
			"No container matches  " + env.Filter.String(),
			"esc clears the filter, / changes it.",
		}
	case snap.Time.IsZero():
		return []string{"reading the host…"}
	case n > 0 && snap.Awaits():
		return []string{"Nothing that is known yet runs; asking Podman…"}
	case n > 0:
		return []string{
			"Nothing is running.",
			model.Plural(n, "container that is stopped is not shown", "containers that are stopped are not shown") + ": press " + all + " to see all.",
		}
	case snap.Awaits():
		return []string{"No container has a cgroup here; asking Podman whether there are others…"}
	case !answering(snap.Engines):
		return []string{
			"No container has a cgroup here, and no Podman answers, so stopped ones are not known.",
			remedy(snap),
		}
	}
	return []string{
		"There is no container on this host.",
		"Start one:  podman run -d --name web IMAGE",
	}
}

// remedy says how the user who watches gets a Podman that answers.
func remedy(snap *model.Snapshot) string {
	switch {
	case len(snap.Engines) == 1 && snap.Engines[0].Named:
		return "If there should be some, check --host or CONTAINER_HOST: nobody answers at " + snap.Engines[0].Socket
	case snap.Host.UID != 0:
		return "If there should be some, try: systemctl --user enable --now podman.socket"
	}
	return "If there should be some, look at: systemctl status podman.socket"
}

func answering(engines []model.Engine) bool {
	for i := range engines {
		if engines[i].Up {
			return true
		}
	}
	return false
}

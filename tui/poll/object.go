package poll

import (
	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// onRecord is about what Podman has on record: of what does not run, too.
func onRecord(env pane.Env, s *Subject) (id, reason string) {
	switch {
	case s.ID == "":
		return "", "It has no container now"
	case s.Runtime != model.Podman && s.Runtime != "":
		return string(s.ID), "It is run by " + string(s.Runtime) + ", which podtop does not ask"
	case unserved(env, s):
		return string(s.ID), "No Podman service of " + s.Owner() + "'s is there to be asked"
	}
	return string(s.ID), ""
}

// unserved reports whether nobody can be asked about a container: its user's
// Podman is not known, and nobody else's has told of it.
func unserved(env pane.Env, s *Subject) bool {
	if s.Source == model.FromAPI {
		return false
	}
	for i := range env.Snapshot.Engines {
		if env.Snapshot.Engines[i].UID == s.UID {
			return false
		}
	}
	return true
}

// AdviseService says how somebody gets to be asked, if nobody is.
func AdviseService(sheet *widget.Sheet, env pane.Env, s *Subject) {
	if env.Prober == nil || !unserved(env, s) || s.Runtime != model.Podman {
		return
	}
	command := "systemctl --user enable --now podman.socket"
	if s.UID == 0 {
		command = "systemctl enable --now podman.socket"
	}
	sheet.Para(sheet.Theme.Muted, "What conmon's command line and the kernel tell is all there is. As "+s.Owner()+": "+command)
}

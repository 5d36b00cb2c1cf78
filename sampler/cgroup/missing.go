package cgroup

import (
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// Missing says what is not to be had of a chain that belongs to a container of
// the user uid.
func (h *Hierarchies) Missing(chain []probe.Level, uid int) (notes []model.Note) {
	i := slices.IndexFunc(chain, func(l probe.Level) bool { return l.Own })
	if i < 0 {
		return nil
	}
	own, root := &chain[i], &chain[len(chain)-1]
	if h.mode == Unified {
		notes = undelegated(notes, own, root, uid)
	} else if missing := h.mounts.missing(); len(missing) > 0 {
		notes = append(notes, note(model.Warn, noController, strings.Join(missing, ", ")))
	}
	switch {
	case h.mounts[pressure] == "":
		notes = append(notes, note(model.Info, "cgroup v1 alone has no pressure figures (PSI)"))
	case !own.PSI.CPUSome.IsKnown():
		notes = append(notes, note(model.Info, noPressure))
	}
	return notes
}

// undelegated says which controllers a container lacks, though the host has
// them. systemd gives cpuset only to units that ask for it.
func undelegated(notes []model.Note, own, root *probe.Level, uid int) []model.Note {
	has, host := strings.Fields(own.Controllers), strings.Fields(root.Controllers)
	if len(host) == 0 {
		return notes
	}
	var lacks, none []string
	for _, name := range []string{"cpu", "memory", "io", "pids", "cpuset"} {
		switch {
		case slices.Contains(has, name), name == "cpuset" && uid == 0:
		case slices.Contains(host, name):
			lacks = append(lacks, name)
		default:
			none = append(none, name)
		}
	}
	if len(none) > 0 {
		notes = append(notes, note(model.Warn, noController, strings.Join(none, ", ")))
	}
	switch names := strings.Join(lacks, ", "); {
	case len(lacks) == 0:
	case uid == 0:
		notes = append(notes, note(model.Info, "%s: not switched on for this cgroup, so unknown; see cgroup.subtree_control above it", names))
	default:
		notes = append(notes, note(model.Info, "%s: not delegated to user %d, so unknown; see Delegate= of user@.service", names, uid))
	}
	return notes
}

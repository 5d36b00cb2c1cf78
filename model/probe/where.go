package probe

import (
	"slices"
	"strings"

	"podtop/model"
)

func fields(s string) []string { return strings.Fields(s) }

// OwnCgroup is what Where says of the container's own.
const OwnCgroup = "its cgroup"

// Where says in words which cgroup is at path, to who looks at a container
// whose own is at own.
func Where(path, own string, m *model.Meta) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	below, inside := strings.CutPrefix(path, own+"/")
	switch {
	case path == "" || path == "/":
		return "the host"
	case path == own:
		return OwnCgroup
	case inside && own != "" && below == "container":
		return "crun's child"
	case inside && own != "":
		return "inside it " + below
	case m.Pod != "" && isPod(name, m.Pod):
		return "the pod " + m.PodTitle()
	case m.Unit != "" && name == m.Unit:
		return "its unit " + m.Unit
	}
	return name
}

// isPod reports whether name is the cgroup of that pod: its id, as the cgroupfs
// manager has it, or a slice with the id in its name.
func isPod(name, pod string) bool {
	return name == pod || strings.HasSuffix(name, "libpod_pod_"+pod+".slice")
}

// Where says in words which cgroup l is.
func (c *Cgroups) Where(l *Level, m *model.Meta) string {
	own := ""
	if o := c.Own(); o != nil {
		own = o.Path
	}
	return Where(l.Path, own, m)
}

// level is the one at path, nil if there is none.
func (c *Cgroups) level(path string) *Level {
	i := slices.IndexFunc(c.Levels, func(l Level) bool { return l.Path == path })
	if i < 0 {
		return nil
	}
	return &c.Levels[i]
}

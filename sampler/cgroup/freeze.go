package cgroup

import (
	"bytes"

	"podtop/model"
	"podtop/sampler/kernel"
)

// readFrozen reports whether all processes in g are stopped by the freezer, as
// podman pause does it. It is known only inside a container.
func (t *Tree) readFrozen(g *group) bool {
	switch {
	case !g.inContainer():
		return false
	case t.mode == Unified:
		return parseFrozen(t.place(g).read(cpu, "cgroup.events"))
	}
	state := bytes.TrimSpace(t.place(g).read(freezer, "freezer.state"))
	return string(state) == "FROZEN" || string(state) == "FREEZING"
}

// parseFrozen parses cgroup.events:
//
//	populated 1
//	frozen 0
func parseFrozen(b []byte) bool {
	for {
		key, n, rest := kernel.Pair(b)
		switch {
		case key == nil:
			return false
		case string(key) == "frozen":
			return n == model.Known(1)
		}
		b = rest
	}
}

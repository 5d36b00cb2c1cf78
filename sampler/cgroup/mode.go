package cgroup

import "github.com/containerd/cgroups/v3"

// A Mode is how the host mounts its cgroup hierarchies.
type Mode int

// Modes.
const (
	Unavailable Mode = iota
	Legacy           // v1: one hierarchy for each controller
	Hybrid           // v1, and a v2 hierarchy without controllers at root/unified
	Unified          // v2
)

// HostMode asks this host, once.
func HostMode() Mode {
	switch cgroups.Mode() {
	case cgroups.Unified:
		return Unified
	case cgroups.Hybrid:
		return Hybrid
	case cgroups.Legacy:
		return Legacy
	}
	return Unavailable
}

// String returns the mode as model.HostReading.Cgroups has it.
func (m Mode) String() string {
	switch m {
	case Unified:
		return "v2"
	case Hybrid:
		return "hybrid"
	case Legacy:
		return "v1"
	}
	return "none"
}

package pane

import (
	"context"

	"podtop/model/probe"
)

// A Prober reads what only a page that is open needs. Its calls may be slow, so
// panes make them through a poll.Asking. A part that cannot be read is told in the
// answer's Missing; an error means that there is no answer at all.
type Prober interface {
	Cgroups(context.Context, probe.Target) (*probe.Cgroups, error)
	Processes(context.Context, probe.Target) (*probe.Processes, error)
	Memory(ctx context.Context, t probe.Target, pid int) (*probe.Memory, error)
	Network(context.Context, probe.Target) (*probe.Network, error)
	Storage(context.Context, probe.Target) (*probe.Storage, error)
	Inspect(context.Context, probe.Target) (*probe.Inspection, error)
	Unit(context.Context, probe.Target) (*probe.Unit, error)
	Host(context.Context) (*probe.Host, error)
	DiskUse(context.Context) ([]probe.DiskUse, error) // of each of Podman's services
}

package pane

import (
	"context"

	"podtop/model/look"
)

// A Looker reads what only a page that is open needs. Its calls may be slow, so
// panes make them through an Asking. A part that cannot be read is told in the
// answer's Missing; an error means that there is no answer at all.
type Looker interface {
	Cgroups(context.Context, look.Subject) (*look.Cgroups, error)
	Processes(context.Context, look.Subject) (*look.Processes, error)
	Memory(ctx context.Context, s look.Subject, pid int) (*look.Memory, error)
	Network(context.Context, look.Subject) (*look.Network, error)
	Storage(context.Context, look.Subject) (*look.Storage, error)
	Inspect(context.Context, look.Subject) (*look.Inspection, error)
	Unit(context.Context, look.Subject) (*look.Unit, error)
	Host(context.Context) (*look.Host, error)
	DiskUse(context.Context) ([]look.DiskUse, error) // of each of Podman's services
}

package tuitest

import (
	"context"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/probe"
)

// A Prober answers pages about a demonstration host.
type Prober struct {
	mu   sync.Mutex
	host *demo.Host
}

// NewProber returns a Prober that answers about h.
func NewProber(h *demo.Host) *Prober { return &Prober{host: h} }

// Next lets the host go on for d, and returns the sample of then; it is valid
// until the next.
func (p *Prober) Next(d time.Duration) *model.Sample {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.host.Advance(d)
	return p.host.Sample(d)
}

func locked[T any](p *Prober, f func() (T, error)) (T, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return f()
}

// Cgroups implements pane.Prober, as do the others.
func (p *Prober) Cgroups(_ context.Context, t probe.Target) (*probe.Cgroups, error) {
	return locked(p, func() (*probe.Cgroups, error) { return p.host.Cgroups(t) })
}

func (p *Prober) Processes(_ context.Context, t probe.Target) (*probe.Processes, error) {
	return locked(p, func() (*probe.Processes, error) { return p.host.Processes(t) })
}

func (p *Prober) Memory(_ context.Context, t probe.Target, pid int) (*probe.Memory, error) {
	return locked(p, func() (*probe.Memory, error) { return p.host.Memory(t, pid) })
}

func (p *Prober) Network(_ context.Context, t probe.Target) (*probe.Network, error) {
	return locked(p, func() (*probe.Network, error) { return p.host.Network(t) })
}

func (p *Prober) Storage(_ context.Context, t probe.Target) (*probe.Storage, error) {
	return locked(p, func() (*probe.Storage, error) { return p.host.Storage(t) })
}

func (p *Prober) Inspect(_ context.Context, t probe.Target) (*probe.Inspection, error) {
	return locked(p, func() (*probe.Inspection, error) { return p.host.Inspect(t) })
}

func (p *Prober) Unit(_ context.Context, t probe.Target) (*probe.Unit, error) {
	return locked(p, func() (*probe.Unit, error) { return p.host.Unit(t) })
}

func (p *Prober) Host(context.Context) (*probe.Host, error) {
	return locked(p, func() (*probe.Host, error) { return p.host.LookHost(), nil })
}

func (p *Prober) DiskUse(context.Context) ([]probe.DiskUse, error) {
	return locked(p, func() ([]probe.DiskUse, error) { return p.host.DiskUse(), nil })
}

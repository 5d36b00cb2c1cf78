package tuitest

import (
	"context"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/probe"
)

// A Prober answers pages' questions about a demonstration host.
type Prober struct {
	mu   sync.Mutex
	host *demo.Host
}

// Look returns a Prober at h.
func Look(h *demo.Host) *Prober { return &Prober{host: h} }

// Next lets the host go on for d, and returns the sample of then; it is valid
// until the next.
func (l *Prober) Next(d time.Duration) *model.Sample {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.host.Advance(d)
	return l.host.Sample(d)
}

func locked[T any](l *Prober, f func() (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f()
}

// Cgroups implements pane.Prober, as do the others.
func (l *Prober) Cgroups(_ context.Context, s probe.Target) (*probe.Cgroups, error) {
	return locked(l, func() (*probe.Cgroups, error) { return l.host.Cgroups(s) })
}

func (l *Prober) Processes(_ context.Context, s probe.Target) (*probe.Processes, error) {
	return locked(l, func() (*probe.Processes, error) { return l.host.Processes(s) })
}

func (l *Prober) Memory(_ context.Context, s probe.Target, pid int) (*probe.Memory, error) {
	return locked(l, func() (*probe.Memory, error) { return l.host.Memory(s, pid) })
}

func (l *Prober) Network(_ context.Context, s probe.Target) (*probe.Network, error) {
	return locked(l, func() (*probe.Network, error) { return l.host.Network(s) })
}

func (l *Prober) Storage(_ context.Context, s probe.Target) (*probe.Storage, error) {
	return locked(l, func() (*probe.Storage, error) { return l.host.Storage(s) })
}

func (l *Prober) Inspect(_ context.Context, s probe.Target) (*probe.Inspection, error) {
	return locked(l, func() (*probe.Inspection, error) { return l.host.Inspect(s) })
}

func (l *Prober) Unit(_ context.Context, s probe.Target) (*probe.Unit, error) {
	return locked(l, func() (*probe.Unit, error) { return l.host.Unit(s) })
}

func (l *Prober) Host(context.Context) (*probe.Host, error) {
	return locked(l, func() (*probe.Host, error) { return l.host.LookHost(), nil })
}

func (l *Prober) DiskUse(context.Context) ([]probe.DiskUse, error) {
	return locked(l, func() ([]probe.DiskUse, error) { return l.host.DiskUse(), nil })
}

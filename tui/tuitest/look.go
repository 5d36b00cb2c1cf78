package tuitest

import (
	"context"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/look"
)

// A Looker answers pages' questions about a demonstration host.
type Looker struct {
	mu   sync.Mutex
	host *demo.Host
}

// Look returns a Looker at h.
func Look(h *demo.Host) *Looker { return &Looker{host: h} }

// Next lets the host go on for d, and returns the sample of then; it is valid
// until the next.
func (l *Looker) Next(d time.Duration) *model.Sample {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.host.Advance(d)
	return l.host.Sample(d)
}

func locked[T any](l *Looker, f func() (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f()
}

// Cgroups implements pane.Looker, as do the others.
func (l *Looker) Cgroups(_ context.Context, s look.Subject) (*look.Cgroups, error) {
	return locked(l, func() (*look.Cgroups, error) { return l.host.Cgroups(s) })
}

func (l *Looker) Processes(_ context.Context, s look.Subject) (*look.Processes, error) {
	return locked(l, func() (*look.Processes, error) { return l.host.Processes(s) })
}

func (l *Looker) Memory(_ context.Context, s look.Subject, pid int) (*look.Memory, error) {
	return locked(l, func() (*look.Memory, error) { return l.host.Memory(s, pid) })
}

func (l *Looker) Network(_ context.Context, s look.Subject) (*look.Network, error) {
	return locked(l, func() (*look.Network, error) { return l.host.Network(s) })
}

func (l *Looker) Storage(_ context.Context, s look.Subject) (*look.Storage, error) {
	return locked(l, func() (*look.Storage, error) { return l.host.Storage(s) })
}

func (l *Looker) Inspect(_ context.Context, s look.Subject) (*look.Inspection, error) {
	return locked(l, func() (*look.Inspection, error) { return l.host.Inspect(s) })
}

func (l *Looker) Unit(_ context.Context, s look.Subject) (*look.Unit, error) {
	return locked(l, func() (*look.Unit, error) { return l.host.Unit(s) })
}

func (l *Looker) Host(context.Context) (*look.Host, error) {
	return locked(l, func() (*look.Host, error) { return l.host.LookHost(), nil })
}

func (l *Looker) DiskUse(context.Context) ([]look.DiskUse, error) {
	return locked(l, func() ([]look.DiskUse, error) { return l.host.DiskUse(), nil })
}

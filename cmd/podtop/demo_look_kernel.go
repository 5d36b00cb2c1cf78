package main

import (
	"context"

	"podtop/model/look"
)

// Cgroups implements pane.Looker.
func (d *demonstration) Cgroups(_ context.Context, s look.Subject) (*look.Cgroups, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Cgroups(s)
}

// Processes implements pane.Looker.
func (d *demonstration) Processes(_ context.Context, s look.Subject) (*look.Processes, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Processes(s)
}

// Memory implements pane.Looker.
func (d *demonstration) Memory(_ context.Context, s look.Subject, pid int) (*look.Memory, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Memory(s, pid)
}

// Network implements pane.Looker.
func (d *demonstration) Network(_ context.Context, s look.Subject) (*look.Network, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Network(s)
}

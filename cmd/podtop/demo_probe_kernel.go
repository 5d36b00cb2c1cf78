package main

import (
	"context"

	"podtop/model/probe"
)

// Cgroups implements pane.Prober.
func (d *demonstration) Cgroups(_ context.Context, s probe.Target) (*probe.Cgroups, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Cgroups(s)
}

// Processes implements pane.Prober.
func (d *demonstration) Processes(_ context.Context, s probe.Target) (*probe.Processes, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Processes(s)
}

// Memory implements pane.Prober.
func (d *demonstration) Memory(_ context.Context, s probe.Target, pid int) (*probe.Memory, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Memory(s, pid)
}

// Network implements pane.Prober.
func (d *demonstration) Network(_ context.Context, s probe.Target) (*probe.Network, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Network(s)
}

package main

import (
	"context"

	"podtop/model/probe"
)

// Storage implements pane.Prober.
func (d *demonstration) Storage(_ context.Context, s probe.Target) (*probe.Storage, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Storage(s)
}

// Inspect implements pane.Prober.
func (d *demonstration) Inspect(_ context.Context, s probe.Target) (*probe.Inspection, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Inspect(s)
}

// Unit implements pane.Prober.
func (d *demonstration) Unit(_ context.Context, s probe.Target) (*probe.Unit, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Unit(s)
}

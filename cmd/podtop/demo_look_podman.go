package main

import (
	"context"

	"podtop/model/look"
)

// Storage implements pane.Looker.
func (d *demonstration) Storage(_ context.Context, s look.Subject) (*look.Storage, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Storage(s)
}

// Inspect implements pane.Looker.
func (d *demonstration) Inspect(_ context.Context, s look.Subject) (*look.Inspection, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Inspect(s)
}

// Unit implements pane.Looker.
func (d *demonstration) Unit(_ context.Context, s look.Subject) (*look.Unit, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Unit(s)
}

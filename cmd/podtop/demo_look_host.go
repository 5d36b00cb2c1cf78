package main

import (
	"context"

	"podtop/model/look"
)

// Host implements pane.Looker.
func (d *demonstration) Host(context.Context) (*look.Host, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.LookHost(), nil
}

// DiskUse implements pane.Looker.
func (d *demonstration) DiskUse(context.Context) ([]look.DiskUse, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.DiskUse(), nil
}

package main

import (
	"context"

	"podtop/model/probe"
)

// Host implements pane.Prober.
func (d *demonstration) Host(context.Context) (*probe.Host, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.LookHost(), nil
}

// DiskUse implements pane.Prober.
func (d *demonstration) DiskUse(context.Context) ([]probe.DiskUse, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.DiskUse(), nil
}

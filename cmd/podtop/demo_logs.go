package main

import (
	"context"
	"time"

	"podtop/model/demo"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// OpenLog implements pane.LogReader.
func (d *demonstration) OpenLog(of []logs.Wanted, s logs.Sources) pane.Log {
	return demo.OpenLog(of, s, d.written, sleep)
}

// written is what its containers have written so far.
func (d *demonstration) written() *demo.Logs {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Logs()
}

// sleep sleeps, if ctx does not end first.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

package tuitest

import (
	"context"
	"time"

	"podtop/model/demo"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// OpenLog implements pane.LogReader, for the demonstration host.
func (p *Prober) OpenLog(of []logs.Wanted, s logs.Sources) pane.Log {
	written := func() (*demo.Logs, error) { return p.host.Logs(), nil }
	now := func() *demo.Logs { l, _ := locked(p, written); return l }
	return demo.OpenLog(of, s, now, wait)
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

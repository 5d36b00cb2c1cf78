package main

import (
	"context"
	"time"

	"podtop/model/bench"
)

// leftTime is how often it is told that less time is left, if nothing else changes.
const leftTime = time.Second

// Wait implements pane.BenchRun.
func (r *screenRun) Wait(ctx context.Context) (bench.Progress, error) {
	if err := r.await(ctx, time.Until(r.lastAsked().Add(showTime)), nil); err != nil {
		return bench.Progress{}, err
	}
	r.mu.Lock()
	isNew, changed, wait := r.changes != r.seen, r.changed, time.Duration(1<<62)
	if !r.end.IsZero() {
		wait = leftTime
	}
	r.mu.Unlock()
	if !isNew {
		if err := r.await(ctx, wait, changed); err != nil {
			return bench.Progress{}, err
		}
	}
	return r.current(), nil
}

// await waits until the time is over, changed is closed, or the run is over.
func (r *screenRun) await(ctx context.Context, d time.Duration, changed <-chan struct{}) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-r.over:
	case <-changed:
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (r *screenRun) lastAsked() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

// current is how far it is now.
func (r *screenRun) current() bench.Progress {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.asked = r.changes, time.Now()
	p := r.progress
	if p.Left = -1; !r.end.IsZero() {
		p.Left = max(0, time.Until(r.end))
	}
	return p
}

package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"podtop/model/bench"
	"podtop/tui/pane"
)

// A screenBench runs benchmarks for the screen, one at a time.
type screenBench struct {
	options *options
	find    podmanFinder
	demo    *demonstration // nil: there is a host
	own     int            // the user whose Podman runs them
	refused error          // why none may be run; nil: they may
	end     *ending
	results resultCache

	mu     sync.Mutex
	now    *screenRun // the last one; nil: there was none
	closed bool
}

// errBusy and errClosed are why a benchmark does not begin.
var (
	errBusy   = errors.New("another benchmark is on its way: wait for it, or stop it first")
	errClosed = errors.New("podtop ends")
)

// Run implements pane.Bencher.
func (b *screenBench) Run(job bench.Job) pane.BenchRun {
	ctx, cancel := context.WithCancel(context.Background())
	r := newScreenRun(cancel)
	if err := b.begin(r); err != nil {
		r.finish(nil, "", err)
		return r
	}
	go func() {
		defer cancel()
		report, err := b.measure(ctx, r, job)
		kept := ""
		if report != nil {
			kept = r.keep(report)
		}
		b.end.begun.Store(false)
		r.finish(report, kept, err)
	}()
	return r
}

// begin makes r the one that runs.
func (b *screenBench) begin(r *screenRun) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.refused != nil:
		return b.refused
	case b.closed:
		return errClosed
	case b.now != nil && !b.now.isOver():
		return errBusy
	}
	b.now = r
	b.end.begun.Store(true) // podtop does not end before its containers are removed
	return nil
}

// closeTime is how long the screen's end waits for a benchmark's containers to be
// removed. What is left then ends at its deadline.
const closeTime = 10 * time.Second

// bencher is what the screen has of b: in the demonstration it is that one's.
func (b *screenBench) bencher() pane.Bencher {
	if b.demo != nil {
		return b.demo.bencher(b.refused)
	}
	return b
}

// finishAll stops what runs when the screen has ended.
func (b *screenBench) finishAll() {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	b.close(ctx)
}

// close stops what runs, and waits until it is over, or ctx is.
func (b *screenBench) close(ctx context.Context) {
	b.mu.Lock()
	b.closed = true
	r := b.now
	b.mu.Unlock()
	if r == nil {
		return
	}
	r.Stop()
	select {
	case <-r.over:
	case <-ctx.Done():
	}
}

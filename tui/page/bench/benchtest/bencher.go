// Package benchtest has benchmarks that are made up, for tests of panes.
package benchtest

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
)

// A Bencher has some choices, each of which goes through the same steps.
type Bencher struct {
	All   []bench.Choice
	Err   error            // of Choices and Results
	Steps []bench.Progress // what Wait returns, one after the other
	Slow  chan struct{}    // Choices return when it is closed; nil: at once
	Kept  []Kept           // the newest first
	Gate  chan struct{}    // each step waits for one of it; nil: for nothing

	mu      sync.Mutex // guards what follows
	began   []bench.Job
	stopped int
}

// Choices implements pane.Bencher.
func (b *Bencher) Choices(ctx context.Context, _ model.Key) ([]bench.Choice, error) {
	if b.Slow != nil {
		select {
		case <-b.Slow:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return b.All, b.Err
}

// Run implements pane.Bencher.
func (b *Bencher) Run(j bench.Job) pane.BenchRun {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.began = append(b.began, j)
	return &Run{of: b, steps: b.Steps, end: make(chan struct{})}
}

// Kept is a result: without a report it cannot be read.
type Kept struct {
	Name   string
	Report *bench.Report
}

var errDamaged = errors.New("it is damaged")

// Results implements pane.Bencher.
func (b *Bencher) Results(context.Context) ([]bench.Result, error) {
	var all []bench.Result
	for _, k := range b.Kept {
		r := bench.Result{Name: k.Name}
		if k.Report == nil {
			r.Err = errDamaged
		} else {
			r = k.Report.Result(k.Name)
		}
		all = append(all, r)
	}
	return all, b.Err
}

// Result implements pane.Bencher.
func (b *Bencher) Result(_ context.Context, name string) (*bench.Report, error) {
	for _, k := range b.Kept {
		if k.Name == name && k.Report != nil {
			return k.Report, b.Err
		}
	}
	return nil, cmp.Or(b.Err, errDamaged)
}

// Began are the jobs that were run.
func (b *Bencher) Began() []bench.Job {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.began
}

// Stopped is how many runs were stopped.
func (b *Bencher) Stopped() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stopped
}

// A Run goes through the steps of its Bencher. Behind the last, if that is not over,
// nothing is heard of it until it is stopped.
type Run struct {
	of    *Bencher
	steps []bench.Progress
	end   chan struct{}
	once  sync.Once
}

// Wait implements pane.BenchRun.
func (r *Run) Wait(ctx context.Context) (bench.Progress, error) {
	select {
	case <-r.end:
		return bench.Progress{Over: true, Err: errors.New("it was stopped")}, nil
	case <-ctx.Done():
		return bench.Progress{}, ctx.Err()
	default:
	}
	if len(r.steps) > 0 && !r.pass(ctx) {
		return r.Wait(ctx)
	}
	if len(r.steps) > 0 {
		next := r.steps[0]
		if r.steps = r.steps[1:]; next.Over {
			r.steps = []bench.Progress{next}
		}
		return next, nil
	}
	select {
	case <-r.end:
		return r.Wait(ctx)
	case <-ctx.Done():
		return bench.Progress{}, ctx.Err()
	}
}

// pass waits until the next step may be taken, and reports whether it may.
func (r *Run) pass(ctx context.Context) bool {
	if r.of.Gate == nil {
		return true
	}
	select {
	case <-r.of.Gate:
		return true
	case <-r.end:
	case <-ctx.Done():
	}
	return false
}

// Stop implements pane.BenchRun.
func (r *Run) Stop() {
	r.once.Do(func() {
		r.of.mu.Lock()
		defer r.of.mu.Unlock()
		r.of.stopped++
		close(r.end)
	})
}

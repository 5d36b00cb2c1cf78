package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/demo"
	"podtop/tui/pane"
)

// A demoBench runs made-up benchmarks, of which nothing is written to a disk.
type demoBench struct {
	*demonstration
	refused error // why none may be run; nil: they may

	lock sync.Mutex
	kept []*bench.Report // the newest first
}

// bencher is what runs the demonstration's benchmarks.
func (d *demonstration) bencher(refused error) *demoBench {
	d.mu.Lock()
	defer d.mu.Unlock()
	return &demoBench{demonstration: d, refused: refused, kept: d.host.BenchReports()}
}

// Choices implements pane.Bencher.
func (b *demoBench) Choices(_ context.Context, of model.Key) ([]bench.Choice, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.host.BenchChoices(of)
	if b.refused != nil {
		for i := range all {
			all[i].Reason = b.refused.Error()
		}
	}
	return all, nil
}

// Run implements pane.Bencher.
func (b *demoBench) Run(job bench.Job) pane.BenchRun {
	b.mu.Lock()
	defer b.mu.Unlock()
	return &demoRun{bench: b.host.Bench(job), began: time.Now(), keep: b.keep, refused: b.refused, stop: make(chan struct{})}
}

func (b *demoBench) keep(r *bench.Report) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.kept = append([]*bench.Report{r}, b.kept...)
}

// Results implements pane.Bencher.
func (b *demoBench) Results(context.Context) ([]bench.Result, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	var all []bench.Result
	for _, r := range b.kept {
		all = append(all, r.Result(r.ResultName()))
	}
	return all, nil
}

// Result implements pane.Bencher.
func (b *demoBench) Result(_ context.Context, name string) (*bench.Report, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	i := slices.IndexFunc(b.kept, func(r *bench.Report) bool { return r.ResultName() == name })
	if i < 0 {
		return nil, errors.New("there is no such result")
	}
	return b.kept[i], nil
}

// A demoRun is a made-up benchmark on its way.
type demoRun struct {
	bench   *demo.Bench
	began   time.Time
	keep    func(*bench.Report)
	refused error
	stop    chan struct{}
	stopped sync.Once

	last bench.Progress // the one that Wait returned
}

// Stop implements pane.BenchRun.
func (r *demoRun) Stop() { r.stopped.Do(func() { close(r.stop) }) }

// Wait implements pane.BenchRun.
func (r *demoRun) Wait(ctx context.Context) (bench.Progress, error) {
	if r.refused != nil {
		return bench.Progress{Over: true, Left: -1, Err: r.refused}, nil
	}
	if r.last.Over {
		return r.last, nil
	}
	stopped := false
	select {
	case <-ctx.Done():
		return bench.Progress{}, ctx.Err()
	case <-r.stop:
		stopped = true
	case <-time.After(showTime):
	}
	r.last = r.bench.Progress(time.Since(r.began), stopped)
	if r.last.Over && r.last.Report != nil {
		r.keep(r.last.Report)
	}
	return r.last, nil
}

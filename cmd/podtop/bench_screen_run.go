package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	benchrun "podtop/actions/bench"
	"podtop/model/bench"
)

// A screenRun is a benchmark that the screen has begun. It is its own benchVoice:
// what is said is what the screen shows.
type screenRun struct {
	cancel context.CancelFunc
	over   chan struct{} // closed when it is

	mu       sync.Mutex
	progress bench.Progress
	end      time.Time     // when no time is left; zero: that is not known
	taken    time.Time     // when the report was
	stopped  bool          // somebody wants it to end
	changes  int           // of progress
	changed  chan struct{} // closed at the next one

	seen  int       // changes, at the last Wait
	asked time.Time // when that returned
}

func newScreenRun(cancel context.CancelFunc) *screenRun {
	r := &screenRun{cancel: cancel, over: make(chan struct{}), changed: make(chan struct{})}
	r.progress = bench.Progress{Phase: "beginning", Left: -1}
	r.changes = 1
	return r
}

// change changes the progress, and has it heard of.
func (r *screenRun) change(do func(p *bench.Progress)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	do(&r.progress)
	r.changes++
	close(r.changed)
	r.changed = make(chan struct{})
}

// Stop implements pane.BenchRun.
func (r *screenRun) Stop() {
	r.cancel()
	r.change(func(p *bench.Progress) {
		if r.stopped = true; !p.Over {
			p.Phase, r.end = benchrun.Removing, time.Time{}
		}
	})
}

// say implements benchVoice.
func (r *screenRun) say(text string) {
	r.change(func(p *bench.Progress) { p.Notes = append(slices.Clip(p.Notes), oneLine(text)) })
}

// agree implements benchVoice: what nobody agreed to before the run is not run.
func (*screenRun) agree(context.Context, []benchrun.Subject) error {
	return errors.New("nobody agreed to that")
}

// showTime is how often the screen has something new to show, at most.
const showTime = time.Second / 4

// step implements benchVoice.
func (r *screenRun) step(s benchStep) {
	r.change(func(p *bench.Progress) {
		isNew := p.Phase != s.Phase
		if !r.stopped {
			p.Phase, p.Done, p.All = s.Phase, s.Done, s.All
			if r.end = (time.Time{}); s.Left >= 0 {
				r.end = time.Now().Add(s.Left)
			}
		}
		if s.shapes != nil {
			p.Shapes = s.shapes
		}
		if s.report == nil || !isNew && time.Since(r.taken) < showTime {
			return
		}
		r.taken = time.Now()
		p.Report = s.report.Snapshot()
		p.Shapes = p.Report.Shapes()
	})
}

// keep keeps the report, and says as what.
func (r *screenRun) keep(report *bench.Report) string {
	doc, err := report.JSON()
	name := ""
	if err == nil {
		name, err = keepResult(report, append(doc, '\n'))
	}
	switch {
	case name == "":
		r.say("the result is not kept: " + err.Error())
	case err != nil:
		r.say(err.Error())
	}
	return name
}

// finish ends the run.
func (r *screenRun) finish(report *bench.Report, kept string, err error) {
	r.change(func(p *bench.Progress) {
		switch {
		case report != nil:
			p.Report = report
			if shapes := report.Shapes(); report.Kind != "http" {
				p.Shapes = shapes
			}
		case r.stopped && errors.Is(err, context.Canceled):
			err = bench.ErrStopped
		}
		if err != nil && oneLine(err.Error()) != err.Error() {
			err = errors.New(oneLine(err.Error()))
		}
		p.Kept, p.Err, p.Over, r.end = kept, err, true, time.Time{}
	})
	close(r.over)
}

func (r *screenRun) isOver() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.progress.Over
}

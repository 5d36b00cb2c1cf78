package tui_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"podtop/model"
	"podtop/tui"
	"podtop/tui/tuitest"
)

// A tape is a Source that plays samples as fast as they are taken, then waits.
type tape struct {
	samples []*model.Sample
	begin   chan struct{} // if not nil, there is none before it is closed
	ended   chan struct{} // closed when all have been taken in
	more    chan *model.Sample

	mu    sync.Mutex
	paces []time.Duration
}

func newTape(samples []*model.Sample) *tape {
	return &tape{samples: samples, ended: make(chan struct{}), more: make(chan *model.Sample)}
}

func (t *tape) Next(ctx context.Context) (*model.Sample, error) {
	if t.begin != nil {
		<-t.begin
	}
	if len(t.samples) > 0 {
		s := t.samples[0]
		t.samples = t.samples[1:]
		return s, nil
	}
	if t.ended != nil {
		close(t.ended)
		t.ended = nil
	}
	for {
		select {
		case s := <-t.more:
			if s != nil {
				return s, nil
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// give plays one sample more, and waits until it has been taken in.
func (t *tape) give(s *model.Sample) {
	t.more <- s
	t.more <- nil // is taken when the next one is asked for
}

func (t *tape) SetInterval(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paces = append(t.paces, d)
}

// play runs the screen on samples and waits until it has seen them all.
func play(t *testing.T, samples []*model.Sample, w, h int, actor tui.Actor) (*tuitest.Screen, *tape) {
	t.Helper()
	return playWith(t, samples, w, h, tui.Options{Actor: actor})
}

// nobody is the Actor of a host that may only be watched.
var nobody tui.Actor = &fakeActor{}

// playWith is play with options of one's own. Where they have no Actor, there is
// one.
func playWith(t *testing.T, samples []*model.Sample, w, h int, o tui.Options) (*tuitest.Screen, *tape) {
	t.Helper()
	src := newTape(samples)
	src.begin = make(chan struct{})
	ended := src.ended
	o.Source, o.Version = src, "test"
	switch o.Actor {
	case nobody:
		o.Actor = nil
	case nil:
		o.Actor = &fakeActor{}
	}
	s := tuitest.Run(t, tui.New(t.Context(), o), w, h)
	s.WaitFor("reading the host") // so that rows are sorted at the same samples each time
	close(src.begin)
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("the samples were not taken")
	}
	return s, src
}

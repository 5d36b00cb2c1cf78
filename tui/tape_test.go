package tui_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"podtop/model"
	"podtop/tui"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// A tape is a Source that plays samples as fast as they are taken, then waits.
type tape struct {
	samples []*model.Sample
	ended   chan struct{} // closed when all have been taken in
	more    chan *model.Sample

	mu    sync.Mutex
	paces []time.Duration
}

func newTape(samples []*model.Sample) *tape {
	return &tape{samples: samples, ended: make(chan struct{}), more: make(chan *model.Sample)}
}

func (t *tape) Next(ctx context.Context) (*model.Sample, error) {
	if len(t.samples) > 0 {
		s := t.samples[0]
		t.samples = t.samples[1:]
		return s, nil
	}
	if t.ended != nil {
		close(t.ended)
		t.ended = nil
	}
	select {
	case s := <-t.more:
		return s, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (t *tape) SetInterval(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.paces = append(t.paces, d)
}

// play runs the screen on samples and waits until it has seen them all.
func play(t *testing.T, samples []*model.Sample, w, h int, actor tui.Actor) (*tuitest.Screen, *tape) {
	t.Helper()
	src := newTape(samples)
	ended := src.ended
	s := tuitest.Run(t, tui.New(t.Context(), tui.Options{Source: src, Actor: actor, Version: "test", Charset: theme.Braille}), w, h)
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("the samples were not taken")
	}
	return s, src
}

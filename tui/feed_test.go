package tui

import (
	"context"
	"errors"
	"testing"

	"go.uber.org/goleak"

	"podtop/model"
)

// hangs is a Source whose second sample never comes.
type hangs struct{ asked int }

func (h *hangs) Next(context.Context) (*model.Sample, error) {
	h.asked++
	if h.asked == 2 {
		select {}
	}
	return &model.Sample{}, errors.New("the first")
}

// Who waits for a sample goes on when podtop ends, whatever the source does, and
// nothing is asked for that nobody waits for.
func TestFeed(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreAnyFunction("podtop/tui.(*hangs).Next"))
	ctx, cancel := context.WithCancel(t.Context())
	src := &hangs{}
	f := newFeed(ctx, src)
	if msg := f.next(ctx); msg.sample == nil || msg.err == nil || src.asked != 1 {
		t.Errorf("%+v, asked %d times", msg, src.asked)
	}
	got := make(chan sampleMsg)
	go func() { got <- f.next(ctx) }()
	cancel()
	if msg := <-got; !errors.Is(msg.err, context.Canceled) {
		t.Errorf("%+v", msg)
	}
	if msg := f.next(ctx); !errors.Is(msg.err, context.Canceled) {
		t.Errorf("%+v", msg)
	}
}

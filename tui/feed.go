package tui

import "context"

// A feed asks a Source for samples in a goroutine of its own. bubbletea runs
// each command in a new one, whose stack would have to grow to what sampling
// takes, ten times a second.
type feed struct {
	ask chan struct{}
	got chan sampleMsg
}

// newFeed returns a feed that runs until ctx is done.
func newFeed(ctx context.Context, src Source) *feed {
	f := &feed{ask: make(chan struct{}), got: make(chan sampleMsg)}
	go func() {
		for {
			select {
			case <-f.ask:
			case <-ctx.Done():
				return
			}
			s, err := src.Next(ctx)
			select {
			case f.got <- sampleMsg{s, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return f
}

// next waits for the next sample.
func (f *feed) next(ctx context.Context) sampleMsg {
	select {
	case f.ask <- struct{}{}:
	case <-ctx.Done():
		return sampleMsg{err: ctx.Err()}
	}
	select {
	case msg := <-f.got:
		return msg
	case <-ctx.Done():
		return sampleMsg{err: ctx.Err()}
	}
}

package load

import (
	"context"
	"sync"
	"time"

	"podtop/model/bench"
)

// A Watch begins to look at what the host does beside the load. What it returns
// says what that was since.
type Watch func() (conditions func() bench.Conditions)

// watch has each whole second after the warm-up watched. What it returns ends
// that, and says what was seen.
func (r *run) watch(ctx context.Context, w Watch) (end func() []bench.Conditions) {
	if w == nil {
		return func() []bench.Conditions { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	var seen []bench.Conditions
	var wg sync.WaitGroup
	wg.Go(func() {
		wait(ctx, r.load.Warmup)
		for range int(r.load.Time / time.Second) {
			conditions := w()
			wait(ctx, time.Second)
			if ctx.Err() != nil {
				return
			}
			seen = append(seen, conditions())
		}
	})
	return func() []bench.Conditions {
		cancel()
		wg.Wait()
		return seen
	}
}

package load

import (
	"context"
	"sync"
	"time"

	"podtop/model/bench"
)

// showInterval is how often it is told how far a load is.
const showInterval = time.Second / 4

// show tells how far the load is, until what it returns is called.
func (r *run) show(ctx context.Context, progress func(*bench.Tally) (tell func())) (end func()) {
	if progress == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		for ; ctx.Err() == nil; wait(ctx, showInterval) {
			r.mu.Lock()
			tell := progress(r.tally)
			r.mu.Unlock()
			tell()
		}
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

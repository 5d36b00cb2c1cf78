package load

import (
	"context"
	"sync"
	"time"

	"podtop/model/bench"
)

// A run is one load while it lasts.
type run struct {
	load  bench.Load
	begin time.Time

	mu    sync.Mutex
	tally *bench.Tally
}

func (r *run) all(ctx context.Context, conns []*connection) error {
	if r.load.Open() {
		return r.open(ctx, conns)
	}
	var wg sync.WaitGroup
	for _, c := range conns {
		wg.Go(func() { r.closed(ctx, c) })
	}
	wg.Wait()
	return nil
}

// open has each request sent at its time, by whichever connection is free.
func (r *run) open(ctx context.Context, conns []*connection) error {
	p, err := newPacer()
	if err != nil {
		return err
	}
	defer p.close()
	defer p.endWith(ctx)()
	due := make(chan time.Duration)
	var wg sync.WaitGroup
	for _, c := range conns {
		wg.Go(func() {
			for d := range due {
				r.send(ctx, c, d)
			}
		})
	}
	unsent, err := r.pace(ctx, p, due)
	close(due)
	wg.Wait()
	r.mu.Lock() // it may be shown meanwhile
	defer r.mu.Unlock()
	last := r.load.Last()
	if ctx.Err() != nil {
		last = time.Since(r.begin)
		r.tally.CutOff(last)
	}
	if err == nil || ctx.Err() != nil {
		r.tally.AddUnsent(unsent, last)
	}
	return err
}

// pace hands on each request when it is due, and waits where no connection is
// free. What the warm-up leaves over is left out. It returns the first that it did
// not hand on in time.
func (r *run) pace(ctx context.Context, p *pacer, due chan<- time.Duration) (unsent int, err error) {
	end := time.NewTimer(r.load.Last())
	defer end.Stop()
	n := r.load.Requests()
	for i := 0; i < n; i++ {
		if i < r.load.Counted() && time.Since(r.begin) > r.load.Warmup {
			i = r.load.Counted()
		}
		d := r.load.Due(i)
		if err := p.sleep(ctx, d-time.Since(r.begin)); err != nil {
			return i, err
		}
		select {
		case due <- d:
		case <-end.C:
			return i, nil
		case <-ctx.Done():
			return i, ctx.Err()
		}
	}
	return n, nil
}

// pause is how long a connection of a closed load waits where none could be made.
const pause = 10 * time.Millisecond

// closed sends one request after the other.
func (r *run) closed(ctx context.Context, c *connection) {
	for ctx.Err() == nil {
		now := time.Since(r.begin)
		if now >= r.load.Last() {
			return
		}
		if end := r.send(ctx, c, now); end == bench.Refused || end == bench.Unreachable {
			wait(ctx, pause)
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// send sends a request that was due then, and counts how it ended.
func (r *run) send(ctx context.Context, c *connection, due time.Duration) bench.Ending {
	now := time.Now()
	a, err := c.exchange(ctx, now, r.load.Timeout)
	ended := time.Now()
	if err != nil && ctx.Err() != nil {
		return bench.Unsent // it was cut off, and does not count
	}
	c.used = ended
	q := bench.Request{
		Due: due, Began: now.Sub(r.begin), Ended: ended.Sub(r.begin),
		Ending: ending(a.status, err), Moved: err == nil && a.status/100 == 3, Bytes: a.bytes,
	}
	r.mu.Lock()
	r.tally.Add(q)
	r.mu.Unlock()
	return q.Ending
}

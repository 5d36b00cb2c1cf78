package load

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model/bench"
)

// A Client puts a target under load. It keeps its connections from one load to
// the next.
type Client struct {
	target Target
	conns  []*connection
}

// NewClient returns a Client that has made no connection yet.
func NewClient(t Target) *Client { return &Client{target: t} }

// Close closes all connections.
func (c *Client) Close() {
	for _, conn := range c.conns {
		conn.close()
	}
}

// take is the first n connections, of which it adds those that are missing.
func (c *Client) take(n int) []*connection {
	for len(c.conns) < n {
		c.conns = append(c.conns, &connection{target: &c.target, request: c.target.request()})
	}
	return c.conns[:n]
}

// A run is one load while it lasts.
type run struct {
	load  bench.Load
	begin time.Time

	mu    sync.Mutex
	tally *bench.Tally
}

// Run puts the target under that load. It returns when the last request has
// ended, or ctx has: then with its error, and what was counted until then.
func (c *Client) Run(ctx context.Context, l bench.Load) (*bench.Tally, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	r := &run{load: l, tally: bench.NewTally(l)}
	conns := c.take(l.Connections)
	made, cpu := connects(conns), processorTime()
	r.begin = time.Now()
	err := r.all(ctx, conns)
	r.tally.Elapsed, r.tally.CPU = time.Since(r.begin), processorTime()-cpu
	r.tally.Connects = connects(conns) - made
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return r.tally, err
}

func connects(conns []*connection) (n int) {
	for _, c := range conns {
		n += c.made
	}
	return n
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
	if err == nil {
		r.tally.AddUnsent(unsent, r.load.End())
	}
	return err
}

// pace hands on each request when it is due, and waits where no connection is
// free. It returns the first that it did not hand on before the load's end.
func (r *run) pace(ctx context.Context, p *pacer, due chan<- time.Duration) (unsent int, err error) {
	end := time.NewTimer(r.load.End())
	defer end.Stop()
	n := r.load.Requests()
	for i := range n {
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
		if now >= r.load.End() {
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
func (r *run) send(ctx context.Context, c *connection, due time.Duration) bench.Outcome {
	now := time.Now()
	a, err := c.exchange(ctx, now, r.load.Timeout)
	ended := time.Now()
	if err != nil && ctx.Err() != nil {
		return bench.Unsent // it was cut off, and does not count
	}
	c.used = ended
	q := bench.Request{
		Due: due, Began: now.Sub(r.begin), Ended: ended.Sub(r.begin),
		Outcome: outcome(a.status, err), Moved: err == nil && a.status/100 == 3, Bytes: a.bytes,
	}
	r.mu.Lock()
	r.tally.Add(q)
	r.mu.Unlock()
	return q.Outcome
}

// processorTime is what this process has taken.
func processorTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package load

import (
	"context"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model/bench"
)

// A Client puts a target under load. It keeps its connections from one load to
// the next.
type Client struct {
	Watch Watch // nil: what else the host does is not known
	// Progress is called four times a second, with what was counted so far. Nothing
	// is counted until it returns, so that what takes long is left to what it
	// returns. nil: nobody wants to know.
	Progress func(*bench.Tally) (tell func())

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

// Run puts the target under that load. It returns when the last request has
// ended, or ctx has: then with its error, and what was counted until then.
func (c *Client) Run(ctx context.Context, l bench.Load) (*bench.Tally, error) {
	if err := l.Check(); err != nil {
		return nil, err
	}
	r := &run{load: l, tally: bench.NewTally(l)}
	conns := c.take(l.Connections)
	for _, conn := range conns {
		conn.endWith(ctx)
		defer conn.leave()
	}
	made, cpu := connects(conns), ProcessorTime()
	r.begin = time.Now()
	r.tally.Begin = r.begin
	watched, shown := r.watch(ctx, c.Watch), r.show(ctx, c.Progress)
	err := r.all(ctx, conns)
	shown()
	r.tally.Host = watched()
	r.tally.Elapsed, r.tally.CPU = time.Since(r.begin), ProcessorTime()-cpu
	r.tally.Connects = connects(conns) - made
	if ctx.Err() != nil {
		err = ctx.Err()
		r.tally.CutOff(r.tally.Elapsed)
	}
	return r.tally, err
}

func connects(conns []*connection) (n int) {
	for _, c := range conns {
		n += c.made
	}
	return n
}

// ProcessorTime is what this process has used since it began.
func ProcessorTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

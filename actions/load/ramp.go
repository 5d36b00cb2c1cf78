package load

import (
	"context"
	"errors"
	"time"

	"podtop/model/bench"
)

// rest is how long a server that broke is left alone before the next step, or as
// long as a step if that is less.
const rest = time.Second

// Ramp puts the target under one load after the other, each like l but at the rate
// that r gives next, and tells each of how that went. It returns the tally of the
// highest rate that held, or of the last if none did.
func (c *Client) Ramp(ctx context.Context, r *bench.Ramp, l bench.Load, each func(*bench.Tally, bench.Step)) (best *bench.Tally, err error) {
	held := false
	for {
		rate, more := r.Next()
		if !more {
			return best, nil
		}
		l.Rate = rate
		tally, err := c.Run(ctx, l)
		if err != nil {
			return best, err
		}
		r.Add(tally)
		step := r.Steps[len(r.Steps)-1]
		each(tally, step)
		if broke := step.Reason != ""; !broke || !held {
			best, held = tally, !broke
		}
		if step.Reason != "" {
			wait(ctx, min(rest, l.Time))
		}
	}
}

// Ceiling is how many requests a second podtop itself can send and have answered
// here with one core, under a load such as l: by a server that does nothing, see
// Echo.
func Ceiling(ctx context.Context, echo Target, l bench.Load) (float64, error) {
	l.Warmup, l.Time, l.Timeout = 0, 400*time.Millisecond, 200*time.Millisecond
	if l.Open() {
		l.Rate = bench.MaxRate // more than can be
	}
	c := NewClient(echo)
	defer c.Close()
	tally, err := c.Run(ctx, l)
	if err != nil {
		return 0, err
	}
	if tally.Ends[bench.Answered] == 0 {
		return 0, errors.New("the server that does nothing does not answer")
	}
	// The server may be the slower one: then podtop could do more in the time that
	// it did not take of its one core.
	return tally.Rate() / min(max(tally.Cores(), 0.01), 1), nil
}

package bench

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"time"

	"podtop/model/bench"
)

// A Run is one run of a command to its end.
type Run struct {
	Took  time.Duration // from the start of its container
	Ended time.Time
}

// runToEnd runs the command of s in a new container until it ends. One that
// fails is an error.
func (p *Podman) runToEnd(ctx context.Context, s *Subject) (measured, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.longest(), fmt.Errorf("the command takes longer than %v", s.Life))
	defer cancel()
	kept := *s
	kept.Keep = true
	c, err := p.create(ctx, "ab", &kept)
	if err != nil {
		return nil, err
	}
	defer c.clear()
	if err := c.attach(ctx, false); err != nil {
		return nil, err
	}
	began := time.Now()
	if err := c.start(ctx); err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", s.Image, err)
	}
	if err := c.output.end(ctx); err != nil {
		return nil, err
	}
	run := &Run{Took: time.Since(began), Ended: time.Now()}
	code, err := c.exitCode(ctx)
	switch {
	case err != nil:
		return nil, cmp.Or(context.Cause(ctx), err)
	case run.Took >= s.Life:
		return nil, fmt.Errorf("the command takes longer than %v", s.Life)
	case code != 0:
		return nil, fmt.Errorf("the command ends with code %d: %s", code, c.output.firstLine())
	}
	return run, nil
}

// exitCode waits for the end of the container, which has begun.
func (c *container) exitCode(ctx context.Context) (code int, err error) {
	err = c.podman.Post(ctx, c.path("/wait"), url.Values{"condition": {"exited", "stopped"}}, nil, &code)
	if err != nil {
		err = fmt.Errorf("how the command ended is not known: %w", err)
	}
	return code, err
}

// addTo adds the run to a series of group.
func (r *Run) addTo(all *seriesSet, group string, host bench.Conditions) {
	all.add(timeSeries(group, "command_time", "start to end of the command"), r.Ended, r.Took.Seconds(), host)
}

package bench

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"podtop/model"
)

// A container is one that a benchmark has made.
type container struct {
	podman *Podman
	id     string
	output *output // nil: it was not attached to
	gone   bool    // it was removed
}

// create has Podman make a container of s. An interruption does not end the wait
// for the answer: a container could appear after it was looked for.
func (p *Podman) create(ctx context.Context, kind string, s *Subject) (*container, error) {
	var suffix [6]byte
	_, _ = rand.Read(suffix[:]) // it never fails
	name := model.BenchNamePrefix + hex.EncodeToString(suffix[:])
	body := s.spec(kind, name, time.Now())
	if p.UID == 0 {
		body.Rlimits = lowRlimits()
	}
	var reply struct{ Id string } //nolint:revive // Podman's name
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTime)
	defer cancel()
	if err := p.Post(ctx, "/containers/create", nil, body, &reply); err != nil {
		if _, refused := statusOf(err); !refused { // it may be there, under its name
			(&container{podman: p, id: name}).clear()
		}
		return nil, fmt.Errorf("a container of %s cannot be made: %w", s.Image, err)
	}
	return &container{podman: p, id: reply.Id}, nil
}

func (c *container) path(what string) string { return "/containers/" + c.id + what }

// attach begins to read what the container says. It has the runtime make the
// container, too, so that start has only to let it run. A payload is written to, too.
func (c *container) attach(ctx context.Context, isPayload bool) error {
	query := url.Values{"stream": {"true"}, "stdout": {"true"}, "stderr": {"true"}, "logs": {"false"}}
	if isPayload {
		query.Set("stdin", "true")
	}
	stream, err := c.podman.Attach(ctx, c.path("/attach"), query)
	if err != nil {
		return fmt.Errorf("what it says cannot be read: %w", err)
	}
	c.output = newOutput(stream, isPayload)
	return nil
}

func (c *container) start(ctx context.Context) error {
	return c.podman.Post(ctx, c.path("/start"), nil, nil, nil)
}

// stopTime is how long a container has for its end after it was asked to.
const stopTime = time.Second

// stop ends the container. One that has ended already is well.
func (c *container) stop(ctx context.Context) error {
	err := c.podman.Post(ctx, c.path("/stop"), url.Values{"timeout": {fmt.Sprint(int(stopTime.Seconds()))}}, nil, nil)
	if IsGone(err) || isRefusal(err, http.StatusNotModified) {
		return nil
	}
	return err
}

// remove returns when there is no container any more, whoever removed it: at
// its end its monitor does, too. With it go the volumes without a name that its
// image asked for; those of others stay.
func (c *container) remove(ctx context.Context) error {
	err := c.podman.Delete(ctx, c.path(""), url.Values{"force": {"true"}, "v": {"true"}, "timeout": {"0"}, "ignore": {"true"}}, nil)
	if IsGone(err) {
		err = nil
	}
	c.gone = err == nil
	return err
}

// clear takes the container away, whatever has come of the benchmark.
func (c *container) clear() {
	if c.output != nil {
		c.output.close()
	}
	if c.gone {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), clearTime)
	defer cancel()
	if err := c.remove(ctx); err != nil {
		c.podman.warn(fmt.Sprintf("the container %s may be left until the next benchmark: %v", c.id, err))
	}
}

// clearTime is how long Podman is waited for at the end.
const clearTime = 20 * time.Second

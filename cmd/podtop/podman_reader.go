package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"podtop/actions"
	"podtop/model"
	"podtop/sampler/lines"
)

// podmanReader is what actions read a change back with.
func (s *services) podmanReader() actions.PodmanReader {
	return actions.PodmanReader{Inspect: s.inspect, Version: s.version}
}

// inspect is podman inspect of t, into reply.
func (s *services) inspect(ctx context.Context, t model.Target, reply any) error {
	c, err := s.connTo(t)
	if err != nil {
		return err
	}
	return c.Get(ctx, "/containers/"+string(t.ID)+"/json", url.Values{"size": {"false"}}, reply)
}

// version is that of the Podman whose container t is.
func (s *services) version(ctx context.Context, t model.Target) (string, error) {
	c, err := s.connTo(t)
	if err != nil {
		return "", err
	}
	return c.Ping(ctx)
}

// A podmanConn is a connection to a Podman that is only read from.
type podmanConn interface {
	Get(ctx context.Context, path string, query url.Values, v any) error
	Ping(ctx context.Context) (string, error)
	Stream(ctx context.Context, path string, query url.Values) (io.ReadCloser, error)
}

// logOf is the service that is asked for the logs of a user's containers.
func (s *services) logOf(uid int) (lines.API, error) { return s.connTo(model.Target{UID: uid}) }

func (s *services) connTo(t model.Target) (podmanConn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.byUID[t.UID]
	if !ok {
		return nil, fmt.Errorf("no Podman service answers for user %d", t.UID)
	}
	return s.conn(k), nil
}

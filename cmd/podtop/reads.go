package main

import (
	"context"
	"fmt"
	"net/url"

	"podtop/actions"
	"podtop/model"
)

// reads are what actions read back of a change.
func (s *services) reads() actions.PodmanReader {
	return actions.PodmanReader{Inspect: s.inspect, Version: s.version}
}

// inspect is podman inspect of t, into reply.
func (s *services) inspect(ctx context.Context, t model.Target, reply any) error {
	c, err := s.connOf(t)
	if err != nil {
		return err
	}
	return c.Get(ctx, "/containers/"+string(t.ID)+"/json", url.Values{"size": {"false"}}, reply)
}

// version is that of the Podman whose container t is.
func (s *services) version(ctx context.Context, t model.Target) (string, error) {
	c, err := s.connOf(t)
	if err != nil {
		return "", err
	}
	return c.Ping(ctx)
}

// A reading is a connection that is asked.
type reading interface {
	Get(ctx context.Context, path string, query url.Values, v any) error
	Ping(ctx context.Context) (string, error)
}

func (s *services) connOf(t model.Target) (reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.byUID[t.UID]
	if !ok {
		return nil, fmt.Errorf("no Podman service answers for user %d", t.UID)
	}
	return s.conn(k), nil
}

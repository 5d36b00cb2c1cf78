package podman

import (
	"context"
	"net/url"

	"podtop/model"
)

// takePod follows the pods: what is in one, and how it fares, its containers
// tell.
func (s *session) takePod(ctx context.Context, ev *event) {
	id := ev.Actor.ID
	if s.touched != nil {
		s.touched[model.ID(id)] = true
	}
	s.mu.Lock()
	_, have := s.pods[id]
	if ev.Action == "remove" {
		delete(s.pods, id)
	}
	s.mu.Unlock()
	switch {
	case ev.Action == "remove":
		s.changed()
	case !have:
		s.calls.Go(func() { s.askPod(ctx, id) })
	}
}

func (s *session) askPod(ctx context.Context, id string) {
	within, cancel := context.WithTimeout(ctx, s.pace.inspect)
	defer cancel()
	var p inspectedPod
	if s.API.Get(within, "/pods/"+url.PathEscape(id)+"/json", nil, &p) == nil && p.ID == id {
		send(ctx, s.podDetail, p.pod())
	}
}

func (s *session) keepPod(p model.Pod) {
	s.mu.Lock()
	if len(s.pods) < maxPods {
		p.UID, p.User = s.UID, s.User
		s.pods[p.ID] = p
	}
	s.mu.Unlock()
	s.changed()
}

// storePods takes over the pods of a list, but for those that events told of
// meanwhile. s.mu is held.
func (s *session) storePods(pods []model.Pod, touched map[model.ID]bool) {
	for id := range s.pods {
		if !touched[model.ID(id)] {
			delete(s.pods, id)
		}
	}
	for _, p := range pods {
		if touched[model.ID(p.ID)] || len(s.pods) >= maxPods {
			continue
		}
		p.UID, p.User = s.UID, s.User
		s.pods[p.ID] = p
	}
}

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
	s.touch(model.ID(id))
	s.mu.Lock()
	_, have := s.pods[id]
	if ev.Action == "remove" {
		delete(s.pods, id)
		delete(s.dirtyPods, id)
	}
	s.mu.Unlock()
	switch {
	case ev.Action == "remove":
		s.changed()
	case !have && len(s.dirtyPods) < maxPods:
		s.dirtyPods[id] = true
		s.askPods(ctx)
	}
}

// askPods asks about pods that events named first, a few at a time.
func (s *session) askPods(ctx context.Context) {
	for id := range s.dirtyPods {
		if s.askingPods == inspecting {
			return
		}
		delete(s.dirtyPods, id)
		s.askingPods++
		s.calls.Go(func() {
			within, cancel := context.WithTimeout(ctx, s.pace.inspect)
			defer cancel()
			var p inspectedPod
			if s.API.Get(within, "/pods/"+url.PathEscape(id)+"/json", nil, &p) != nil || p.ID != id {
				p = inspectedPod{} // nothing is known of it
			}
			send(ctx, s.podDetail, p.pod())
		})
	}
}

// keepPod takes over what is known of a pod; without an id nothing is.
func (s *session) keepPod(ctx context.Context, p model.Pod) {
	s.askingPods--
	s.askPods(ctx)
	if p.ID == "" {
		return
	}
	s.mu.Lock()
	if len(s.pods) < maxPods {
		p.UID, p.User = s.UID, s.User
		s.pods[p.ID] = p
	}
	s.mu.Unlock()
	s.changed()
}

// storePods takes over the pods of a list, but for those that had events
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

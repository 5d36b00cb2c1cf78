package podman

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"time"

	"podtop/model"
)

// A list is what the service said of all containers and pods.
type list struct {
	containers []listed
	pods       []model.Pod
	left       int // out of it: see API.List
	err        error
}

// list asks for all containers and pods.
func (s *session) list(ctx context.Context) {
	if s.touched != nil {
		return // one is under way
	}
	s.touched = map[model.ID]bool{}
	s.calls.Go(func() {
		within, cancel := context.WithTimeout(ctx, s.pace.list)
		defer cancel()
		send(ctx, s.lists, askList(within, s.API))
	})
}

func askList(ctx context.Context, api API) (l list) {
	l.left, l.err = api.List(ctx, "/containers/json", url.Values{"all": {"true"}}, func(element []byte) error {
		c, err := decodeListed(element)
		if err == nil {
			l.containers = append(l.containers, c)
		}
		return err
	})
	if l.err != nil {
		return l
	}
	left, err := api.List(ctx, "/pods/json", nil, func(element []byte) error {
		var p listedPod
		if err := json.Unmarshal(element, &p); err != nil {
			return err
		}
		if !isID(p.ID) {
			return errNoID
		}
		if len(l.pods) < maxPods {
			l.pods = append(l.pods, p.pod())
		}
		return nil
	})
	l.left, l.err = l.left+left, err
	return l
}

// takeList takes over a list: it is the whole truth, but for what events told
// while it was on its way.
func (s *session) takeList(l list) bool {
	touched := s.touched
	s.touched = nil
	if l.err == nil && len(touched) == maxTouched {
		l.err = errTooManyEvents
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed()
	s.err, s.left = l.err, l.left
	if l.err != nil {
		return false
	}
	there := make(map[model.ID]bool, len(l.containers))
	for i := range l.containers {
		c := &l.containers[i]
		id := model.ID(c.ID)
		if len(there) >= maxContainers {
			break
		}
		there[id] = true
		if !touched[id] {
			s.addListed(id, c)
		}
	}
	for id := range s.containers {
		if !there[id] && !touched[id] {
			s.forget(id)
		}
	}
	s.storePods(l.pods, touched)
	s.countStuck()
	s.setFirst()
	return true
}

// errTooManyEvents is said of a list that was old before it came.
var errTooManyEvents = errors.New("more happens than a list can follow")

// setFirst notes what is to be inspected before the first list is complete. s.mu
// is held.
func (s *session) setFirst() {
	if s.first != nil {
		return
	}
	s.first = maps.Clone(s.dirty)
	for id, wanted := range s.asking {
		if wanted {
			s.first[id] = true
		}
	}
	s.listed = len(s.first) == 0
}

// addListed takes over one element of a list. s.mu is held.
func (s *session) addListed(id model.ID, l *listed) {
	c := s.containers[id]
	if c == nil {
		c = &container{meta: model.Meta{UID: s.UID, User: s.User, Source: model.FromAPI}}
		s.containers[id] = c
	}
	before := c.meta
	c.setListed(l)
	m := &c.meta
	if !s.weigh(c) {
		s.mute[id] = mute{time.Now(), errTooMuch}
		return
	}
	if !c.detailed || before.State != m.State || before.PID != m.PID || before.ExitCode != m.ExitCode {
		s.dirty[id] = s.dirty[id] || m.State.Live()
	}
}

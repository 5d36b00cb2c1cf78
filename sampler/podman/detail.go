package podman

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"podtop/model"
)

// A detail is what it said of one container.
type detail struct {
	id    model.ID
	asked time.Time
	got   inspected
	err   error
}

// send sends v unless the session, whose ctx this is, has ended.
func send[T any](ctx context.Context, to chan<- T, v T) {
	select {
	case to <- v:
	case <-ctx.Done():
	}
}

// inspected notes that nothing more is to be learned of a container, for now.
// s.mu is held.
func (s *session) inspected(id model.ID) {
	delete(s.first, id)
	s.listed = s.first != nil && len(s.first) == 0
}

// inspect asks for the details of what is dirty, a few at a time, those first
// that run or that an event named.
func (s *session) inspect(ctx context.Context) {
	for len(s.asking) < inspecting && len(s.dirty) > 0 {
		id, ok := s.next()
		if !ok {
			return
		}
		delete(s.dirty, id)
		s.asking[id] = true
		now := time.Now()
		if c := s.containers[id]; c != nil {
			c.check.asked = now
		}
		s.calls.Go(func() {
			within, cancel := context.WithTimeout(ctx, s.pace.inspect)
			defer cancel()
			d := detail{id: id, asked: now}
			d.err = s.API.Get(within, "/containers/"+string(id)+"/json", url.Values{"size": {"false"}}, &d.got)
			if d.err == nil && s.hasRuntimeLog() && d.got.State.Error == "" && !stateOf(d.got.State.Status).Live() {
				d.got.logged = readRuntimeLog(d.got.ConmonPidFile)
			}
			send(ctx, s.details, d)
		})
	}
}

// hasRuntimeLog reports whether the runtime's own log says what Podman does
// not: before 5.0 it keeps no error of a start. Another user's directories may
// hang.
func (s *session) hasRuntimeLog() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trusted && (strings.HasPrefix(s.version, "3.") || strings.HasPrefix(s.version, "4."))
}

func (s *session) next() (id model.ID, ok bool) {
	for d, first := range s.dirty {
		if _, asked := s.asking[d]; asked {
			continue
		}
		if id, ok = d, true; first {
			break
		}
	}
	return id, ok
}

// takeDetail takes over the details of a container, or why there are none: it is
// gone, or it does not answer, which costs it its details and nobody else.
func (s *session) takeDetail(d detail) {
	wanted := s.asking[d.id]
	delete(s.asking, d.id)
	s.mu.Lock()
	defer s.mu.Unlock()
	news := true
	defer func() {
		if news {
			s.changed()
		}
	}()
	switch {
	case !wanted:
	case statusOf(d.err) == http.StatusNotFound:
		s.forget(d.id)
		if len(s.denied) < maxContainers {
			s.denied[d.id] = true
		}
	case d.err != nil:
		s.mute[d.id] = mute{time.Now(), d.err}
	case d.got.ID != string(d.id):
		s.mute[d.id] = mute{time.Now(), errOtherContainer}
	default:
		news = s.setDetail(&d) || s.first[d.id]
	}
	s.inspected(d.id)
	s.countStuck()
}

// errTooMuch is said of what there is no room for.
var errTooMuch = fmt.Errorf("the service says more than %d MiB of its containers", maxWeight>>20)

// errOtherContainer is said of a reply that is JSON, but not the container's.
var errOtherContainer = errors.New("the reply is not about the container")

// A mute container is one without details.
type mute struct {
	since time.Time
	err   error // why
}

// countStuck counts those that do not answer, and those whose answer is of no
// use. s.mu is held.
func (s *session) countStuck() {
	s.stuck, s.refused, s.refusal = 0, 0, nil
	var last time.Time
	for _, m := range s.mute {
		if errors.Is(m.err, context.DeadlineExceeded) {
			s.stuck++
			continue
		}
		s.refused++
		if m.since.After(last) {
			last, s.refusal = m.since, m.err
		}
	}
}

// setDetail takes over details, and reports whether they are news: a look at the
// health mostly finds what is known. s.mu is held.
func (s *session) setDetail(d *detail) (news bool) {
	_, news = s.mute[d.id]
	delete(s.mute, d.id)
	c := s.containers[d.id]
	if c == nil {
		if len(s.containers) >= maxContainers {
			return news
		}
		c = &container{meta: model.Meta{UID: s.UID, User: s.User, Source: model.FromAPI}}
		s.containers[d.id] = c
	}
	before, unit, detailed := c.meta, c.unit, c.detailed
	c.setInspected(&d.got, d.asked)
	s.inspectAgain(d.id, c, &d.got.State.Health)
	if !s.weigh(c) {
		s.mute[d.id] = mute{time.Now(), errTooMuch}
		return true
	}
	if detailed && unit == c.unit && reflect.DeepEqual(before, c.meta) {
		return news
	}
	if c.unit != "" {
		s.units()
	}
	return true
}

// retryMute asks once more for what did not answer a while ago.
func (s *session) retryMute() {
	for id, m := range s.mute {
		if time.Since(m.since) > s.pace.retry {
			delete(s.mute, id)
			s.dirty[id] = false
		}
	}
}

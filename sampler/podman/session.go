package podman

import (
	"context"
	"sync"
	"time"

	"podtop/model"
)

// A session is one life of a connection: events, a list to begin with, and an
// inspect of what either names. One goroutine owns it; the calls run in others
// and send it what they learned, so that one container whose lock is held does
// not keep the rest waiting.
type session struct {
	*engine
	calls sync.WaitGroup

	events    chan event
	ended     chan error // the stream of events
	streamErr error      // why it ended
	pinged    chan error
	lists     chan list
	details   chan detail
	podDetail chan model.Pod

	past chan event // from before the session

	dirty      map[model.ID]bool // to be inspected; true: first
	asking     map[model.ID]bool // being inspected; false: removed meanwhile
	first      map[model.ID]bool // of the first list, and not inspected yet; nil before it
	mute       map[model.ID]mute
	denied     map[model.ID]bool // the service said that it has no such container
	recalled   bool              // the past was asked for
	heardUntil time.Time         // the last event of the session before; zero: there was none

	checks   map[model.ID]time.Time // containers to be inspected then, as a check may have changed their health
	checking *alarm                 // the first of these times
	young    map[model.ID]int       // just created; how often they were asked for since

	dirtyPods  map[string]bool // to be asked about
	askingPods int

	touched map[model.ID]bool // containers and pods of events since the list was asked for; nil if none is
}

// maxTouched is how many may be: of more, a list says nothing any more.
const maxTouched = maxContainers + maxPods

// touch notes that an event was about id.
func (s *session) touch(id model.ID) {
	if s.touched != nil && len(s.touched) < maxTouched {
		s.touched[id] = true
	}
}

func newSession(e *engine) *session {
	return &session{
		engine:     e,
		events:     make(chan event, 64),
		ended:      make(chan error, 1),
		pinged:     make(chan error, 1),
		lists:      make(chan list),
		details:    make(chan detail),
		podDetail:  make(chan model.Pod),
		past:       make(chan event, 64),
		dirty:      map[model.ID]bool{},
		asking:     map[model.ID]bool{},
		mute:       map[model.ID]mute{},
		denied:     map[model.ID]bool{},
		checks:     map[model.ID]time.Time{},
		checking:   newAlarm(),
		young:      map[model.ID]int{},
		dirtyPods:  map[string]bool{},
		heardUntil: e.lastEvent,
	}
}

// session connects and follows the service until it fails or ctx ends.
//
// It subscribes before it lists, so that nothing falls between. But as Podman
// is silent until the first event, nobody can tell when it began to listen:
// a second list, a little later, makes sure.
func (e *engine) session(ctx context.Context) error {
	if err := e.ping(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	s := newSession(e)
	defer s.calls.Wait()
	defer cancel()
	s.calls.Go(func() { s.ended <- follow(ctx, s.API, s.events) })
	s.list(ctx)

	beat := time.NewTicker(e.pace.beat)
	defer beat.Stop()
	again := time.NewTimer(e.pace.listAgain)
	defer again.Stop()
	gather := time.NewTimer(time.Hour)
	defer gather.Stop()
	defer s.checking.Stop()
	gathering := false
	pinging := false
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s.streamErr = <-s.ended:
		case err := <-s.pinged:
			if pinging = false; err != nil {
				return err
			}
		case ev := <-s.events:
			s.takeEvent(ctx, &ev)
			if !gathering && len(s.dirty) > 0 {
				gathering = true
				gather.Reset(e.pace.gather)
			}
		case <-gather.C:
			gathering = false
			s.inspect(ctx)
		case <-s.checking.C:
			s.inspectDue(ctx)
		case l := <-s.lists:
			if !s.takeList(l) {
				again.Reset(e.pace.retry)
			}
			s.inspect(ctx)
		case d := <-s.details:
			s.takeDetail(d)
			s.inspect(ctx)
		case p := <-s.podDetail:
			s.keepPod(ctx, p)
		case ev := <-s.past:
			s.queueEvent(&ev)
		case ids := <-s.requests:
			s.addWanted(ids)
			s.inspect(ctx)
		case <-again.C:
			s.list(ctx)
			s.recall(ctx)
		case <-beat.C:
			s.retryMute()
			s.recheck()
			s.askYoung()
			s.inspect(ctx)
			if !pinging {
				pinging = true
				s.calls.Go(func() { s.pinged <- e.ping(ctx) })
			}
		}
		if s.streamErr != nil && s.isIdle() {
			return s.streamErr
		}
	}
}

// recall asks once what happened before the session listened: since the session
// before it, or in the last while before podtop began. What both tell, the
// tracker takes for the same.
func (s *session) recall(ctx context.Context) {
	if s.since == 0 || s.recalled {
		return
	}
	s.recalled = true
	since := s.heardUntil
	if since.IsZero() {
		since = s.began.Add(-s.since)
	}
	s.calls.Go(func() {
		within, cancel := context.WithTimeout(ctx, s.pace.list)
		defer cancel()
		// Without an answer nothing is lost but the past.
		_ = recall(within, s.API, since, s.past)
	})
}

// isIdle reports whether nothing is asked for any more. A session whose events
// end goes on until then: a service without events still has a list.
func (s *session) isIdle() bool { return s.touched == nil && len(s.asking) == 0 && len(s.dirty) == 0 }

// takeEvent does what an event says at once, and notes what to ask for. Then it
// is queued: what is known of a container is never older than its last queued
// event.
func (s *session) takeEvent(ctx context.Context, ev *event) {
	switch id := model.ID(ev.Actor.ID); {
	case !ev.changes():
	case ev.Type == "pod":
		s.takePod(ctx, ev)
	case ev.Action == "health_status":
		s.takeHealth(id, ev)
	default:
		s.takeContainer(id, ev)
	}
	s.queueEvent(ev)
}

// queueEvent hands an event on to the sampler.
func (s *session) queueEvent(ev *event) {
	if p, ok := ev.podmanEvent(&s.Endpoint); ok {
		if p.Health != "" && !s.sendsHealth() {
			p.Health = ""
		}
		p.OOM = p.Action == "died" && s.saysOOM(ev)
		s.queue.put(p)
		if p.Time.After(s.lastEvent) {
			s.lastEvent = p.Time
		}
	}
}

// saysOOM reports whether ev itself says that the OOM killer had killed in the
// container that died. Its labels stand beside that, so it counts only of one
// that is known to have none of that name.
func (s *session) saysOOM(ev *event) bool {
	c := s.containers[model.ID(ev.Actor.ID)]
	return ev.Actor.Attributes.oom && c != nil && c.detailed && !c.oomLabel
}

func (s *session) takeContainer(id model.ID, ev *event) {
	s.touch(id)
	if ev.Action == "create" && len(s.young) < maxContainers {
		s.young[id] = 0
	}
	s.mu.Lock()
	c := s.containers[id]
	unit := c != nil && c.unit != "" || ev.Actor.Attributes.unit != ""
	switch {
	case ev.Action == "remove":
		s.forget(id)
	case c != nil:
		s.setDirty(id, c.apply(ev))
		s.weigh(c)
	case len(s.containers) < maxContainers:
		c = &container{meta: model.Meta{UID: s.UID, User: s.User, Source: model.FromAPI}}
		s.setDirty(id, c.apply(ev))
		s.containers[id] = c
		s.weigh(c)
	}
	s.mu.Unlock()
	s.changed()
	if unit {
		s.units()
	}
}

func (s *session) setDirty(id model.ID, dirty bool) {
	if dirty {
		s.dirty[id] = true
		delete(s.mute, id)
		delete(s.denied, id)
	}
}

// forget drops a container. s.mu is held.
func (s *session) forget(id model.ID) {
	if c := s.containers[id]; c != nil {
		s.weight -= c.weight
	}
	delete(s.containers, id)
	delete(s.dirty, id)
	delete(s.mute, id)
	s.inspected(id)
	s.countStuck()
	if _, asked := s.asking[id]; asked {
		s.asking[id] = false
	}
}

// addWanted marks what the cgroups show and the service has not named, or names
// as not running. It does not ask twice for what belongs to another service.
func (s *session) addWanted(ids []model.ID) {
	for _, id := range ids {
		if _, mute := s.mute[id]; !mute && !s.denied[id] {
			s.dirty[id] = true
		}
	}
}

// askYoung asks twice more for what was just created, and is not known to run:
// of a start that failed Podman has no event.
func (s *session) askYoung() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, asked := range s.young {
		c := s.containers[id]
		if c == nil || c.meta.State != model.Created || asked == 2 {
			delete(s.young, id)
			continue
		}
		s.young[id]++
		s.dirty[id] = false
	}
}

package podman

import (
	"context"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// A check is what is known of a container's health check beside how it stands.
type check struct {
	retries   int       // failures in a row that make it unhealthy
	failing   int       // those there were when it was inspected last
	begun     int       // checks that had an event since
	lastEvent time.Time // of the last of these events
	set       time.Time // when an event last said how it stands
	asked     time.Time // when it was inspected last
	pause     time.Duration
}

// takeHealth takes in the event of a check. Since Podman 5 it says how the
// container stands after it. Before, it says how it stood before it, so what the
// check found is to be asked for.
func (s *session) takeHealth(id model.ID, ev *event) {
	c := s.containers[id]
	switch {
	case c == nil:
	case !s.sendsHealth():
		c.check.begun++
		c.check.lastEvent, c.check.pause = ev.at(), s.pace.checked
		if c.mayHaveChanged(ev.health()) {
			s.inspectIn(id, c.check.pause)
		}
	case ev.health() != "" && ev.health() != c.meta.Health:
		s.mu.Lock()
		c.check.set = time.Now()
		c.meta.HealthTimes = model.HealthTimes{HealthSince: ev.at(), HealthEarlier: c.meta.Health == ""}
		c.meta.Health = ev.health()
		s.weigh(c)
		s.mu.Unlock()
		s.changed()
	}
}

// sendsHealth reports whether the service's events say what a check found.
func (e *engine) sendsHealth() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	major, _, _ := strings.Cut(e.version, ".")
	n, err := strconv.Atoi(major)
	return err == nil && n >= 5
}

// mayHaveChanged reports whether a check, before which c's health was that, may
// have made it another than is known.
func (c *container) mayHaveChanged(before string) bool {
	known := c.meta.Health
	return before != known || known != "healthy" || c.check.failing+c.check.begun >= c.check.retries
}

// inspectIn has the container inspected in d, once for all checks until then.
func (s *session) inspectIn(id model.ID, d time.Duration) {
	if _, waits := s.checks[id]; !waits && len(s.checks) < maxContainers {
		s.checks[id] = time.Now().Add(d)
		s.checking.within(d)
	}
}

// inspectDue has those inspected whose time has come.
func (s *session) inspectDue(ctx context.Context) {
	s.checking.clear()
	now := time.Now()
	for id, at := range s.checks {
		if at.After(now) {
			s.checking.within(at.Sub(now))
			continue
		}
		delete(s.checks, id)
		if _, mute := s.mute[id]; !mute && s.containers[id] != nil {
			s.dirty[id] = true
		}
	}
	s.inspect(ctx)
}

// maxRechecks is how many healths are asked for again with each beat: of more
// than 240 containers it takes longer than a minute.
const maxRechecks = 20

// recheck has some of those inspected that run, have a health check and have not
// been asked for a while: an event of it may be lost, or may not tell all. They
// are spread over the while.
func (s *session) recheck() {
	now := time.Now()
	checked := 0
	var due []model.ID
	for id, c := range s.containers {
		if c.meta.Health == "" || c.meta.State != model.Running {
			continue
		}
		checked++
		if now.Sub(c.check.asked) >= s.pace.health && !s.isPending(id) && len(due) < maxRechecks {
			due = append(due, id)
		}
	}
	share := 1 + checked*int(s.pace.beat)/int(s.pace.health)
	for _, id := range due[:min(len(due), share)] {
		s.dirty[id] = false
	}
}

// isPending reports whether a container is being inspected, is going to be, or
// does not answer.
func (s *session) isPending(id model.ID) bool {
	_, dirty := s.dirty[id]
	_, asked := s.asking[id]
	_, mute := s.mute[id]
	return dirty || asked || mute
}

// setHealth takes over what inspect says of the health, unless it was asked for
// before an event said so, and so may be older.
func (c *container) setHealth(i *inspected, asked time.Time) {
	m, was := &c.meta, c.meta.Health
	h := i.Config.HealthConfig.Health(&i.State.Health)
	c.check.retries, c.check.failing, c.check.begun = max(1, h.Retries), h.Failing, 0
	if c.check.set.After(asked) {
		return
	}
	now := h.Times(knownTime(i.State.StartedAt))
	if again := m.HealthSince.Before(knownTime(i.State.StartedAt)); was == word(h.Status) && !again {
		now = m.HealthTimes.Through(now)
	}
	m.Health, m.HealthTimes = word(h.Status), now
}

// inspectAgain has c inspected once more, a little later each time, if its log
// lacks the check of the last event: it has not ended.
func (s *session) inspectAgain(id model.ID, c *container, h *probe.HealthState) {
	const enough = 30 * time.Second
	ended := ""
	if n := len(h.Log); n > 0 {
		ended = h.Log[n-1].End
	}
	at, _ := time.Parse(time.RFC3339Nano, ended)
	if c.check.lastEvent.IsZero() || !at.Before(c.check.lastEvent.Add(-time.Second)) || c.check.pause > enough {
		return
	}
	c.check.pause *= 2
	s.inspectIn(id, c.check.pause)
}

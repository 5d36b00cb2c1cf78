package podman

import (
	"cmp"
	"strconv"
	"sync"
	"time"

	"podtop/model"
)

// told is what ev tells; ok is false if it is about nothing that can be
// named.
func (ev *event) told(e *Endpoint) (p model.PodmanEvent, ok bool) {
	a := &ev.Actor.Attributes
	p = model.PodmanEvent{
		Time: ev.at(), UID: e.UID, User: e.User, Type: ev.Type, Action: ev.Action,
		Name: cmp.Or(a.name, a.network), Reason: a.failure, ID: ev.Actor.ID,
	}
	if p.Type != "container" {
		return p, p.Type != "" && p.Action != "" && (p.Type != "pod" || p.Name != "")
	}
	p.Image, p.Pod = a.image, a.pod
	switch p.Action {
	case "died":
		if code, err := strconv.ParseUint(a.exit, 10, 32); err == nil {
			p.Exit = model.Known(code)
		}
	case "health_status":
		p.Health = ev.health()
	}
	return p, p.ID != "" && p.Action != ""
}

// at is when it happened; the zero time if it does not say.
func (ev *event) at() time.Time {
	switch {
	case ev.TimeNano > 0:
		return time.Unix(0, ev.TimeNano).UTC()
	case ev.Time > 0:
		return seconds(ev.Time)
	}
	return time.Time{}
}

func (ev *event) health() string {
	return cmp.Or(ev.HealthStatus, ev.Actor.Attributes.health)
}

// mostTold is how many events wait to be taken.
const mostTold = 2000

// A queue is events that wait to be taken. If there are too many, the oldest
// are lost.
type queue struct {
	mu     sync.Mutex
	events []model.PodmanEvent
	lost   int
}

func (q *queue) put(p model.PodmanEvent) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == mostTold {
		const room = mostTold / 10 // so that they are not moved each time
		q.events = append(q.events[:0], q.events[room:]...)
		q.lost += room
	}
	q.events = append(q.events, p)
}

// take appends to dst what waits, if keep wants it, and says how many were lost.
func (q *queue) take(dst []model.PodmanEvent, keep func(*model.PodmanEvent) bool) ([]model.PodmanEvent, int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.events {
		if keep(&q.events[i]) {
			dst = append(dst, q.events[i])
		}
	}
	lost := q.lost
	q.events, q.lost = q.events[:0], 0
	return dst, lost
}

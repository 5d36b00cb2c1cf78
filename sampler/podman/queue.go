package podman

import (
	"sync"

	"podtop/model"
)

// maxQueued is how many events wait to be taken.
const maxQueued = 2000

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
	if len(q.events) == maxQueued {
		const room = maxQueued / 10 // so that they are not moved each time
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

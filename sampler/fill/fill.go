// Package fill asks file systems how full they are. One that does not answer,
// as a network file system whose server is gone, costs itself alone.
package fill

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"podtop/model/probe"
	"podtop/sampler/proc"
)

// A Place is a path in a file system.
type Place struct {
	Root proc.First // below whose root Path is; the host's if it is zero
	Path string
}

// Fill says where p is on the host, and nothing of how full it is.
func (p Place) Fill() probe.Fill {
	if p.Root.PID == 0 {
		return probe.Fill{Path: p.Path}
	}
	return probe.Fill{Path: p.Root.Root() + p.Path}
}

// An Answer is what is known of a Place; its figures are unknown if there is an
// Err.
type Answer struct {
	probe.Fill
	Err error
}

// A SilentError says that a file system has not answered.
type SilentError struct{ For time.Duration }

func (e *SilentError) Error() string {
	return fmt.Sprintf("no answer for %d s", max(1, int(e.For.Seconds())))
}

// errMany is said instead of asking more of what hangs.
var errMany = errors.New("not asked, for too many file systems do not answer")

// maxPending bounds the questions without an answer: each holds a thread.
const maxPending = 64

// An Asker asks. It never asks again what has not answered yet. The zero Asker
// is ready, and its methods may be called at the same time.
type Asker struct {
	Proc   proc.Options                    // where processes are
	Statfs func(Place) (probe.Fill, error) // statfs(2) if nil

	mu      sync.Mutex
	pending map[Place]*call
}

type call struct {
	since  time.Time
	done   chan struct{}
	answer Answer // once done is closed
}

// Ask asks all places at once, and waits for as long as ctx lasts. The answers
// are in the places' order.
func (a *Asker) Ask(ctx context.Context, places []Place) []Answer {
	asked := make([]*call, len(places))
	for i, p := range places {
		asked[i] = a.ask(p)
	}
	answers := make([]Answer, len(places))
	for i, q := range asked {
		answers[i] = q.wait(ctx, places[i])
	}
	return answers
}

func (a *Asker) ask(p Place) *call {
	a.mu.Lock()
	defer a.mu.Unlock()
	if q := a.pending[p]; q != nil {
		return q
	}
	if len(a.pending) >= maxPending {
		return nil
	}
	if a.pending == nil {
		a.pending = map[Place]*call{}
	}
	q := &call{since: time.Now(), done: make(chan struct{})}
	a.pending[p] = q
	go a.statfsOf(p, q)
	return q
}

// statfsOf calls statfs for q, for as long as it takes.
func (a *Asker) statfsOf(p Place, q *call) {
	ask := a.Statfs
	if ask == nil {
		ask = a.statfs
	}
	q.answer.Fill, q.answer.Err = ask(p)
	a.mu.Lock()
	delete(a.pending, p)
	a.mu.Unlock()
	close(q.done)
}

func (q *call) wait(ctx context.Context, p Place) Answer {
	if q == nil {
		return Answer{p.Fill(), errMany}
	}
	select {
	case <-q.done:
		return q.answer
	default:
	}
	select {
	case <-q.done:
		return q.answer
	case <-ctx.Done():
		return Answer{p.Fill(), &SilentError{time.Since(q.since)}}
	}
}

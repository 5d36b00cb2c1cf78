package podman

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"sync"
	"syscall"
	"time"

	"podtop/model"
)

// An engine follows one Podman service for as long as its socket is there, over
// restarts of the service.
type engine struct {
	Endpoint
	pace      *pace
	changed   func() // something is worth publishing
	units     func() // something happened to a container that claims a unit
	requests  chan []model.ID
	queue     *queue        // what happened
	since     time.Duration // how much of the past is asked for; 0: nothing
	began     time.Time     // when it began to be followed
	lastEvent time.Time     // of the newest event; the session's
	trusted   bool          // it is podtop's own user's, or root's

	mu         sync.Mutex
	up         bool
	listed     bool // it is up, and what its first list named is inspected, as far as it can be
	version    string
	err        error     // why it is not up, or the list is not to be had
	silent     time.Time // when the oldest call without an answer was made
	lost       time.Time // when it was last up, and then not
	left       int       // containers and pods that its list named, and podtop leaves out
	stuck      int       // containers that do not answer
	refused    int       // containers whose details are not to be had for another reason
	refusal    error     // the latest
	weight     int       // bytes of what is kept of containers
	containers map[model.ID]*container
	pods       map[string]model.Pod
}

func newEngine(e Endpoint, p *pace, changed, units func()) *engine {
	return &engine{
		Endpoint: e, pace: p, changed: changed, units: units,
		requests:   make(chan []model.ID, 1),
		queue:      &queue{},
		began:      time.Now(),
		containers: map[model.ID]*container{},
		pods:       map[string]model.Pod{},
	}
}

// run keeps a session up until ctx ends.
func (e *engine) run(ctx context.Context) {
	pause := e.pace.backoff
	for ctx.Err() == nil {
		began := time.Now()
		err := e.session(ctx)
		if ctx.Err() != nil {
			return
		}
		if e.setDown(err) && time.Since(began) > e.pace.backoffMax {
			pause = e.pace.backoff
		}
		wait(ctx, pause*3/4+rand.N(pause/2+1))
		pause = min(2*pause, e.pace.backoffMax)
	}
}

// setDown marks the service dead and reports whether it had been up. What it said
// stays.
func (e *engine) setDown(err error) (was bool) {
	e.mu.Lock()
	was, e.up, e.listed, e.err = e.up, false, false, err
	if was {
		e.lost = time.Now()
	}
	e.mu.Unlock()
	e.changed()
	return was
}

// ping asks for a sign of life, and keeps book of how long it takes.
func (e *engine) ping(ctx context.Context) error {
	e.mu.Lock()
	if e.silent.IsZero() {
		e.silent = time.Now()
	}
	e.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, e.pace.ping)
	defer cancel()
	version, err := e.API.Ping(ctx)
	if err != nil {
		if !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
			e.answered() // with a refusal
		}
		return err
	}
	e.answered()
	e.mu.Lock()
	news := !e.up
	e.up, e.version = true, word(version)
	if news {
		e.err = nil
	}
	e.mu.Unlock()
	if news {
		e.changed()
	}
	return nil
}

func (e *engine) answered() {
	e.mu.Lock()
	e.silent = time.Time{}
	e.mu.Unlock()
}

// model is the service as it answers at now. e.mu is held.
func (e *engine) model(now time.Time) model.Engine {
	first := e.API != nil && (!e.up && e.err == nil || e.up && !e.listed)
	return model.Engine{
		UID: e.UID, User: e.User, Socket: e.Socket, Named: e.Named, Version: e.version, Up: e.up, Listed: e.listed,
		Waiting: first && now.Sub(e.began) < e.pace.first,
		Absent:  e.API == nil || !e.up && nobodyListens(e.err),
	}
}

// nobodyListens reports whether there is no socket, or nobody behind it: that is
// an answer.
func nobodyListens(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

// request asks for containers that the service should have named long ago. It
// never waits, and reports whether they will be asked for.
func (e *engine) request(ids []model.ID) bool {
	select {
	case e.requests <- ids:
		return true
	default: // it is busy
		return false
	}
}

// statusOf is the HTTP status the service refused with, 0 if it did not.
func statusOf(err error) int {
	var a interface{ Code() int }
	if errors.As(err, &a) {
		return a.Code()
	}
	return 0
}

// wait sleeps for d, or until ctx ends.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

package kernel

import (
	"context"
	"sync"
	"time"
)

// StuckCalls are reads that the kernel may hold up without end: of the memory
// of a process that hangs, of a file system whose server has gone. Each such
// read is made once, and not again before it has returned.
type StuckCalls struct {
	mu    sync.Mutex
	stuck map[string]bool
}

// maxStuck is how many reads may hang at once: each takes a thread.
const maxStuck = 16

// Try runs f, and then end. It reports whether f is over; if not after d, or
// once ctx is done, it gives up on it: f goes on by itself, and what it does
// must not be used any more. While a call with the same key hangs, f is not run.
func (h *StuckCalls) Try(ctx context.Context, key string, d time.Duration, f, end func()) bool {
	if h.isStuck(key) {
		end()
		return false
	}
	done := make(chan struct{})
	go func() {
		f()
		close(done)
		end()
		h.forget(key)
	}()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return h.add(key, done)
}

func (h *StuckCalls) isStuck(key string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stuck[key] || len(h.stuck) >= maxStuck
}

// add notes that key hangs, unless it is done by now.
func (h *StuckCalls) add(key string, done chan struct{}) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-done:
		return true
	default:
	}
	if h.stuck == nil {
		h.stuck = map[string]bool{}
	}
	h.stuck[key] = true
	return false
}

func (h *StuckCalls) forget(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.stuck, key)
}

// Len is how many reads hang.
func (h *StuckCalls) Len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.stuck)
}

package kernel

import (
	"context"
	"sync"
	"time"
)

// Hangs are reads that the kernel may hold up without end: of the memory of a
// process that hangs, of a file system whose server has gone. Each such read is
// made once, and not again before it has come home.
type Hangs struct {
	mu sync.Mutex
	of map[string]bool
}

// mostHangs is how many reads may hang at once: each takes a thread.
const mostHangs = 16

// Try runs f, and then end. It reports whether f is over; if not after d, or
// once ctx is done, it gives up on it: f goes on by itself, and what it does is
// nobody's business any more. While that which key names hangs, f is not run.
func (h *Hangs) Try(ctx context.Context, key string, d time.Duration, f, end func()) bool {
	if h.hanging(key) {
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
	return h.remember(key, done)
}

func (h *Hangs) hanging(key string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.of[key] || len(h.of) >= mostHangs
}

// remember notes that key hangs, unless it is done by now.
func (h *Hangs) remember(key string, done chan struct{}) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-done:
		return true
	default:
	}
	if h.of == nil {
		h.of = map[string]bool{}
	}
	h.of[key] = true
	return false
}

func (h *Hangs) forget(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.of, key)
}

// Len is how many reads hang.
func (h *Hangs) Len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.of)
}

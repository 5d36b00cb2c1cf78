package child

import (
	"errors"
	"io"
	"sync"
)

// errHeld is said of a program that was killed and is not gone: a process traces
// it, ptrace(2), and has not let go.
var errHeld = errors.New("a program does not end: another process of its user holds it")

// held are the users who hold a program.
var held holders

type holders struct {
	mu sync.Mutex
	of map[int]int // programs, by uid
}

func (h *holders) has(uid int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.of[uid] > 0
}

// until notes that user uid holds a program, until it is reaped.
func (h *holders) until(uid int, reaped <-chan struct{}) {
	h.add(uid, 1)
	go func() {
		<-reaped
		h.add(uid, -1)
	}()
}

func (h *holders) add(uid, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of == nil {
		h.of = map[int]int{}
	}
	h.of[uid] += n
}

// A valve passes on what is written until it is shut.
type valve struct {
	mu     sync.Mutex
	to     io.Writer
	closed bool
}

func (v *valve) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return 0, io.ErrClosedPipe
	}
	return v.to.Write(p)
}

// shut waits for what is being passed on.
func (v *valve) shut() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
}

package child

import (
	"errors"
	"io"
	"sync"
)

// errHeld is said of a program that was killed and is not gone: a process traces
// it, ptrace(2), and has not let go.
var errHeld = errors.New("a program does not end: another process of its user holds it")

// held counts the programs that users hold.
var held heldPrograms

type heldPrograms struct {
	mu     sync.Mutex
	byUser map[int]int // programs, by uid
}

func (h *heldPrograms) has(uid int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.byUser[uid] > 0
}

// addUntil counts a program that user uid holds, until it is reaped.
func (h *heldPrograms) addUntil(uid int, reaped <-chan struct{}) {
	h.add(uid, 1)
	go func() {
		<-reaped
		h.add(uid, -1)
	}()
}

func (h *heldPrograms) add(uid, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.byUser == nil {
		h.byUser = map[int]int{}
	}
	h.byUser[uid] += n
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

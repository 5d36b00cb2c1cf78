package main

import (
	"testing"

	"github.com/creack/pty"
)

// What is written to a terminal that is gone ends podtop.
func TestLineHangsUp(t *testing.T) {
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	defer theirs.Close()
	gone := 0
	l := line{theirs, func() { gone++ }}
	if _, err := l.Write([]byte("frame")); err != nil || gone != 0 {
		t.Fatalf("%v, hung up %d times while somebody looks", err, gone)
	}
	ours.Close()
	if _, err := l.Write([]byte("frame")); err == nil || gone != 1 {
		t.Errorf("%v, hung up %d times, want 1", err, gone)
	}
}

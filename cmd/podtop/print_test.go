package main

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// What a hostile Podman makes of an error does nothing to the terminal, and
// makes no line of its own.
func TestComplain(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errors.Join(errors.New("policy \x1b]52;c;eA\a"), errors.New("second")), "podtop: policy ?]52;c;eA?\nsecond\n"},
		{errors.New("bad\npodtop: all is well\n"), "podtop: bad; podtop: all is well\n"},
		{fmt.Errorf("web: %w; and %w", errors.New("a"), errors.Join(errors.New("b\u009b"), errors.New("c"))), "podtop: web: a; and b?; c\n"},
		{usagef("which \u202e%s?", "web"), "podtop: which ?web?\n"},
		{startedError{errors.Join(errors.New("a"), errors.New("b"))}, "podtop: a\nb\n"},
		{usageError{positionError{errors.New("here"), []string{"  x", "  ^"}}}, "podtop: here\n  x\n  ^\n"},
	} {
		var b bytes.Buffer
		printError(&b, tt.err)
		if got := b.String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

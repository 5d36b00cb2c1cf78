package pane

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestAwait(t *testing.T) {
	never := make(chan struct{})
	_, err := Await(t.Context(), time.Millisecond, func(context.Context) (int, error) { <-never; return 0, nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a call that hangs: %v", err)
	}
	close(never)
	v, err := Await(t.Context(), time.Minute, func(context.Context) (int, error) { return 7, nil })
	if v != 7 || err != nil {
		t.Errorf("a call that answers: %v, %v", v, err)
	}
}

package kernel

import (
	"context"
	"fmt"
	"testing"
	"time"
)

func TestHangs(t *testing.T) {
	var h StuckCalls
	over, cancel := context.WithCancel(t.Context())
	cancel()
	ran, ended := false, make(chan bool, 100)
	end := func() { ended <- true }
	if !h.Try(t.Context(), "quick", time.Hour, func() { ran = true }, end) || !ran {
		t.Error("what ends in time is not over")
	}
	<-ended
	hold := make(chan bool)
	hang := func() { <-hold }
	if h.Try(t.Context(), "file", time.Millisecond, hang, end) {
		t.Error("what hangs is over")
	}
	// It is not tried again, but what was opened for it is closed.
	if h.Try(t.Context(), "file", time.Hour, func() { t.Error("tried again") }, end) {
		t.Error("what was not tried is over")
	}
	<-ended
	if h.Try(over, "canceled", time.Hour, hang, end) {
		t.Error("what hangs is over")
	}
	for i := range maxStuck - 2 {
		h.Try(t.Context(), fmt.Sprint(i), 0, hang, end)
	}
	if h.Try(t.Context(), "other", time.Hour, func() { t.Error("too many") }, end) {
		t.Error("what was not tried is over")
	}
	<-ended
	close(hold)
	for range maxStuck {
		<-ended
	}
	for !h.Try(t.Context(), "file", time.Hour, func() {}, end) {
		time.Sleep(time.Millisecond) // until it is forgotten
	}
}

package tui_test

import (
	"context"
	"time"

	"podtop/model/demo"
	"podtop/model/probe"
	"podtop/tui/tuitest"
)

// A hostLooker answers what the page of the host asks.
type hostLooker struct {
	*tuitest.Prober
	asked int // how often the host was
}

func newHostLooker() *hostLooker {
	return &hostLooker{Prober: tuitest.Look(demo.New(1, time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)))}
}

func (l *hostLooker) Host(ctx context.Context) (*probe.Host, error) {
	h, err := l.Prober.Host(ctx)
	if l.asked++; l.asked == 2 {
		h.Kernel = "asked twice"
	}
	return h, err
}

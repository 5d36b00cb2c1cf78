package tui_test

import (
	"context"
	"time"

	"podtop/model/demo"
	"podtop/model/probe"
	"podtop/tui/tuitest"
)

// A hostProber answers what the page of the host asks.
type hostProber struct {
	*tuitest.Prober
	asked int // how often the host was
}

func newHostProber() *hostProber {
	return &hostProber{Prober: tuitest.NewProber(demo.New(1, time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)))}
}

func (p *hostProber) Host(ctx context.Context) (*probe.Host, error) {
	h, err := p.Prober.Host(ctx)
	if p.asked++; p.asked == 2 {
		h.Kernel = "asked twice"
	}
	return h, err
}

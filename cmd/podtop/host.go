package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"time"

	"podtop/model"
	"podtop/sampler"
)

// A host is the live machine: the sampler, what names its containers, and the
// log of --debug.
type host struct {
	*sampler.Sampler
	tracker model.Tracker
	begin   time.Duration // Mono of the first sample
	close   []func()
}

// settleTime is how long podtop stats waits for names: a Podman that is slow
// to wake is worth it, one that never answers is not.
const settleTime = 3 * time.Second

// openHost connects everything. An absent or silent Podman is no error.
func openHost(ctx context.Context, o *options, so sampler.Options) (*host, error) {
	log, closeLog, err := openLog(o.debug)
	if err != nil {
		return nil, err
	}
	h := &host{close: []func(){closeLog}}
	h.tracker.Window = max(time.Second, so.Interval)
	so.Log = log
	if h.Sampler, err = sampler.New(so); err != nil {
		h.Close()
		return nil, err
	}
	h.close = append(h.close, h.Sampler.Close)
	return h, nil
}

// settled returns the snapshot of the next sample of which rates are known
// and, for a while, names too.
func (h *host) settled(ctx context.Context) (*model.Snapshot, error) {
	for {
		s, err := h.Next(ctx)
		if err != nil {
			return nil, err
		}
		snap := h.tracker.Push(s)
		switch {
		case h.begin == 0:
			h.begin = s.Mono // a rate takes two
		case s.Mono-h.begin > settleTime:
			return snap, nil
		}
	}
}

func (h *host) Close() {
	for _, f := range h.close {
		f()
	}
}

// openLog opens the log of --debug; without one, what is logged goes nowhere.
func openLog(path string) (*slog.Logger, func(), error) {
	if path == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, usagef("--debug: %w", err)
	}
	log := slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return log, func() { _ = io.Closer(f).Close() }, nil
}

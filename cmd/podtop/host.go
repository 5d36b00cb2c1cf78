package main

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"time"

	"podtop/model"
	"podtop/sampler"
	"podtop/sampler/podman"
)

// A host is the live machine: the sampler, what names its containers, and the
// log of --debug.
type host struct {
	*sampler.Sampler
	services *services
	tracker  model.Tracker
	begin    time.Duration // Mono of the first sample
	last     time.Duration // Mono of the last snapshot that settled gave
	closeLog func()
}

// settleTime is how long podtop stats waits for names: a Podman that is slow
// to wake is worth it, one that never answers is not.
const settleTime = 2 * time.Second

// openHost connects everything. An absent or silent Podman is no error.
func openHost(ctx context.Context, o *options, so sampler.Options) (*host, error) {
	log, closeLog, err := openLog(o.debug)
	if err != nil {
		return nil, err
	}
	services, err := newServices(o)
	if err != nil {
		closeLog()
		return nil, err
	}
	watcher := podman.New(podman.Options{UID: os.Getuid(), Endpoints: services.endpoints})
	so.Log, so.Inventory = log, watcher
	h := &host{services: services, closeLog: closeLog}
	if h.Sampler, err = sampler.New(so); err != nil {
		closeLog()
		return nil, err
	}
	h.tracker.Window = max(time.Second, so.Interval)
	// The watcher ends with the process: waiting for a Podman that hangs would
	// hold up the way out.
	watcher.Start(ctx)
	return h, nil
}

// settled returns the next snapshot an interval after the one before: of the
// samples that come earlier, because a container came or went, it takes note.
// The first has rates, and names too unless these take settleTime.
func (h *host) settled(ctx context.Context) (*model.Snapshot, error) {
	for {
		s, err := h.Next(ctx)
		if err != nil {
			return nil, err
		}
		snap := h.tracker.Push(s)
		switch {
		case h.begin == 0:
			h.begin, h.last = s.Mono, s.Mono // a rate takes two
		case s.Mono-h.last < s.Interval-s.Interval/20:
		case answered(snap.Engines) || s.Mono-h.begin > settleTime:
			h.last = s.Mono
			return snap, nil
		}
	}
}

// answered reports whether all of Podman's services have said what they know.
func answered(engines []model.Engine) bool {
	return !slices.ContainsFunc(engines, func(e model.Engine) bool { return !e.Listed })
}

func (h *host) Close() {
	h.Sampler.Close()
	h.closeLog()
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
	return log, func() { _ = f.Close() }, nil
}

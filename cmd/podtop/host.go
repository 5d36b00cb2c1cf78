package main

import (
	"context"
	"iter"
	"log/slog"
	"os"
	"slices"
	"time"

	"podtop/actions"
	"podtop/cmd/podtop/child"
	"podtop/cmd/podtop/plainfile"
	"podtop/model"
	"podtop/sampler"
	"podtop/sampler/lines"
	"podtop/sampler/podman"
	"podtop/tui"
	"podtop/tui/pane"
)

// A host is what is watched: this machine, or the demonstration.
type host struct {
	source
	actor   tui.Actor                                                  // changes it; nil: it may only be watched
	prober  pane.Prober                                                // answers what pages ask; nil: nothing does
	logs    pane.LogReader                                             // reads its containers' logs; nil: nobody does
	door    *actions.Door                                              // leads into its containers; nil: they are not for real
	inspect func(ctx context.Context, t model.Target, reply any) error // nil: there is no Podman
	podman  podmanFinder                                               // runs benchmarks; nil: there is no Podman
	logOf   func(uid int) (lines.API, error)                           // the service of a user, to be asked for logs; nil: there is no Podman
	past    iter.Seq[*model.Sample]                                    // what was before the first sample; nil if nobody knows
	tracker model.Tracker
	begin   time.Duration // Mono of the first sample
	last    time.Duration // Mono of the last snapshot that settled gave
	close   func()
}

// A source yields a host's samples, at the pace that is asked for.
type source interface {
	tui.Source
	tui.Pacer
}

// settleTime is how long podtop stats waits for names: a Podman that is slow
// to wake is worth it, one that never answers is not.
const settleTime = 2 * time.Second

// openHost opens what o asks for.
func openHost(ctx context.Context, o *options, so sampler.Options) (*host, error) {
	if o.demo {
		return openDemo(o, so.Interval), nil
	}
	return withPast(func() (*host, error) { return openMachine(ctx, o, so) })
}

// openMachine connects to the machine podtop runs on. An absent or silent
// Podman is no error.
func openMachine(ctx context.Context, o *options, so sampler.Options) (*host, error) {
	log, closeLog, err := openLog(o.debug)
	if err != nil {
		return nil, err
	}
	services, err := newServices(o)
	if err != nil {
		closeLog()
		return nil, err
	}
	watcher := podman.New(podman.Options{UID: os.Getuid(), Endpoints: services.endpoints, Child: child.Output, Since: o.since})
	so.Log, so.Inventory = log, watcher
	s, err := sampler.New(so)
	if err != nil {
		closeLog()
		return nil, err
	}
	h := &host{source: s, prober: newProber(services, watcher), logs: newHostLogs(services), inspect: services.inspect, logOf: services.logOf, podman: services.podmanOf}
	if !o.watchOnly {
		h.actor, h.door = newActor(services, log), actions.NewDoor(services.service, openProcess)
	}
	h.close = func() {
		s.Close()
		closeLog()
	}
	h.tracker.Window = max(time.Second, so.Interval)
	// The watcher ends with the process: waiting for a Podman that hangs would
	// hold up the way out.
	watcher.Start(ctx)
	return h, nil
}

// settled returns the next snapshot an interval after the one before, and the
// sample it is from: of the samples that come earlier, because a container came
// or went, it takes note. The first has rates, and names too unless these take
// settleTime.
func (h *host) settled(ctx context.Context) (*model.Snapshot, *model.Sample, error) {
	for {
		s, err := h.Next(ctx)
		if err != nil {
			return nil, nil, err
		}
		snap := h.tracker.Push(s)
		switch {
		case h.begin == 0:
			h.begin, h.last = s.Mono, s.Mono // a rate takes two
		case s.Mono-h.last < s.Interval-s.Interval/20:
		case answered(snap.Engines) || s.Mono-h.begin > settleTime:
			h.last = s.Mono
			return snap, s, nil
		}
	}
}

// answered reports whether all of Podman's services have said what they know, or
// are not there to say anything.
func answered(engines []model.Engine) bool {
	return engines != nil && !slices.ContainsFunc(engines, func(e model.Engine) bool { return !e.Listed && !e.Absent })
}

// openLog opens the log of --debug; without one, what is logged goes nowhere.
func openLog(path string) (*slog.Logger, func(), error) {
	if path == "" {
		return slog.New(slog.DiscardHandler), func() {}, nil
	}
	f, err := plainfile.Append(path)
	if err != nil {
		return nil, nil, usagef("--debug: %w", err)
	}
	log := slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return log, func() { _ = f.Close() }, nil
}

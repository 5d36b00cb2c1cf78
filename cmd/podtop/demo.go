package main

import (
	"context"
	"sync"
	"time"

	"podtop/actions"
	"podtop/model"
	"podtop/model/demo"
)

// A demonstration is a host that there is not, on a clock that goes like the
// real one. It is its own Podman, too: what is changed changes there.
type demonstration struct {
	mu       sync.Mutex // guards what follows
	host     *demo.Host
	interval time.Duration
	due      time.Time                      // of the next sample
	changes  map[model.ID][][]model.Setting // what takes the changes of limits back that hold
}

// demoNow is when the demonstration of a given seed begins; any other begins
// now.
var demoNow = time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)

func openDemo(o *options, interval time.Duration) *host {
	seed, now := o.seed, demoNow
	if !o.seeded {
		now = time.Now()
		seed = uint64(now.UnixNano())
	}
	d := &demonstration{host: demo.New(seed, now), interval: interval, changes: map[model.ID][][]model.Setting{}}
	h := &host{source: d, prober: d, logs: d, past: d.host.Past(), close: func() {}}
	if !o.watchOnly {
		h.actor = d.actor()
	}
	h.tracker.Window = max(time.Second, interval)
	return h
}

// Next implements tui.Source.
func (d *demonstration) Next(ctx context.Context) (*model.Sample, error) {
	if err := d.wait(ctx); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.host.Advance(d.interval)
	return d.host.Sample(d.interval), nil
}

// wait sleeps until the tick. Ticks that nobody asked for in time are left out:
// the demonstration stands still while it is not looked at.
func (d *demonstration) wait(ctx context.Context) error {
	const poll = 100 * time.Millisecond // for another interval
	for {
		left := d.untilTick(time.Now())
		if left <= 0 {
			return ctx.Err()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(left, poll)):
		}
	}
}

// untilTick is how long it is until the next sample. If that is due, the one
// after it is set.
func (d *demonstration) untilTick(now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.due.After(now.Add(d.interval)) { // the interval was longer
		d.due = now.Add(d.interval)
	}
	left := d.due.Sub(now)
	if left <= 0 {
		d.due = d.due.Add(d.interval)
		if d.due.Before(now) {
			d.due = now.Add(d.interval)
		}
	}
	return left
}

// SetInterval implements tui.Pacer.
func (d *demonstration) SetInterval(interval time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.interval = interval
}

// service is the made-up Podman of a user.
func (d *demonstration) service(uid int) (actions.Service, bool) {
	for _, e := range demo.Engines {
		if e.UID == uid {
			return actions.Service{API: d, Socket: e.Socket, Default: uid == 0}, true
		}
	}
	return actions.Service{}, false
}

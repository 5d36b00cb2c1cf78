package model

import (
	"math"
	"testing"
	"time"
)

// What a count grew by while Podman was silent for long need not be lately.
func TestRestartsWhilePodmanWasSilent(t *testing.T) {
	for _, tt := range []struct {
		silent time.Duration
		unit   string
		want   [2]float64
	}{
		{2 * time.Minute, "", [2]float64{5, 6}},
		{20 * time.Minute, "", [2]float64{math.NaN(), 1}},
		{20 * time.Minute, "web.service", [2]float64{5, 6}}, // which systemd counts
	} {
		tp, tr := newTape(), &Tracker{}
		look := func(up bool, n uint64) float64 {
			tp.inventory(Meta{ID: id(1), Name: "web", Unit: tt.unit, State: Running, Restarts: Known(n)})
			tp.s.Inventory.Engines = []Engine{{UID: 0, Up: up}, {UID: 1000, Up: true}}
			tp.step(10 * time.Second)
			return row(t, tr.Push(&tp.s), "web").RestartsLately
		}
		look(true, 7)
		for range tt.silent / (10 * time.Second) {
			look(false, 7)
		}
		for i, want := range tt.want {
			if got := look(true, 12+uint64(i)); !same(got, want) {
				t.Errorf("after %v and %d more: %v lately, want %v", tt.silent, i, got, want)
			}
		}
	}
}

// Of one that has ended, an OOM kill in the one before it of that name is no
// reason.
func TestOOMOfTheOneBefore(t *testing.T) {
	for _, tt := range []struct {
		started time.Duration // after the kill
		known   bool
	}{{-2 * time.Second, true}, {2 * time.Second, false}} {
		tp, tr := newTape(), &Tracker{}
		killed := tp.step(time.Second).Time
		tp.inventory(Meta{ID: id(1), Name: "web", State: Exited, ExitCode: 137, OOMKilled: true, Finished: killed})
		tp.step(time.Second)
		tr.Push(&tp.s)
		tp.inventory(Meta{ID: id(2), Name: "web", State: Exited, Started: killed.Add(tt.started), Finished: killed.Add(4 * time.Second)})
		tp.step(5 * time.Second)
		if age := row(t, tr.Push(&tp.s), "web").OOMAge; (age > 0) != tt.known {
			t.Errorf("started %v after the kill: age %v", tt.started, age)
		}
	}
}

// Restarts that nobody counted are not known, and so not none; but where the
// count says that there never was one.
func TestRestartsNotKnown(t *testing.T) {
	tp, tr := newTape(), &Tracker{}
	look := func(n uint64, step time.Duration, up bool) float64 {
		tp.step(step)
		tp.inventory(Meta{ID: id(1), Name: "web", State: Running, Restarts: Known(n)})
		tp.s.Inventory.Engines = []Engine{{Up: up}}
		return row(t, tr.Push(&tp.s), "web").RestartsLately
	}
	if got := look(0, time.Second, true); got != 0 {
		t.Errorf("of one that never was: %v", got)
	}
	tr = &Tracker{}
	if got := look(7, time.Second, true); got == got {
		t.Errorf("at first: %v", got)
	}
	for range 31 {
		look(7, 10*time.Second, true)
	}
	if got := look(7, time.Second, true); got != 0 {
		t.Errorf("after five minutes: %v", got)
	}
	if got := look(7, time.Minute, false); got == got {
		t.Errorf("while Podman is silent: %v", got)
	}
}

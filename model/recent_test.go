package model

import (
	"testing"
	"time"
)

// What a count grew by while Podman was silent for long need not be lately.
func TestRestartsWhilePodmanWasSilent(t *testing.T) {
	for _, tt := range []struct {
		silent time.Duration
		unit   string
		want   float64
	}{
		{2 * time.Minute, "", 5},
		{20 * time.Minute, "", 0},
		{20 * time.Minute, "web.service", 5}, // which systemd counts
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
		if got := look(true, 12); got != tt.want {
			t.Errorf("after %v: %v lately, want %v", tt.silent, got, tt.want)
		}
		if got := look(true, 13); got != tt.want+1 {
			t.Errorf("after %v and one more: %v lately, want %v", tt.silent, got, tt.want+1)
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

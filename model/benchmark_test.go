package model

import (
	"testing"
	"time"
)

func TestBenchUntil(t *testing.T) {
	made := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	const name, label = "podtop-bench-0123456789ab", "2026-11-20T12:00:34Z"
	for _, tt := range []struct {
		name, label string
		want        bool
	}{
		{name, label, true},
		{name, "2026-11-20T15:00:04Z", true}, // two hours, and a deadline of one
		{name, "2026-11-20T15:02:00Z", false},
		{name, "2099-01-01T00:00:00Z", false},
		{name, "", false},
		{name, "soon", false},
		{"web", label, false},
		{"podtop-bench-0123456789AB", label, false},
		{"podtop-bench-0123456789abc", label, false},
		{"a-podtop-bench-0123456789ab", label, false},
	} {
		if got := BenchUntil(tt.name, tt.label, made); got.IsZero() == tt.want {
			t.Errorf("%q until %q: %v", tt.name, tt.label, got)
		}
	}
}

// TestNoAlertOfBenchmarks has containers that take all they can get: one of a
// benchmark is worth an alert when nobody wants it any more.
func TestNoAlertOfBenchmarks(t *testing.T) {
	for _, condition := range []string{"cpu>=1", "net.rx>=1"} {
		r := rule(t, condition)
		a := NewAlarms([]Rule{r})
		alerts := func(second int64, source MetaSource, until time.Time, name string) int {
			c := Container{Key: Key{0, name}, Meta: Meta{Name: name, State: Running, Source: source, BenchUntil: until}, Figures: unknownFigures, Known: true}
			c.CPU, c.NetRx = 2, 2
			at := time.Unix(second, 0)
			return len(a.Push(&Snapshot{Mono: time.Duration(second) * time.Second, Time: at, Containers: []Container{c}}))
		}
		const name = "podtop-bench-0123456789ab"
		until := time.Unix(100, 0)
		if n := alerts(1, FromConmon, time.Time{}, name); n != 0 {
			t.Errorf("%s: %d of one that its monitor names so", condition, n)
		}
		if n := alerts(2, FromAPI, until, name); n != 0 {
			t.Errorf("%s: %d of one that a benchmark wants", condition, n)
		}
		if n := alerts(100, FromAPI, until, name); n != 1 {
			t.Errorf("%s: %d of one that nobody wants any more", condition, n)
		}
		if n := alerts(101, FromAPI, time.Time{}, name); n != 1 {
			t.Errorf("%s: %d of one that is only called so", condition, n)
		}
		if n := alerts(102, FromConmon, time.Time{}, "web"); n != 1 {
			t.Errorf("%s: %d of another", condition, n)
		}
	}
}

package sampler

import (
	"slices"
	"testing"
	"time"

	"podtop/model"
)

func TestPace(t *testing.T) {
	var p pace
	p.ask(0)
	var self model.Self
	usec := uint64(0)
	spend := func(cores float64) {
		self.At += 3 * time.Second
		usec += uint64(cores * 3e6)
		self.CPUUsec = model.Known(usec)
		p.adjust(&self)
	}
	spend(0)
	spend(0.5) // the start is not judged
	for _, tt := range []struct {
		cores float64
		want  time.Duration
	}{
		{0.01, 100 * ms},
		{0.06, 200 * ms},
		{0.06, 400 * ms},
		{0.04, 400 * ms},
		{0.015, 200 * ms},
		{0.04, 200 * ms},
		{0.5, 400 * ms},
		{0.5, 800 * ms},
		{0.5, 1600 * ms},
		{0.5, 2 * time.Second},
		{0.5, 2 * time.Second},
	} {
		spend(tt.cores)
		if got := p.interval(); got != tt.want {
			t.Fatalf("at %v cores the interval is %v, want %v", tt.cores, got, tt.want)
		}
	}
	if n, ok := p.note(); !ok || n.Text != "sampling every 2s instead of 100ms: podtop itself took 50% of a core" || !self.Slowed {
		t.Errorf("it says %q", n.Text)
	}
	p.ask(5 * time.Second)
	if got := p.interval(); got != 5*time.Second {
		t.Errorf("5 s were asked for, got %v", got)
	}
	spend(0.03)
	if _, ok := p.note(); ok || self.Slowed {
		t.Error("it says that it slowed down, and it was asked to")
	}
}

func TestPaceIgnoresAnUnknownCost(t *testing.T) {
	var p pace
	p.ask(0)
	for i := range time.Duration(5) {
		p.adjust(&model.Self{At: (i + 1) * 3 * time.Second})
	}
	if _, ok := p.note(); ok {
		t.Error("it slowed down without knowing its cost")
	}
}

// What cost too much is tried again, ever later while it still does.
func TestPaceTriesAgain(t *testing.T) {
	var p pace
	p.ask(0)
	var self model.Self
	usec := uint64(0)
	var tries []time.Duration
	for self.At = 3 * time.Second; self.At < 10*time.Minute; self.At += 3 * time.Second {
		before := p.interval()
		usec += uint64(3e6 * 6 / (before.Seconds() * 1000)) // 6 % of a core at 100 ms, 3 % at 200 ms
		self.CPUUsec = model.Known(usec)
		p.adjust(&self)
		if p.interval() < before {
			tries = append(tries, self.At.Round(10*time.Second))
		}
	}
	want := []time.Duration{40 * time.Second, 100 * time.Second, 230 * time.Second, 470 * time.Second}
	if !slices.Equal(tries, want) {
		t.Errorf("it tried at %v, want %v", tries, want)
	}
}

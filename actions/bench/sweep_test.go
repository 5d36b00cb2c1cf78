package bench

import (
	"testing"
	"time"
)

// Only what nobody wants any more is swept away.
func TestSweep(t *testing.T) {
	f := newFake()
	f.images["web"] = payload
	p := f.podman()
	for _, life := range []time.Duration{time.Second, time.Hour} {
		if _, err := p.create(t.Context(), "start", &Subject{Image: "web", Life: life}); err != nil {
			t.Fatal(err)
		}
	}
	unlabelled, err := p.create(t.Context(), "start", &Subject{Image: "web"})
	if err != nil {
		t.Fatal(err)
	}
	f.made[unlabelled.id].spec.Labels[LabelUntil] = "tomorrow\x1b["
	now := time.Now()
	for _, tt := range []struct {
		at          time.Duration
		swept, left int
	}{{0, 1, 2}, {time.Minute, 1, 1}, {2 * time.Hour, 1, 0}} {
		swept, err := p.Sweep(t.Context(), now.Add(tt.at))
		left, _ := p.Leftovers(t.Context())
		if err != nil || len(swept) != tt.swept || len(left) != tt.left {
			t.Errorf("after %v: %v; %d swept, %d left", tt.at, err, len(swept), len(left))
		}
	}
}

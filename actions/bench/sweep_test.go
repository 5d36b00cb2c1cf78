package bench

import (
	"strings"
	"testing"
	"time"
)

// make makes a container of a benchmark that is wanted for as long as life.
func (f *fake) make(t *testing.T, life time.Duration) *fakeContainer {
	t.Helper()
	f.images["web"] = payload
	c, err := f.podman().create(t.Context(), "start", &Subject{Image: "web", Life: life})
	if err != nil {
		t.Fatal(err)
	}
	return f.made[c.id]
}

// Only what nobody wants any more is swept away.
func TestSweep(t *testing.T) {
	f := newFake()
	short := f.make(t, time.Second).spec.Name
	f.make(t, time.Hour)
	now := time.Now()
	for _, tt := range []struct {
		at          time.Duration
		swept, left int
	}{{0, 0, 2}, {time.Minute, 1, 1}, {2 * time.Hour, 1, 0}} {
		swept, err := f.podman().Sweep(t.Context(), now.Add(tt.at))
		left, _ := f.podman().Leftovers(t.Context())
		if err != nil || len(swept) != tt.swept || len(left) != tt.left {
			t.Errorf("after %v: %v; %d swept, %d left", tt.at, err, len(swept), len(left))
		}
		if tt.at == time.Minute && swept[0].Name != short {
			t.Errorf("%s was swept, not %s", swept[0].Name, short)
		}
	}
}

// A container has the labels of its image, too. One of somebody else's is left
// alone, whatever it has.
func TestSweepLeavesOthers(t *testing.T) {
	for what, change := range map[string]func(*spec){
		"another name":        func(s *spec) { s.Name = "web" },
		"a longer name":       func(s *spec) { s.Name += "0" },
		"a name like it":      func(s *spec) { s.Name = "podtop-bench-of-our-own" },
		"without a time":      func(s *spec) { delete(s.Labels, LabelUntil) },
		"a time that is none": func(s *spec) { s.Labels[LabelUntil] = "tomorrow\x1b[" },
	} {
		f := newFake()
		change(&f.make(t, time.Second).spec)
		swept, err := f.podman().Sweep(t.Context(), time.Now().Add(time.Hour))
		if err != nil || len(swept) > 0 || len(f.made) != 1 {
			t.Errorf("%s: %v; swept %+v", what, err, swept)
		}
	}
}

// One that cannot be removed is warned of, and keeps neither the others nor the
// benchmark; nor does it count as wanted, which would keep clean.
func TestSweepGoesOn(t *testing.T) {
	f := newFake()
	stuck := f.make(t, time.Second).spec.Name
	f.make(t, time.Second)
	f.make(t, time.Second)
	for id, c := range f.made {
		if c.spec.Name == stuck {
			f.refuse[id] = refusal{500}
		}
	}
	p := f.podman()
	var warned []string
	p.Warn = func(text string) { warned = append(warned, text) }
	later := time.Now().Add(time.Hour)
	swept, err := p.Sweep(t.Context(), later)
	if wanted, err := p.Wanted(t.Context(), later); err != nil || len(wanted) > 0 {
		t.Errorf("%v; wanted: %+v", err, wanted)
	}
	if wanted, err := p.Wanted(t.Context(), time.Now()); err != nil || len(wanted) != 1 {
		t.Errorf("%v; wanted: %+v", err, wanted)
	}
	if err != nil || len(swept) != 2 || len(warned) != 1 || !strings.HasPrefix(warned[0], stuck) {
		t.Errorf("%v; %d swept; %q", err, len(swept), warned)
	}
}

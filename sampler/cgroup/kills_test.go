package cgroup

import (
	"fmt"
	"testing"

	"podtop/model"
)

// A container that goes takes its count along; what its parent counted tells how
// it ended, if that can be nobody else's.
func TestGone(t *testing.T) {
	const parent = "/machine.slice"
	events := func(n int) string { return fmt.Sprintf("memory.events=low 0\nhigh 0\nmax 0\noom 0\noom_kill %d", n) }
	scope := func(n int) string { return fmt.Sprintf("%s/libpod-%064d.scope", parent, n) }
	for name, tt := range map[string]struct {
		happens func(h *fakeHost)
		want    []model.Count
	}{
		"none":        {func(h *fakeHost) { h.remove(scope(1)) }, []model.Count{model.Known(0)}},
		"one":         {func(h *fakeHost) { h.group(parent, events(8)); h.remove(scope(1)) }, []model.Count{model.Known(1)}},
		"one of two":  {func(h *fakeHost) { h.group(parent, events(8)); h.remove(scope(1)); h.remove(scope(2)) }, []model.Count{{}, {}}},
		"two of none": {func(h *fakeHost) { h.remove(scope(1)); h.remove(scope(2)) }, []model.Count{model.Known(0), model.Known(0)}},
		"another's":   {func(h *fakeHost) { h.group(parent, events(8)); h.group(scope(2), events(5)); h.remove(scope(1)) }, []model.Count{{}}},
		"nobody goes": {func(h *fakeHost) { h.group(parent, events(8)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, Unified)
			h.group(parent, events(7))
			h.group(scope(1), events(3))
			h.group(scope(2), events(4))
			tree := h.open()
			tree.CountKills()
			h.tick(tree)
			if got := tree.TakeGone(nil, true); len(got) != 0 {
				t.Fatalf("at the start: %+v", got)
			}
			tt.happens(h)
			for range 3 {
				h.tick(tree)
			}
			got := tree.TakeGone(nil, false)
			if len(got) != len(tt.want) {
				t.Fatalf("%+v, want %d", got, len(tt.want))
			}
			for i := range got {
				if got[i].Kills != tt.want[i] || got[i].ID == "" {
					t.Errorf("%d: %+v, want %v", i, got[i], tt.want[i])
				}
			}
			if got := tree.TakeGone(nil, true); len(got) != 0 {
				t.Errorf("told twice: %+v", got)
			}
		})
	}
}

// Whoever can read the kernel's log needs none of it.
func TestKillsAreNotCountedUnasked(t *testing.T) {
	for _, mode := range []Mode{Unified, Legacy} {
		tree := &Tree{mode: mode}
		if mode == Legacy {
			tree.CountKills()
		}
		if got := tree.TakeGone(nil, true); got != nil || tree.parentCounts != nil {
			t.Errorf("%v: %+v", mode, got)
		}
	}
}

func TestGoneAllocatesNothing(t *testing.T) {
	h := newHost(t, Unified)
	h.group("/machine.slice")
	for i := range 10 {
		h.group(fmt.Sprintf("/machine.slice/libpod-%064d.scope", i))
	}
	tree := h.open()
	tree.CountKills()
	h.tick(tree)
	var dst []model.Departure
	tree.TakeGone(dst, true)
	if n := testing.AllocsPerRun(50, func() { dst = tree.TakeGone(dst[:0], true) }); n != 0 {
		t.Errorf("allocates %v times", n)
	}
}

func TestOwner(t *testing.T) {
	id := fmt.Sprintf("%064d", 7)
	for path, want := range map[string]struct {
		id  model.ID
		uid int
	}{
		"/machine.slice/libpod-" + id + ".scope":                                           {model.ID(id), 0},
		"/machine.slice/libpod-" + id + ".scope/container":                                 {model.ID(id), 0},
		"/machine.slice/libpod-" + id + ".scope/a/libpod-" + fmt.Sprintf("%064d", 8):       {model.ID(id), 0},
		"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + id + ".scope": {model.ID(id), 1000},
		"/libpod_parent/" + fmt.Sprintf("%064d", 8) + "/libpod-" + id:                      {model.ID(id), 0},
		"/machine.slice/libpod-conmon-" + id + ".scope":                                    {}, "/": {}, "": {}, "//": {}, "x": {}, "libpod-" + id: {}, "/a/b": {},
	} {
		if id, uid := Owner(path); id != want.id || uid != want.uid {
			t.Errorf("%s: %q of %d", path, id, uid)
		}
	}
}

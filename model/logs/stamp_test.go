package logs

import (
	"math"
	"testing"
	"time"

	"podtop/model"
)

func stamp(second int, usec uint64, boot string) Stamp {
	return Stamp{Time: time.Unix(int64(second), 0), MonoUsec: model.Known(usec), Boot: boot}
}

// Within a boot the wall clock may step: the monotonic time counts.
func TestCompareStamps(t *testing.T) {
	wall := Stamp{Time: time.Unix(5, 0)}
	for i, c := range []struct {
		a, b Stamp
		want int
	}{
		{stamp(9, 1, "a"), stamp(5, 2, "a"), -1},
		{stamp(9, 1, "a"), stamp(5, 2, "b"), 1},
		{stamp(9, 1, ""), stamp(5, 2, ""), 1},
		{stamp(4, 9, "a"), wall, -1},
		{wall, wall, 0},
		{Stamp{}, wall, 0},
		{Stamp{MonoUsec: model.Known(1), Boot: "a"}, Stamp{MonoUsec: model.Known(2), Boot: "a"}, -1},
	} {
		if got := c.a.Compare(c.b); got != c.want || c.b.Compare(c.a) != -c.want {
			t.Errorf("%d: %d, want %d", i, got, c.want)
		}
	}
}

// A line of this boot stands where the samples of its instant do, whatever the
// wall clock was then.
func TestPlace(t *testing.T) {
	now := Clock{Time: time.Unix(1000, 0), Mono: 100 * time.Second, Boot: "a"}
	for i, c := range []struct {
		s      Stamp
		second int64
		byMono bool
	}{
		{stamp(5000, 90e6, "a"), 990, true},
		{stamp(500, 90e6, "b"), 500, false},
		{Stamp{Time: time.Unix(7, 0), Boot: "a"}, 7, false},
		{stamp(500, math.MaxUint64-1, "a"), 500, false},
	} {
		if at, byMono := now.Place(c.s); at.Unix() != c.second || byMono != c.byMono {
			t.Errorf("%d: %v %v", i, at.Unix(), byMono)
		}
	}
}

func TestParseLevel(t *testing.T) {
	for word, want := range map[string]Level{
		"ERROR": Err, "error": Err, "WARN+2": Warn, "DEBUG-4": Debug, "Information": Info, "informational": Info, "emerg": Emerg,
		"fatal": Crit, "": Unknown, "errors": Unknown, "informationalx": Unknown, "+1": Unknown, "warn\x00": Unknown,
	} {
		if got, ok := ParseLevel(word); got != want || ok != (want != Unknown) {
			t.Errorf("%q: %v %v", word, got, ok)
		}
	}
	for _, name := range LevelNames() {
		if l, ok := ParseLevel(name); !ok || l.String() != name {
			t.Errorf("%q: %v", name, l)
		}
	}
	if priorityLevel(0) != Emerg || priorityLevel(7) != Debug || priorityLevel(8) != Unknown || !(Err > Warn) {
		t.Error("priorities")
	}
}

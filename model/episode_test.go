package model

import (
	"math"
	"testing"
	"time"
)

// spans are the episodes of throttled%>=25 for 30s, when the figure is what of
// says of each second: from when, until when.
func spans(t *testing.T, seconds int, of func(second int) float64) (spans [][2]int) {
	t.Helper()
	a := NewAlarms([]Rule{rule(t, "throttled%>=25 for 30s")})
	for i := range seconds {
		c := Container{Key: Key{0, "app"}, Meta: Meta{Name: "app"}, Figures: unknownFigures}
		c.ThrottledPct = of(i)
		a.Push(&Snapshot{Time: time.Unix(int64(i), 0), Mono: time.Hour + time.Duration(i)*time.Second, Containers: []Container{c}})
	}
	a.Push(&Snapshot{Time: time.Unix(int64(seconds), 0), Mono: 2 * time.Hour})
	for _, e := range a.Past() {
		spans = append(spans, [2]int{int(e.Since.Unix()), int(e.Until.Unix())})
	}
	return spans
}

// A figure that swings about its bound is one episode, and a peak none.
func TestSpellsOutlastDips(t *testing.T) {
	is := func(b bool) float64 {
		if b {
			return 80
		}
		return 0
	}
	for name, tt := range map[string]struct {
		of   func(i int) float64
		want int
	}{
		"swings between 0 and 80": {func(i int) float64 { return 40 - 40*math.Cos(float64(i)*2*math.Pi/20) }, 1},
		"one dip while it waits":  {func(i int) float64 { return is(i != 20) }, 1},
		"dips when it fires":      {func(i int) float64 { return is(i < 60 || i%10 > 3) }, 1},
		"just below at times":     {func(i int) float64 { return is(i%3 > 0)/4 + 6 }, 1},
		"a peak each minute":      {func(i int) float64 { return is(i%60 < 5) }, 0},
		"29 seconds":              {func(i int) float64 { return is(i < 29) }, 0},
		"twice a minute long":     {func(i int) float64 { return is(i < 60 || i >= 400 && i < 460) }, 2},
	} {
		if got := spans(t, 600, tt.of); len(got) != tt.want {
			t.Errorf("%s: %v, want %d", name, got, tt.want)
		}
	}
	if got := spans(t, 300, func(i int) float64 { return is(i >= 10 && i <= 100) }); len(got) != 1 || got[0] != [2]int{10, 100} {
		t.Errorf("%v: the time after the last peak is counted", got)
	}
}

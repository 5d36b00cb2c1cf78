package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestCount(t *testing.T) {
	var zero Count
	if _, ok := zero.Get(); ok || zero.IsKnown() || !math.IsNaN(zero.Float()) {
		t.Error("the zero Count is known")
	}
	if n, ok := Known(0).Get(); n != 0 || !ok || Known(0).Float() != 0 {
		t.Error("Known(0) is not 0")
	}
	if Known(math.MaxUint64).IsKnown() {
		t.Error("the overflow value is known")
	}
	if Known(1).Add(zero).IsKnown() || Known(math.MaxUint64-1).Add(Known(2)).IsKnown() {
		t.Error("a sum with an unknown part, or past 64 bits, is known")
	}
}

func TestLimitMin(t *testing.T) {
	unknown := Limit{}
	for _, tt := range []struct{ a, b, want Limit }{
		{LimitOf(5), LimitOf(7), LimitOf(5)},
		{LimitOf(7), LimitOf(5), LimitOf(5)},
		{LimitOf(5), NoLimit, LimitOf(5)},
		{NoLimit, LimitOf(0), LimitOf(0)},
		{unknown, LimitOf(5), LimitOf(5)},
		{LimitOf(5), unknown, LimitOf(5)},
		{unknown, NoLimit, NoLimit},
		{unknown, unknown, unknown},
	} {
		if got := tt.a.Min(tt.b); got != tt.want {
			t.Errorf("%v.Min(%v) = %v, want %v", tt.a.Float(), tt.b.Float(), got.Float(), tt.want.Float())
		}
	}
	if !math.IsInf(NoLimit.Float(), 1) || !math.IsNaN(unknown.Float()) || LimitOf(math.MaxUint64) == NoLimit {
		t.Error("no limit, an unknown one and a very large one are mixed up")
	}
}

func TestRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64Max(1<<60).Draw(t, "a"), rapid.Uint64Max(1<<60).Draw(t, "b")
		got := Rate(Known(a), Known(b), 2e9)
		if b < a != math.IsNaN(got) || b >= a && got != float64(b-a)/2 {
			t.Fatalf("Rate(%d, %d, 2s) = %v", a, b, got)
		}
	})
	for _, v := range []float64{Rate(Count{}, Known(1), 1), Rate(Known(1), Count{}, 1), Rate(Known(1), Known(2), 0), Rate(Known(1), Known(2), -1)} {
		if !math.IsNaN(v) {
			t.Errorf("a rate out of nothing: %v", v)
		}
	}
}

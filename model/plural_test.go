package model

import (
	"math"
	"testing"
)

func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 lines", 1: "1 line", 2: "2 lines", 1000: "1000 lines"} {
		if got := Plural(n, "line", "lines"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	for v, want := range map[float64]string{0: "0 packets", 1: "1 packet", 1.2: "1 packet", 2: "2 packets", 1500: "1.5k packets"} {
		if got := PluralOf(v, Number, "packet", "packets"); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if got := PluralOf(math.NaN(), Number, "packet", "packets"); got != Dash+" packets" {
		t.Errorf("unknown: %q", got)
	}
}

package model

import "testing"

// A part is never more than 100 % of the whole.
func TestRatioOfAPart(t *testing.T) {
	for b := 0.1; b < 1e6; b *= 1.37 {
		for a := b; a > b/1e3; a *= 0.93 {
			if got := ratio(a, b); got > 100 {
				t.Fatalf("%v of %v is %v %%", a, b, got)
			}
		}
	}
}

package bench

import (
	"testing"

	"podtop/model/bench"
)

// checkPlaces fails if something of r is refused in a condition before it is
// measured.
func checkPlaces(t *testing.T, kind string, r *bench.Report) {
	t.Helper()
	for _, n := range r.Numbers() {
		threshold, err := bench.ParseThreshold(n.Name + " > 0")
		if err == nil {
			err = threshold.CheckKind(kind)
		}
		if err != nil {
			t.Errorf("%s: %v", n.Name, err)
		}
	}
	threshold, err := bench.ParseThreshold("nonsense.mean > 0")
	if err != nil || threshold.CheckKind(kind) == nil {
		t.Errorf("nonsense of %s is not refused", kind)
	}
}

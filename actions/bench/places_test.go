package bench

import (
	"testing"

	"podtop/model"
	"podtop/model/bench"
)

// checkPlaces fails if something of r is refused in a condition before it is
// measured.
func checkPlaces(t *testing.T, kind string, r *bench.Report) {
	t.Helper()
	checkUnits(t, kind, r)
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

// checkUnits fails if podtop bench names tells another unit than r has.
func checkUnits(t *testing.T, kind string, r *bench.Report) {
	t.Helper()
	units := map[string]model.Dimension{}
	for _, p := range bench.KindCalled(kind).Places {
		units[p.Path] = p.Unit
	}
	for _, s := range r.Series {
		if unit, ok := units[s.Name]; !ok || unit != s.Unit {
			t.Errorf("%s is in %v, and not in %v", s.Name, s.Unit, unit)
		}
	}
	for _, g := range r.Figures {
		for _, f := range g.Figures {
			if unit, ok := units[g.Name+"."+f.Name]; !ok || unit != f.Unit {
				t.Errorf("%s.%s is in %v, and not in %v", g.Name, f.Name, f.Unit, unit)
			}
		}
	}
}

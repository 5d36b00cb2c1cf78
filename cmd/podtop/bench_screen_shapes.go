package main

import (
	"podtop/model/bench"
)

// shown are the series that say the most of a benchmark, the best first. Of others
// it is the first.
var shown = []string{bench.StartupTime, "work_per_second_all", "work_per_second", "cpu"}

// shapesOf are how the values of r lie: of its first series that is shown, and of
// an ab that of both arms.
func shapesOf(r *bench.Report) []bench.Shape {
	if r.Arms == nil {
		if s := shownSeries(r, ""); s != nil {
			return []bench.Shape{s.Shape(titleOf(s), shapeBins)}
		}
		return nil
	}
	a, b := shownSeries(r, bench.ArmA), shownSeries(r, bench.ArmB)
	if a == nil || b == nil {
		return nil
	}
	return []bench.Shape{a.Shape(r.Arms.A, shapeBins), b.Shape(r.Arms.B, shapeBins)}
}

// shownSeries is the series of a group that says the most; nil if there is none.
func shownSeries(r *bench.Report, group string) *bench.Series {
	prefix := ""
	if group != "" {
		prefix = group + "."
	}
	for _, name := range shown {
		if s := r.SeriesAt(prefix + name); s != nil {
			return s
		}
	}
	for i := range r.Series {
		if r.Series[i].Group == group {
			return &r.Series[i]
		}
	}
	return nil
}

func titleOf(s *bench.Series) string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}

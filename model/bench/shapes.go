package bench

import "cmp"

// shown are the series that say the most of a benchmark, the best first. Of others
// it is the first.
var shown = []string{StartupTime, "work_per_second_all", "work_per_second", "cpu"}

// Shapes are how the values of r lie, in at most so many bins: of the series that says
// the most, and of an ab that of both arms.
func (r *Report) Shapes(bins int) []Shape {
	if r.Arms == nil {
		if s := shownSeries(r, ""); s != nil {
			return []Shape{s.Shape(cmp.Or(s.Title, s.Name), bins)}
		}
		return nil
	}
	a, b := shownSeries(r, ArmA), shownSeries(r, ArmB)
	if a == nil || b == nil {
		return nil
	}
	return []Shape{a.Shape(r.Arms.A, bins), b.Shape(r.Arms.B, bins)}
}

// shownSeries is the series of a group that says the most; nil if there is none.
func shownSeries(r *Report, group string) *Series {
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

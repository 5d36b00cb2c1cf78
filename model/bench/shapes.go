package bench

import "cmp"

// shown are the series that say the most of a benchmark, the best first. Of others
// it is the first.
var shown = []string{StartupTime, "work_per_second_all", "work_per_second", "cpu"}

// Shown are the series that say the most of r: one, or of an ab that of both arms. nil
// if nothing was measured, or not of both.
func (r *Report) Shown() []*Series {
	if r.Arms == nil {
		if s := shownSeries(r, ""); s != nil {
			return []*Series{s}
		}
		return nil
	}
	a, b := shownSeries(r, ArmA), shownSeries(r, ArmB)
	if a == nil || b == nil {
		return nil
	}
	return []*Series{a, b}
}

// fewestBins are as many as few values have: in more of them hardly any is with another.
const fewestBins = 10

// ShapeBins is in how many bins a screen has values at most.
const ShapeBins = 60

// Shapes are how the values of those series lie.
func (r *Report) Shapes() []Shape {
	var all []Shape
	for i, s := range r.Shown() {
		name := cmp.Or(s.Title, s.Name)
		if r.Arms != nil {
			name = [...]string{r.Arms.A, r.Arms.B}[i]
		}
		all = append(all, s.Shape(name, min(ShapeBins, max(fewestBins, len(s.Values)/2))))
	}
	return all
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

package bench

import (
	"math"

	"podtop/model"
)

// Numbers are all numbers of r by their place in files and thresholds: of each
// series its summary, of the two arms of ab their differences, and the figures.
// What is not known is NaN.
func (r *Report) Numbers() []Figure { return r.numbers(r.Differences()) }

func (r *Report) numbers(differences []Difference) []Figure {
	var all []Figure
	for i := range r.Series {
		s := &r.Series[i]
		all = appendAt(all, s.Path(), s.Summary().figures(s.Unit))
	}
	for _, d := range differences {
		all = appendAt(all, join(groupAB, d.Path), d.figures())
	}
	for _, g := range r.Figures {
		all = appendAt(all, g.Name, g.Figures)
	}
	return all
}

// groupAB is where files and thresholds have what an ab showed:
// ab.startup_time.change_percent.
const groupAB = "ab"

func appendAt(all []Figure, group string, figures []Figure) []Figure {
	for _, f := range figures {
		all = append(all, Figure{join(group, f.Name), f.Unit, finite(f.Value)})
	}
	return all
}

// Differences are what the two arms of an ab show; nil of what is none.
func (r *Report) Differences() []Difference {
	if r.Arms == nil {
		return nil
	}
	return ComparePairs(r)
}

func (d *Difference) figures() []Figure {
	return []Figure{
		{"pairs", model.Number, float64(d.Pairs)},
		{"change_percent", model.Percent, 100 * d.Change},
		{"low_percent", model.Percent, 100 * d.Low},
		{"high_percent", model.Percent, 100 * d.High},
		{"p", model.Number, d.P},
	}
}

// number is the number at a path, after "results.".
func (r *Report) number(path string) (Figure, bool) {
	for _, f := range r.Numbers() {
		if f.Name == path {
			return f, true
		}
	}
	return Figure{path, model.Number, math.NaN()}, false
}

// units are the units as files have them.
var units = map[model.Dimension]string{
	model.Seconds:     "seconds",
	model.Bytes:       "bytes",
	model.BytesPerSec: "bytes_per_second",
	model.PerSec:      "per_second",
	model.Percent:     "percent",
	model.Cores:       "cores",
	model.Number:      "number",
}

// unitCalled is the unit of a name in a file; what it does not know is a plain
// number.
func unitCalled(name string) model.Dimension {
	for unit, called := range units {
		if called == name {
			return unit
		}
	}
	return model.Number
}

// directions are the directions as files have them.
var directions = []string{Less: "less", More: "more", Neither: "neither"}

// directionCalled is the direction of a name in a file; of what it does not
// know nothing is for the better.
func directionCalled(name string) Direction {
	for d, called := range directions {
		if called == name {
			return Direction(d)
		}
	}
	return Neither
}

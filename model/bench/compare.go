package bench

import (
	"cmp"
	"math"
	"slices"

	"golang.org/x/perf/benchmath"

	"podtop/model"
)

const (
	// MinimalEffect is the least change that is worth an alarm: 1 %.
	MinimalEffect = 0.01

	fewestApart = 4   // on each side: fewer can never be significant
	fewestPairs = 6   // the same
	mostPairs   = 512 // no run makes more
)

// A Difference is what one series shows of two: of two reports made apart, or
// of the two arms of ab. Changes are relative, from A to B: 0.05 is 5 % more.
type Difference struct {
	Path      string // of the series; without the arm's group
	Unit      model.Dimension
	Better    Direction
	A, B      Summary
	Paired    bool
	Pairs     int     // of which both values are more than 0
	Change    float64 // NaN if it cannot be said
	Low, High float64 // its 95 % interval, NaN but for pairs
	P         float64 // after Holm, NaN if there is not enough
	Finding   Finding
}

// A Finding is what a comparison comes to.
type Finding int

// Findings.
const (
	NotEnough Finding = iota // too few values, or values that have no ratio
	NoneSeen                 // no significant change
	TooSmall                 // a significant one below MinimalEffect
	Improved
	Worsened
)

// IsAlarm reports whether it is significant and large enough to matter.
func (f Finding) IsAlarm() bool { return f >= Improved }

// CompareApart compares the series that two reports have in common, by the U
// test. That is the weaker way: whatever the host did otherwise between the two
// runs counts as a difference. Nothing is compared of what only describes.
func CompareApart(before, after *Report) []Difference {
	var all []Difference
	for i := range before.Series {
		a := &before.Series[i]
		if b := after.SeriesAt(a.Path()); b != nil && b.Unit == a.Unit && a.Better != Neither {
			all = append(all, compareApart(a, b))
		}
	}
	return conclude(all)
}

func compareApart(a, b *Series) Difference {
	d := Difference{
		Path: a.Path(), Unit: a.Unit, Better: a.Better,
		A: a.Summary(), B: b.Summary(), Low: nan, High: nan, P: nan,
	}
	d.Change = ratio(d.A.Median, d.B.Median)
	if d.A.N >= fewestApart && d.B.N >= fewestApart {
		d.P = uTest(a.numbers(), b.numbers())
	}
	return d
}

func uTest(a, b []float64) float64 {
	return benchmath.AssumeNothing.Compare(sampleOf(sorted(a)), sampleOf(sorted(b))).P
}

// ratio is how much more b is than a, relative to a; NaN if a is 0.
func ratio(a, b float64) float64 { return finite(b/a - 1) }

// ComparePairs compares the series that both arms of a report have, by the
// signed rank test of the logarithms of the pairs' ratios. The first is the one
// that ab was asked about: it is tested by itself, and only the others are
// corrected for how many they are.
func ComparePairs(r *Report) []Difference {
	var all []Difference
	for i := range r.Series {
		a := &r.Series[i]
		if b := r.SeriesAt(join(ArmB, a.Name)); a.Group == ArmA && b != nil && a.Better != Neither {
			all = append(all, comparePairs(a, b))
		}
	}
	asked := min(1, len(all))
	conclude(all[:asked])
	conclude(all[asked:])
	return all
}

func comparePairs(a, b *Series) Difference {
	d := Difference{Path: a.Name, Unit: a.Unit, Better: a.Better, A: a.Summary(), B: b.Summary(), Paired: true, P: nan}
	ratios := logRatios(a.numbers(), b.numbers())
	d.Pairs = len(ratios)
	d.Change, d.Low, d.High = change(ratios)
	if len(ratios) >= fewestPairs {
		d.P = signedRank(ratios)
	}
	return d
}

// logRatios are the logarithms of b over a of each pair, as far as both are
// more than 0.
func logRatios(a, b []float64) []float64 {
	n := min(len(a), len(b), mostPairs)
	ratios := make([]float64, 0, n)
	for i := range n {
		if r := math.Log(b[i] / a[i]); a[i] > 0 && b[i] > 0 && isFinite(r) {
			ratios = append(ratios, r)
		}
	}
	return ratios
}

// change is the relative change from A to B, with its interval.
func change(logRatios []float64) (centre, low, high float64) {
	centre, low, high = hodgesLehmann(logRatios, lookAlpha)
	return math.Expm1(centre), math.Expm1(low), math.Expm1(high)
}

// conclude corrects the p-values for how many they are, and finds what they
// come to.
func conclude(all []Difference) []Difference {
	ps := make([]float64, len(all))
	for i := range all {
		ps[i] = all[i].P
	}
	for i, p := range holm(ps) {
		all[i].P = p
		all[i].Finding = all[i].finding()
	}
	return all
}

func (d *Difference) finding() Finding {
	switch {
	case math.IsNaN(d.P), math.IsNaN(d.Change):
		return NotEnough
	case d.P >= d.alpha():
		return NoneSeen
	case math.Abs(d.Change) < MinimalEffect:
		return TooSmall
	case (d.Change < 0) == (d.Better == Less):
		return Improved
	}
	return Worsened
}

// holm is Holm's correction: p-values such that the chance of even one false
// alarm among them stays what it would be of one alone. NaN stays NaN.
func holm(ps []float64) []float64 {
	var order []int
	for i, p := range ps {
		if !math.IsNaN(p) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(ps[i], ps[j]) })
	corrected := slices.Clone(ps)
	greatest := 0.0
	for k, i := range order {
		greatest = max(greatest, min(1, ps[i]*float64(len(order)-k)))
		corrected[i] = greatest
	}
	return corrected
}

// alpha is the level below which a p-value is significant.
func (d *Difference) alpha() float64 {
	if d.Paired {
		return lookAlpha
	}
	return alpha
}

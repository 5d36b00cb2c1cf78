package bench

import (
	"math"
	"slices"

	"podtop/model"
)

// A weighted is a value, and how often it came.
type weighted struct {
	value float64
	n     int
}

// Shape is how the values of s lie, in at most so many bins.
func (s *Series) Shape(name string, bins int) Shape {
	values := sorted(s.numbers())
	all := make([]weighted, len(values))
	for i, v := range values {
		all[i] = weighted{v, 1}
	}
	sum := s.Summary()
	shape := Shape{
		Name: name, Unit: s.Unit, Better: s.Better, N: sum.N, Last: nan,
		Min: sum.Min, Median: sum.Median, P95: percentile(sum.P95, sum.N, 20), Max: sum.Max, Bins: binned(all, bins),
	}
	if n := len(s.Values); n > 0 {
		shape.Last = finite(s.Values[n-1].Value)
	}
	return shape
}

// Shape is how the latencies lie, in at most so many bins.
func (t *Tally) Shape(name string, bins int) Shape {
	shape := Shape{
		Name: name, Unit: model.Seconds, N: int(t.latency.TotalCount()),
		Last: nan, Min: nan, Median: nan, P95: nan, Max: nan,
	}
	if shape.N == 0 {
		return shape
	}
	at := func(percent float64) float64 { return t.Latency(percent).Seconds() }
	shape.Last, shape.Min, shape.Median, shape.P95, shape.Max = t.newest.Seconds(), at(0), at(50), percentile(at(95), shape.N, 20), at(100)
	var all []weighted
	for _, bar := range t.latency.Distribution() {
		if bar.Count > 0 {
			all = append(all, weighted{float64(bar.From+bar.To) / 2e9, int(bar.Count)})
		}
	}
	shape.Bins = binned(all, bins)
	return shape
}

// binned sorts values, which ascend, into at most so many bins with round edges,
// of the same width. Values that lie far beyond most others do not press these
// into one bin: they count to the first or the last.
func binned(values []weighted, most int) []Bin {
	if len(values) == 0 {
		return nil
	}
	low, high := fences(values)
	step := roundStep((high - low) / float64(max(1, most)))
	if !(step > max(math.Abs(low), math.Abs(high))*1e-9) || math.IsInf(step, 0) {
		step = roundStep(max(math.Abs(low)/8, math.SmallestNonzeroFloat64*1e16)) // all are the same
		low = high
	}
	for math.Floor(high/step)-math.Floor(low/step) >= float64(max(2, most)) {
		step = roundStep(step * 1.5)
	}
	first := math.Floor(low / step)
	bins := make([]Bin, int(math.Floor(high/step)-first)+1)
	for i := range bins {
		bins[i].From, bins[i].To = (first+float64(i))*step, (first+float64(i)+1)*step
	}
	for _, v := range values {
		at := min(max(math.Floor(v.value/step)-first, 0), float64(len(bins)-1))
		bins[int(at)].N += v.n
	}
	return bins
}

// fences are the least and the most of values, or where that is nearer, one and
// a half times as far from the middle nine tenths as these are wide.
func fences(values []weighted) (low, high float64) {
	p5, p95 := quantile(values, 0.05), quantile(values, 0.95)
	low, high = values[0].value, values[len(values)-1].value
	if beyond := 1.5 * (p95 - p5); beyond > 0 {
		low, high = max(low, p5-beyond), min(high, p95+beyond)
	}
	return low, high
}

func quantile(values []weighted, q float64) float64 {
	total := 0
	for _, v := range values {
		total += v.n
	}
	rank := int(math.Ceil(q * float64(total)))
	at := slices.IndexFunc(values, func(v weighted) bool { rank -= v.n; return rank <= 0 })
	return values[max(0, at)].value
}

// roundStep is the next of 1, 2 and 5 times a power of ten.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= v {
			return n * power
		}
	}
	return 10 * power
}

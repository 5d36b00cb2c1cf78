package bench

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
	"golang.org/x/perf/benchmath"

	"podtop/model"
)

const (
	confidence = 0.95 // of each interval
	alpha      = 1 - confidence
)

// A Summary is what is said of the values of a series. What so few values do
// not tell is NaN: of one value the deviation, of five the interval.
type Summary struct {
	N                 int
	Min, Median, Mean float64
	P95, P99, Max     float64
	StdDev            float64 // of the sample: n-1
	CV                float64 // coefficient of variation: StdDev over Mean
	Low, High         float64 // the 95 % interval of the median, by order statistics
}

// Summarize sums up all values, outliers too. What is not a finite number is
// no value.
func Summarize(values []float64) Summary {
	xs := sorted(values)
	if len(xs) == 0 {
		return Summary{0, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan}
	}
	all := stats.Sample{Xs: xs, Sorted: true}
	median := benchmath.AssumeNothing.Summary(sampleOf(xs), confidence)
	s := Summary{
		N: len(xs), Min: xs[0], Max: xs[len(xs)-1],
		Median: median.Center, Low: nan, High: nan,
		Mean: all.Mean(), P95: all.Quantile(0.95), P99: all.Quantile(0.99),
		StdDev: nan, CV: nan,
	}
	if isFinite(median.Lo) && isFinite(median.Hi) {
		s.Low, s.High = median.Lo, median.Hi
	}
	if s.N > 1 {
		s.StdDev = all.StdDev()
		s.CV = finite(s.StdDev / s.Mean)
	}
	return s
}

// Summary is what is said of the values of s.
func (s *Series) Summary() Summary { return Summarize(s.numbers()) }

func (s *Series) numbers() []float64 {
	values := make([]float64, len(s.Values))
	for i, m := range s.Values {
		values[i] = m.Value
	}
	return values
}

// figures are the numbers of a summary at the places which files and
// thresholds have for them.
func (s Summary) figures(unit model.Dimension) []Figure {
	return []Figure{
		{"n", model.Number, float64(s.N)},
		{"min", unit, s.Min},
		{"median", unit, s.Median},
		{"mean", unit, s.Mean},
		{"p95", unit, s.P95},
		{"p99", unit, s.P99},
		{"max", unit, s.Max},
		{"stdev", unit, s.StdDev},
		{"cv_percent", model.Percent, 100 * s.CV},
		{"median_low", unit, s.Low},
		{"median_high", unit, s.High},
	}
}

func sampleOf(sorted []float64) *benchmath.Sample {
	return &benchmath.Sample{Values: sorted, Thresholds: &benchmath.Thresholds{CompareAlpha: alpha}}
}

// sorted is a copy of the finite values in their order.
func sorted(values []float64) []float64 {
	xs := make([]float64, 0, len(values))
	for _, v := range values {
		if isFinite(v) {
			xs = append(xs, v)
		}
	}
	slices.Sort(xs)
	return xs
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// finite is v, or NaN for what is infinite.
func finite(v float64) float64 {
	if isFinite(v) {
		return v
	}
	return nan
}

package bench

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// near fails unless got is want but for a part in 10^digits.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > math.Abs(want)*math.Pow10(-digits) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Hollander & Wolfe, Nonparametric Statistical Methods (1973), p. 29f: the
// Hamilton depression scale of nine patients at two visits. R's wilcox.test has
// it as its example: V = 40, p-value = 0.01953 one-sided; the estimate is 0.46,
// the interval 0.010 to 0.786.
func TestSignedRankOfDepression(t *testing.T) {
	first := []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	second := []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	d := make([]float64, len(first))
	for i := range d {
		d[i] = first[i] - second[i]
	}
	if _, positive := signedRanks(d); positive != 2*40 {
		t.Errorf("V is %d", positive/2)
	}
	near(t, "p", signedRank(d), 2*0.01953125, 9)
	centre, low, high := hodgesLehmann(d, 0.05)
	near(t, "centre", centre, 0.46, 9)
	near(t, "low", low, 0.010, 9)
	near(t, "high", high, 0.786, 9)
}

// Darwin's maize: Fisher, The Design of Experiments (1935), table 3. The
// documentation of scipy.stats.wilcoxon gives 24 and 0.041259765625.
func TestSignedRankOfMaize(t *testing.T) {
	d := []float64{6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75}
	if _, positive := signedRanks(d); positive != 2*(15*16/2-24) {
		t.Errorf("the sum is %d", positive/2)
	}
	near(t, "p", signedRank(d), 0.041259765625, 12)
}

// Hollander & Wolfe (1973), p. 69f: permeability constants of the human
// chorioamnion. R's wilcox.test: W = 35, p-value = 0.1272 one-sided.
func TestUTest(t *testing.T) {
	x := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	y := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	near(t, "p", uTest(x, y), 2*0.1272, 3)
}

// The example of R's wilcox.test: ozone in New York in May and in August 1973
// (Chambers & al., Graphical Methods for Data Analysis, 1983). There are ties, so it is by
// the normal distribution: W = 127.5, p-value = 0.0001208.
func TestUTestOfTies(t *testing.T) {
	may := []float64{41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37}
	august := []float64{39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85}
	near(t, "p", uTest(may, august), 0.0001208, 3)
}

// The example of the article on the Holm-Bonferroni method in Wikipedia, whose
// corrected values are 0.02, 0.03, 0.06, 0.06 in their order.
func TestHolm(t *testing.T) {
	got := holm([]float64{0.01, nan, 0.04, 0.03, 0.005})
	for i, want := range []float64{0.03, nan, 0.06, 0.06, 0.02} {
		near(t, "p", got[i], want, 9)
	}
}

// NIST's Statistical Reference Datasets, univariate: NumAcc1, NumAcc2 and
// NumAcc4, whose certified deviations are 1, 0.1 and 0.1.
func TestSummaryOfNIST(t *testing.T) {
	alternating := func(first, low, high float64) []float64 {
		values := []float64{first}
		for range 500 {
			values = append(values, low, high)
		}
		return values
	}
	for name, d := range map[string]struct {
		values       []float64
		mean, stddev float64
		digits       int
	}{
		"NumAcc1": {[]float64{10000001, 10000003, 10000002}, 10000002, 1, 12},
		"NumAcc2": {alternating(1.2, 1.1, 1.3), 1.2, 0.1, 12},
		"NumAcc4": {alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, 7},
	} {
		s := Summarize(d.values)
		near(t, name+" mean", s.Mean, d.mean, 12)
		near(t, name+" stdev", s.StdDev, d.stddev, d.digits)
		near(t, name+" median", s.Median, d.mean, 12)
	}
}

// The interval of the median has its ends at these values in their order, as in
// the tables of the sign test (Conover, Practical Nonparametric Statistics):
// 1 and 6 of 6, 2 and 9 of 10, 6 and 15 of 20. Of five there is none.
func TestMedianInterval(t *testing.T) {
	for n, want := range map[int][2]float64{5: {nan, nan}, 6: {1, 6}, 10: {2, 9}, 20: {6, 15}, 25: {8, 18}} {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(n - i)
		}
		s := Summarize(values)
		near(t, "low", s.Low, want[0], 12)
		near(t, "high", s.High, want[1], 12)
	}
}

// The quantiles are those of Hyndman & Fan (1996), definition 8, as
// quantile(1:40, c(.95, .99), type=8) in R.
func TestQuantiles(t *testing.T) {
	values := make([]float64, 40)
	for i := range values {
		values[i] = float64(i + 1)
	}
	s := Summarize(values)
	near(t, "p95", s.P95, 38.65, 9)
	near(t, "p99", s.P99, 40, 9)
}

// The circles in the box plot of R's data set morley: the first and the third
// experiment on the speed of light by Michelson (1882), in km/s above 299,000.
func TestOutliersOfMichelson(t *testing.T) {
	for _, c := range []struct{ values, want []float64 }{
		{[]float64{850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960}, []float64{650}},
		{[]float64{880, 880, 880, 860, 720, 720, 620, 860, 970, 950, 880, 910, 850, 870, 840, 840, 850, 840, 840, 840}, []float64{720, 720, 620, 970, 950}},
	} {
		s := seriesOf("", "speed", c.values)
		var got []float64
		for _, i := range s.Outliers() {
			got = append(got, c.values[i])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v, want %v", got, c.want)
		}
	}
}

func TestSummaryOfFew(t *testing.T) {
	if s := Summarize([]float64{nan, math.Inf(1)}); s.N != 0 || !math.IsNaN(s.Median) || !math.IsNaN(s.Max) {
		t.Errorf("nothing: %+v", s)
	}
	if s := Summarize([]float64{3}); s.N != 1 || s.Median != 3 || s.P99 != 3 || !math.IsNaN(s.StdDev) || !math.IsNaN(s.Low) {
		t.Errorf("one value: %+v", s)
	}
}

var someValues = rapid.SliceOfN(rapid.Float64Range(0.001, 1e9), 1, 60)

func TestSummaryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := someValues.Draw(t, "values")
		before := slices.Clone(values)
		s := Summarize(values)
		if !slices.Equal(before, values) {
			t.Fatal("the values have changed")
		}
		order := []float64{s.Min, s.Median, s.P95, s.P99, s.Max}
		if len(values) > 1 && !slices.IsSorted(order) {
			t.Fatalf("not in order: %v", order)
		}
		if s.Low > s.Median || s.Median > s.High {
			t.Fatalf("%v to %v around %v", s.Low, s.High, s.Median)
		}
		slices.Reverse(values)
		if r := Summarize(values); r.Median != s.Median || r.P99 != s.P99 {
			t.Fatal("the order of values matters")
		}
	})
}

// The exact p-value is that of trying all signs, with ties and zeros too.
func TestSignedRankBySigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.SliceOfN(rapid.IntRange(-5, 5), 1, 10).Draw(t, "differences")
		d := make([]float64, len(whole))
		for i, v := range whole {
			d[i] = float64(v)
		}
		var ranks []int // twice the mean rank of each that is not 0
		positive := 0
		for _, v := range whole {
			rank := 1
			for _, w := range whole {
				switch {
				case w != 0 && max(w, -w) < max(v, -v):
					rank += 2
				case max(w, -w) == max(v, -v):
					rank++
				}
			}
			if v != 0 {
				ranks = append(ranks, rank)
			}
			if v > 0 {
				positive += rank
			}
		}
		below, above := 0, 0
		for signs := range 1 << len(ranks) {
			sum := 0
			for i, rank := range ranks {
				sum += rank * (signs >> i & 1)
			}
			if sum <= positive {
				below++
			}
			if sum >= positive {
				above++
			}
		}
		want := min(1, 2*float64(min(below, above))/float64(int(1)<<len(ranks)))
		if got := signedRank(d); math.Abs(got-want) > 1e-12 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestSignedRankProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Float64Range(-10, 10), 6, 110).Draw(t, "differences")
		turned := make([]float64, len(d))
		for i, v := range d {
			turned[i] = -v
		}
		p := signedRank(d)
		if p < 0 || p > 1 || math.Abs(p-signedRank(turned)) > 1e-9 {
			t.Fatalf("p is %v, and %v with all signs turned", p, signedRank(turned))
		}
		centre, low, high := hodgesLehmann(d, 0.05)
		if !(low <= centre && centre <= high) {
			t.Fatalf("%v to %v around %v", low, high, centre)
		}
		less, _, _ := hodgesLehmann(turned, 0.05)
		if math.Abs(centre+less) > 1e-9 {
			t.Fatalf("centre %v, and %v with all signs turned", centre, less)
		}
	})
}

// Where both can be had, the normal distribution comes close to the exact one.
func TestNormalSignedRank(t *testing.T) {
	d := make([]float64, 90)
	for i := range d {
		d[i] = float64(i+1) * []float64{1, -1, 1, 1, -1}[i%5]
	}
	ranks, positive := signedRanks(d)
	near(t, "p", normalSignedRank(ranks, positive), signedRank(d), 2)
	if low := orderOfInterval(100, 0.05); math.Abs(float64(low-orderOfInterval(101, 0.05))) > 60 {
		t.Errorf("the interval jumps at %v pairs: %d", mostExact, low)
	}
}

func TestHolmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "ps")
		corrected := holm(ps)
		for i := range ps {
			if corrected[i] < ps[i] || corrected[i] > 1 {
				t.Fatalf("%v became %v", ps[i], corrected[i])
			}
			for j := range ps {
				if ps[i] < ps[j] && corrected[i] > corrected[j] {
					t.Fatal("their order has changed")
				}
			}
		}
	})
}

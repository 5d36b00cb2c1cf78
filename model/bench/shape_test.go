package bench

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"podtop/model"
)

// Whatever the values are, each is in one bin; the bins are next to each other.
func TestShapeHasAllValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale := math.Pow(10, float64(rapid.IntRange(-280, 280).Draw(t, "scale")))
		values := rapid.SliceOfN(rapid.Float64Range(-10, 10), 0, 200).Draw(t, "values")
		offset := rapid.SampledFrom([]float64{0, 1e3, 1e15}).Draw(t, "offset")
		most := rapid.IntRange(1, 60).Draw(t, "bins")
		s := Series{Unit: model.Seconds}
		for _, v := range values {
			s.Values = append(s.Values, Measurement{Value: scale * (v + offset)})
		}
		s.Values = append(s.Values, Measurement{Value: math.NaN()}, Measurement{Value: math.Inf(1)})
		checkShape(t, s.Shape("x", most), len(values), max(2, most))
	})
}

func checkShape(t interface{ Fatalf(string, ...any) }, shape Shape, n, most int) {
	sum := 0
	for i, b := range shape.Bins {
		sum += b.N
		if !(b.From < b.To) || b.N < 0 || i > 0 && b.From != shape.Bins[i-1].To {
			t.Fatalf("bin %d: %+v", i, shape.Bins)
		}
	}
	if sum != n || shape.N != n || len(shape.Bins) > most || (n == 0) != (shape.Bins == nil) {
		t.Fatalf("%d values, %d in %d bins", n, sum, len(shape.Bins))
	}
	if n == 0 {
		return
	}
	almost := 1e-8 * math.Abs(shape.Median)
	if last := len(shape.Bins) - 1; !(shape.Bins[0].From <= shape.Median+almost && shape.Median-almost <= shape.Bins[last].To) {
		t.Fatalf("the median %v is in none of %+v", shape.Median, shape.Bins)
	}
}

// Round edges, and one value far off does not press the others into one bin.
func TestShape(t *testing.T) {
	s := Series{Unit: model.Seconds}
	for i := range 100 {
		s.Values = append(s.Values, Measurement{Value: 0.2 + float64(i)/1000})
	}
	s.Values = append(s.Values, Measurement{Value: 60})
	shape := s.Shape("start", 20)
	last := shape.Bins[len(shape.Bins)-1]
	if shape.Max != 60 || shape.Last != 60 || last.N != 1 || last.To > 0.5 || len(shape.Bins) < 10 {
		t.Errorf("%+v", shape)
	}
	same := Series{Values: []Measurement{{Value: 3}, {Value: 3}}}
	if bins := same.Shape("", 20).Bins; len(bins) != 1 || bins[0].N != 2 || bins[0].From > 3 || bins[0].To <= 3 {
		t.Errorf("all the same: %+v", bins)
	}
	zero := Series{Values: []Measurement{{Value: 0}}}
	if bins := zero.Shape("", 20).Bins; len(bins) != 1 || bins[0].N != 1 || bins[0].From != 0 {
		t.Errorf("0: %+v", bins)
	}
}

// The latencies of a load lie as its requests did, even of very many.
func TestShapeOfTally(t *testing.T) {
	l := Load{Rate: 1000, Connections: 1, Time: 100 * time.Second, Timeout: time.Second}
	tally := NewTally(l)
	if shape := tally.Shape("latency", 30); shape.Bins != nil || !math.IsNaN(shape.Median) {
		t.Errorf("without one: %+v", shape)
	}
	for i := range l.Requests() {
		tally.Add(Request{Due: l.Due(i), Began: l.Due(i), Ended: l.Due(i) + time.Millisecond + time.Duration(i%1000)*time.Microsecond})
	}
	shape := tally.Shape("latency", 30)
	checkShape(t, shape, l.Requests(), 30)
	if math.Abs(shape.Median-0.0015) > 1e-5 || math.Abs(shape.Last-0.001999) > 1e-9 || math.Abs(shape.Max-0.002) > 1e-5 {
		t.Errorf("%+v", shape)
	}
}

// Of few values no p95 is known, as in the table.
func TestShapeOfFew(t *testing.T) {
	s := Series{Name: "x", Unit: model.Seconds}
	for n := range 25 {
		if p95 := s.Shape("x", 10).P95; math.IsNaN(p95) != (n < 20) {
			t.Errorf("of %d values p95 is %v", n, p95)
		}
		s.Values = append(s.Values, Measurement{Value: float64(n)})
	}
}

package model

import (
	"math"
	"testing"

	"podtop/model/modeltest/race"
)

func TestP95(t *testing.T) {
	nan := math.NaN()
	var hundred []Span
	for i := range 100 {
		hundred = append(hundred, Span{Min: 0, Avg: float64(100 - i), Max: float64(200 - i)})
	}
	for _, tt := range []struct {
		name      string
		spans     []Span
		p95, most float64
	}{
		{"nothing", nil, nan, nan},
		{"nothing known", []Span{{Min: nan, Avg: nan, Max: nan}}, nan, nan},
		{"one", []Span{{Min: 1, Avg: 2, Max: 3}, {Min: nan, Avg: nan, Max: nan}}, 2, 3},
		{"a hundred", hundred, 95, 200},
		{"twenty", hundred[:20], 99, 200},
	} {
		p95, most := P95(tt.spans, nil)
		if !same(p95, tt.p95) || !same(most, tt.most) {
			t.Errorf("%s: %v and %v, want %v and %v", tt.name, p95, most, tt.p95, tt.most)
		}
	}
	scratch := make([]float64, 0, 100)
	if n := testing.AllocsPerRun(100, func() { P95(hundred, scratch) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

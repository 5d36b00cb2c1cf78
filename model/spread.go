package model

import (
	"math"
	"slices"
)

// P95 is the mean below which 95 of 100 of the spans are that are known, and
// the greatest there was in any of them; NaN if none is. It uses scratch.
func P95(spans []Span, scratch []float64) (p95, most float64) {
	scratch, most = scratch[:0], math.NaN()
	for _, s := range spans {
		if math.IsNaN(s.Avg) {
			continue
		}
		scratch = append(scratch, s.Avg)
		if s.Max > most || math.IsNaN(most) {
			most = s.Max
		}
	}
	if len(scratch) == 0 {
		return math.NaN(), most
	}
	slices.Sort(scratch)
	return scratch[max(0, int(math.Ceil(0.95*float64(len(scratch))))-1)], most
}

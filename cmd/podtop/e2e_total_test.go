//go:build e2e

package main_test

import (
	"math"
	"testing"
	"time"
)

// total is what a rate amounts to from the first of seen to the last.
func total(seen []snapshot, rate func(snapshot) float64) float64 {
	sum := 0.0
	for i := 1; i < len(seen); i++ {
		sum += rate(seen[i]) * seen[i].Time.Sub(seen[i-1].Time).Seconds()
	}
	return sum
}

// figure returns a function that finds a metric of b, NaN where it is unknown.
func (b *box) figure(metric string) func(snapshot) float64 {
	return func(s snapshot) float64 { return value(named(s.Containers, b.name), metric) }
}

func value(r *row, metric string) float64 {
	if r != nil {
		if v, ok := r.Metrics[metric]; ok {
			return v
		}
	}
	return math.NaN()
}

// window is the interval of a stream whose rates are to be added up. It is
// long, since a snapshot has the time of its tick, and a rate that of its files,
// which a busy machine reads some hundredths of a second later.
const window = "8s"

// during reads snapshots from the first where all rates are known to the first
// after do has returned.
func during(t *testing.T, s *stream, do func(), rates ...func(snapshot) float64) []snapshot {
	t.Helper()
	ready := s.until(t, "rates", func(s snapshot) bool {
		for _, rate := range rates {
			if math.IsNaN(rate(s)) {
				return false
			}
		}
		return true
	})
	do()
	end := time.Now()
	rest := s.until(t, "the end", func(s snapshot) bool { return s.Time.After(end) })
	return append(ready[len(ready)-1:], rest...)
}

// about fails unless got is within 5 % of want.
func about(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.05*want) {
		t.Errorf("%s: %.0f, want %.0f within 5 %% (is %+.1f %%)", what, got, want, 100*(got-want)/want)
	}
}

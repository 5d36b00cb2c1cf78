package model

import (
	"math"
	"time"
)

// Rate returns the increase per second from prev to cur over d. It is NaN if
// either is unknown, if no time has passed, or if the counter went backwards,
// as it does when what it counts was made anew.
func Rate(prev, cur Count, d time.Duration) float64 {
	a, aok := prev.Get()
	b, bok := cur.Get()
	if !aok || !bok || d <= 0 || b < a {
		return math.NaN()
	}
	return float64(b-a) / d.Seconds()
}

// ratio is 100·a/b; NaN unless b is a positive, finite number.
func ratio(a, b float64) float64 {
	if !(b > 0) || math.IsInf(b, 0) {
		return math.NaN()
	}
	return 100 * (a / b) // 100 * a might be rounded up, and a of a be more than 100 %
}

// knownSum adds v to sum, where an unknown part costs only itself: the sum is
// unknown only while every part is.
func knownSum(sum, v float64) float64 {
	switch {
	case math.IsNaN(v):
		return sum
	case math.IsNaN(sum):
		return v
	}
	return sum + v
}

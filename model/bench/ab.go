package bench

import "slices"

// The groups of the series of an ab's two arms.
const (
	ArmA = "a"
	ArmB = "b"
)

// Looks are after how many pairs ab looks whether it is precise enough. It ends
// after the last.
var Looks = []int{10, 20, 40, 80}

// lookAlpha is the level of the signed rank test and of its interval. To end
// when the interval happens to be narrow makes it a little too narrow: at 0.05
// up to 6.7 % of A against A would be an alarm. At 0.035 at most 5 % are, and
// the interval covers the truth in 95 %; see simulation_test.go.
const lookAlpha = 0.035

// Order is the arm of measurement i, counted from 0: A B B A, A B B A. So what
// drifts evenly does as much for the one as for the other. Measurements 2p and
// 2p+1 are pair p.
func Order(i int) string {
	if i%4 == 1 || i%4 == 2 {
		return ArmB
	}
	return ArmA
}

// IsPrecise reports whether ab may end after the pairs of a and b: at a look,
// half the interval of the change, which is relative to A, is at most within.
// What the change is has no say in that: else A against A would find one more
// often than it may.
func IsPrecise(a, b []float64, within float64) bool {
	n := min(len(a), len(b))
	if !slices.Contains(Looks, n) {
		return false
	}
	_, low, high := change(logRatios(a, b))
	return n == Looks[len(Looks)-1] || (high-low)/2 <= within
}

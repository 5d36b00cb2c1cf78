package bench

import "math"

var nan = math.NaN()

// A Verdict is what the pairs of an ab showed. Changes are relative, from A to
// B: 0.05 is 5 % more.
type Verdict struct {
	A, B             string  // what the two are, in their user's words: "1 cpus", "1.5 cpus"
	Series           string  // the path of what was compared, without its group
	Pairs            int     // that were measured
	Change, Low, Top float64 // the change and its interval, NaN if there are too few pairs
	P                float64 // of the signed rank test, NaN if there are too few pairs
	Text             string  // all of that in one sentence
}

package bench

import (
	"cmp"
	"math"
	"slices"
)

// Wilcoxon's signed rank test of paired differences, and the interval of their
// centre that belongs to it. As in R's wilcox.test(x, exact=TRUE, conf.int=TRUE)
// where there are neither ties nor zeros; ties have their mean rank, and the
// exact distribution of just these ranks.

// mostExact is up to how many pairs the distribution is worked out; above, it
// is as good as normal.
const mostExact = 100

// signedRank is the two-sided p-value of the hypothesis that the differences
// lie evenly around 0. Differences of 0 say nothing, and are left out.
func signedRank(differences []float64) float64 {
	ranks, positive := signedRanks(differences)
	n := len(ranks)
	switch {
	case n == 0:
		return 1
	case n > mostExact:
		return normalSignedRank(ranks, positive)
	}
	p := sumDistribution(ranks)
	atMost, atLeast := 0.0, 0.0
	for sum, chance := range p {
		if sum <= positive {
			atMost += chance
		}
		if sum >= positive {
			atLeast += chance
		}
	}
	return min(1, 2*min(atMost, atLeast))
}

// signedRanks are the doubled ranks of the differences by size, so that a mean
// rank is a whole number too, and the sum of those whose difference is more
// than 0.
func signedRanks(differences []float64) (ranks []int, positive int) {
	ds := slices.DeleteFunc(slices.Clone(differences), func(d float64) bool { return d == 0 })
	slices.SortFunc(ds, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	ranks = make([]int, len(ds))
	for from := 0; from < len(ds); {
		to := from + 1
		for to < len(ds) && math.Abs(ds[to]) == math.Abs(ds[from]) {
			to++
		}
		for i := from; i < to; i++ {
			ranks[i] = from + 1 + to // twice the mean of from+1 to to
			if ds[i] > 0 {
				positive += ranks[i]
			}
		}
		from = to
	}
	return ranks, positive
}

// sumDistribution is the chance of each sum of ranks, if each rank is in it or
// not by the toss of a coin.
func sumDistribution(ranks []int) []float64 {
	most := 0
	for _, rank := range ranks {
		most += rank
	}
	p := make([]float64, most+1)
	p[0] = 1
	for _, rank := range ranks {
		for sum := most; sum >= 0; sum-- {
			p[sum] /= 2
			if sum >= rank {
				p[sum] += p[sum-rank] / 2
			}
		}
	}
	return p
}

// normalSignedRank is the p-value by the normal distribution, with corrections
// for continuity and, as each rank is squared, for ties.
func normalSignedRank(ranks []int, positive int) float64 {
	var sum, squares float64
	for _, rank := range ranks {
		sum += float64(rank) / 2
		squares += float64(rank) / 2 * float64(rank) / 2
	}
	off := math.Abs(float64(positive)/2-sum/2) - 0.5
	return math.Erfc(max(0, off) / math.Sqrt(squares/4) / math.Sqrt2)
}

// hodgesLehmann is the centre of the differences, the median of the means of
// all two of them, and its interval at level alpha, which is NaN for too few.
func hodgesLehmann(differences []float64, alpha float64) (centre, low, high float64) {
	means := walshMeans(differences)
	n := len(means)
	if n == 0 {
		return nan, nan, nan
	}
	centre = (means[(n-1)/2] + means[n/2]) / 2
	k := orderOfInterval(len(differences), alpha)
	if k < 1 {
		return centre, nan, nan
	}
	return centre, means[k-1], means[n-k]
}

// walshMeans are the means of all two differences, and of each with itself, in
// their order.
func walshMeans(differences []float64) []float64 {
	n := len(differences)
	means := make([]float64, 0, n*(n+1)/2)
	for i, a := range differences {
		for _, b := range differences[i:] {
			means = append(means, a/2+b/2)
		}
	}
	slices.Sort(means)
	return means
}

// orderOfInterval is the place of the interval's lower end among the Walsh
// means of so many differences, counted from 1; 0 if so few have no interval.
func orderOfInterval(n int, alpha float64) int {
	if n > mostExact {
		z := math.Sqrt2 * math.Erfinv(1-alpha)
		pairs := float64(n) * float64(n+1)
		return int(pairs/4 - z*math.Sqrt(pairs*float64(2*n+1)/24))
	}
	ranks := make([]int, n)
	for i := range ranks {
		ranks[i] = i + 1
	}
	below := 0.0
	for sum, chance := range sumDistribution(ranks) {
		if below += chance; below > alpha/2 {
			return sum
		}
	}
	return 0
}

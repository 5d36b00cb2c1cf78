package bench

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/aclements/go-moremath/stats"
)

// fewestQuartiles are the least values of which some can lie off the others.
const fewestQuartiles = 8

// Outliers are the indices of the values of s that are off its quartiles by more than one and
// a half times what lies between them (Tukey's fences), and by more than
// MinimalEffect of the median. They count as all values do: they are marked, so
// that one can see what the host did then.
func (s *Series) Outliers() []int {
	xs := sorted(s.numbers())
	if len(xs) < fewestQuartiles {
		return nil
	}
	all := stats.Sample{Xs: xs, Sorted: true}
	reach := max(1.5*all.IQR(), MinimalEffect*math.Abs(all.Quantile(0.5)))
	low, high := all.Quantile(0.25)-reach, all.Quantile(0.75)+reach

	var outliers []int
	for i, m := range s.Values {
		if m.Value < low || m.Value > high {
			outliers = append(outliers, i)
		}
	}
	return outliers
}

// OutlierText says which outlier i is, and what the host did then that it did
// not else: "no. 7 of 20, 920 ms: other containers used 1.8 cores (else 0.1
// cores)".
func (s *Series) OutlierText(i int) string {
	m := &s.Values[i]
	others := slices.Concat(s.Values[:i], s.Values[i+1:])
	var odd []string
	busy := false // all the time
	for _, c := range conditions {
		v, usual := *c.of(&m.Host), meanOf(c, others)
		busy = busy || usual >= c.busy
		if isFinite(v) && v >= c.busy && !(v < 2*usual) {
			text := c.text(v)
			if isFinite(usual) {
				text += " (else " + FormatValue(usual, c.unit) + ")"
			}
			odd = append(odd, text)
		}
	}
	text := "no. " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(s.Values)) + ", " + FormatValue(m.Value, s.Unit)
	switch {
	case odd != nil:
		return text + ": " + strings.Join(odd, ", ")
	case busy && m.Host.known():
		return text + ": the host was no busier then than at other times"
	case m.Host.known():
		return text + ": the host did nothing unusual then"
	}
	return text
}

// known reports whether anything of c is.
func (c Conditions) known() bool {
	return slices.ContainsFunc(conditions, func(one condition) bool { return isFinite(*one.of(&c)) })
}

package bench

import (
	"cmp"
	"strings"

	"podtop/model"
)

// Short is in a sentence what r came to: the verdict of an ab, what the ramp of a load
// found, the latency of a load, and of all else the median of the series that says the
// most. "" if nothing was measured.
func (r *Report) Short() string {
	if verdict := r.Verdict(); verdict != "" {
		return verdict
	}
	if _, ramped := r.number("ramp.holds"); ramped && len(r.Notes) > 0 {
		return strings.TrimPrefix(r.Notes[0], r.Subject+" ")
	}
	if p99, ok := r.number("latency.p99"); ok && isFinite(p99.Value) {
		rate, _ := r.number("requests.rate")
		return "p99 " + FormatValue(p99.Value, p99.Unit) + " at " + FormatValue(rate.Value, rate.Unit)
	}
	all := r.Shown()
	if len(all) == 0 || len(all[0].Values) == 0 {
		return ""
	}
	s := all[0]
	sum := s.Summary()
	return "median " + FormatValue(sum.Median, s.Unit) + ": " + cmp.Or(s.Title, s.Name) + ", " + model.Plural(sum.N, "value", "values")
}

package model_test

import (
	"regexp"
	"testing"

	"podtop/model"
)

// A series says in its name what it counts: rates and sums that only grow are
// counters, all else ends in its base unit.
func TestSeriesNames(t *testing.T) {
	want := map[model.Dimension]*regexp.Regexp{
		model.Cores:       regexp.MustCompile(`^[a-z_]+_seconds_total$`),
		model.Bytes:       regexp.MustCompile(`^[a-z_]+_bytes$`),
		model.BytesPerSec: regexp.MustCompile(`^[a-z_]+_bytes_total$`),
		model.PerSec:      regexp.MustCompile(`^[a-z_]+_total$`),
		model.Percent:     regexp.MustCompile(`^[a-z_]+(_ratio|_seconds_total)$`),
		model.Number:      regexp.MustCompile(`^[a-z_]+$`),
		model.Seconds:     regexp.MustCompile(`^[a-z_]+_seconds$`),
	}
	seen := map[string]string{}
	for _, m := range model.Metrics {
		if m.Series == "" {
			continue
		}
		if !want[m.Unit].MatchString(m.Series) {
			t.Errorf("%s is called %q, want %v", m.Name, m.Series, want[m.Unit])
		}
		if other := seen[m.Series]; other != "" {
			t.Errorf("%s and %s are both called %q", other, m.Name, m.Series)
		}
		seen[m.Series] = m.Name
	}
}

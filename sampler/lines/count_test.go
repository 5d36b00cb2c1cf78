package lines

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model/logs"
)

// counted counts lines in parts of a time.
func counted(lines []logs.Line, from, to time.Time, n int) []logs.Counts {
	counts := make([]logs.Counts, n)
	for i := range lines {
		l := &lines[i]
		if l.Partial || l.Time.Before(from) || !l.Time.Before(to) {
			continue
		}
		part := 0
		for part < n-1 && l.Time.UnixMicro() >= logs.Edge(from.UnixMicro(), to.UnixMicro(), part+1, n) {
			part++
		}
		add(&counts[part], l)
	}
	return counts
}

// TestCount counts without reading a line, and gets what is counted by reading.
func TestCount(t *testing.T) {
	for _, name := range []string{"runs", "compact", "plain"} {
		for what, of := range map[string][]logs.Wanted{
			"all":      wantedOf("web", "db", "cache"),
			"one":      wantedOf("web"),
			"twice":    append(wantedOf("web"), wantedOf("web")...),
			"a user's": {{Container: logs.Container{Name: "web", ID: webID, UID: 1000}}},
			"renamed":  {{Container: logs.Container{Name: "db", ID: webID}}},
		} {
			l := openLog(t, unpack(t, name), logs.OutputAlone, of...)
			lines := readAll(t, l, start, logs.Query{}, always(1000))
			if len(lines) == 0 {
				continue
			}
			for n, m := range map[int]time.Duration{1: 0, 7: time.Second, 200: -time.Millisecond} {
				from := lines[0].Time.Add(-m)
				to := from.Add(time.Duration(n) * (lines[len(lines)-1].Time.Sub(from)/time.Duration(n) + time.Microsecond)).Truncate(time.Microsecond)
				for range 2 { // the second time some are known
					d, err := l.Count(t.Context(), from, to, n)
					if err != nil || d.Since.IsZero() || d.Since.After(lines[0].Time) {
						t.Fatal(d.Since, err)
					}
					if d := cmp.Diff(counted(lines, from, to, n), d.Counts); d != "" {
						t.Errorf("%s, %s, %d parts: %s", name, what, n, d)
					}
				}
			}
		}
	}
}

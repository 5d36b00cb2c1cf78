package model

import (
	"regexp"
	"time"
)

// Labels and names of the containers that benchmarks of podtop make.
const (
	BenchLabel      = "podtop.bench"       // the kind of benchmark
	BenchUntilLabel = "podtop.bench.until" // RFC 3339: nobody wants the container later than that
	BenchNamePrefix = "podtop-bench-"      // what names begin with; twelve hexadecimal digits come after it
)

var benchName = regexp.MustCompile(`^` + BenchNamePrefix + `[0-9a-f]{12}$`)

// IsBenchName reports whether a benchmark names its containers so.
func IsBenchName(name string) bool { return benchName.MatchString(name) }

// longestBench is the longest that a benchmark wants a container: twice the time it
// may be given, and its deadline.
const longestBench = 3*time.Hour + time.Minute

// BenchUntil is until when the benchmark that made a container wants it, from the
// label which says so; zero if none made it. A container has the labels of its image,
// too, and anybody can write them: without the name, or with a time that no benchmark
// takes, it is none.
func BenchUntil(name, label string, created time.Time) time.Time {
	until, err := time.Parse(time.RFC3339, label)
	if err != nil || !IsBenchName(name) || until.Sub(created) > longestBench {
		return time.Time{}
	}
	return until
}

// Benchmarked reports whether a benchmark of podtop made c and wants it now. No alert
// fires for it: that it takes all it can get is what it is for. Of a container that
// only its monitor has told of, the name is all that is known yet.
func (c *Container) Benchmarked(now time.Time) bool {
	if c.OldName() {
		return IsBenchName(c.Name)
	}
	return now.Before(c.BenchUntil)
}

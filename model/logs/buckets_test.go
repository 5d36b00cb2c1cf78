package logs

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var begin = time.Unix(1_796_000_000, 0)

func counts(lines, stderr uint64) Counts { return Counts{Lines: lines, Stderr: stderr} }

func TestBuckets(t *testing.T) {
	b := NewBuckets(begin, 10*time.Second, 6)
	for i, n := range []uint64{1, 2, 3, 4, 5, 6, 7} { // the seventh is outside
		b.Add(begin.Add(time.Duration(i)*10*time.Second), counts(n, n/2))
	}
	b.Add(begin.Add(-1), counts(100, 100))
	b.AddLevel(begin.Add(time.Second), Err)
	b.AddLevel(begin.Add(time.Second), Unknown)
	b.SetKnown(begin.Add(5*time.Second), begin.Add(60*time.Second), LinesKnown) // the first only in part
	b.SetKnown(begin, begin.Add(15*time.Second), LevelsKnown)

	columns := make([]Column, 3)
	b.Columns(columns, begin, begin.Add(time.Minute))
	for i, want := range []struct {
		lines, stderr uint64
		known, levels float64
	}{{3, 1, 0.5, 0.5}, {7, 3, 1, 0}, {11, 5, 1, 0}} {
		if c := columns[i]; c.Lines != want.lines || c.Stderr != want.stderr || c.LinesShare != want.known || c.LevelsShare != want.levels {
			t.Errorf("column %d: %+v, want %+v", i, c, want)
		}
	}
	if c := columns[0]; c.Levels[Err] != 1 || c.Levels[Unknown] != 1 || c.AtLeast(Warn) != 1 || c.AtLeast(Crit) != 0 || c.AtLeast(Unknown) != 2 {
		t.Errorf("levels %v", c.Levels)
	}
}

// window is the time that the buckets are of.
func window(b *Buckets) (from, to time.Time) {
	return b.start(b.first), b.start(b.first + int64(len(b.ring)))
}

// The window goes on like a ring: what is left of it keeps its counts.
func TestBucketsMove(t *testing.T) {
	b := NewBuckets(begin, time.Second, 4)
	fill := func(n uint64) {
		from, _ := window(b)
		for i := range 4 {
			b.Add(from.Add(time.Duration(i)*time.Second), counts(n, 0))
		}
		b.SetKnown(from, from.Add(time.Hour), LinesKnown|LevelsKnown)
	}
	sum := func() (lines uint64, known float64) {
		columns := make([]Column, 1)
		from, to := window(b)
		b.Columns(columns, from, to)
		return columns[0].Lines, columns[0].LinesShare
	}
	for _, c := range []struct {
		by    time.Duration
		lines uint64
		known float64
	}{{time.Second, 3, 0.75}, {-2 * time.Second, 2, 0.5}, {5 * time.Second, 0, 0}, {-4 * time.Second, 0, 0}, {0, 4, 1}, {time.Hour, 0, 0}} {
		b.MoveTo(begin)
		b.MoveTo(begin.Add(1000 * time.Hour))
		b.MoveTo(begin)
		fill(1)
		b.MoveTo(begin.Add(c.by))
		if lines, known := sum(); lines != c.lines || known != c.known {
			t.Errorf("by %v: %d lines, %v known, want %d, %v", c.by, lines, known, c.lines, c.known)
		}
	}
}

// Whatever the columns, each line of the window is counted once, in the column
// of its bucket or one that cuts it.
func TestColumnsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := time.Duration(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "width"))
		n := rapid.IntRange(1, 50).Draw(t, "buckets")
		b := NewBuckets(begin, width, n)
		from, to := window(b)
		var lines, stderr, errs uint64
		for range rapid.IntRange(0, 30).Draw(t, "adds") {
			at := from.Add(time.Duration(rapid.Int64Range(0, int64(to.Sub(from))-1).Draw(t, "at")))
			c := counts(rapid.Uint64Range(0, 1e12).Draw(t, "lines"), rapid.Uint64Range(0, 1000).Draw(t, "stderr"))
			b.Add(at, c)
			b.AddLevel(at, Err)
			lines, stderr, errs = lines+c.Lines, stderr+c.Stderr, errs+1
		}
		if rapid.Bool().Draw(t, "known") {
			b.SetKnown(from, to, LinesKnown)
		}
		known := b.ring[0].known&LinesKnown != 0
		before := time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "before"))
		columns := make([]Column, rapid.IntRange(1, 300).Draw(t, "columns"))
		b.Columns(columns, from.Add(-before), to.Add(before/2))
		var sum Counts
		covered := 0.0
		for _, c := range columns {
			sum.Add(c.Counts)
			covered += c.LinesShare
			if c.LinesShare < 0 || c.LinesShare > 1 {
				t.Fatalf("a share of %v", c.LinesShare)
			}
		}
		if sum.Lines != lines || sum.Stderr != stderr || sum.Levels[Err] != errs {
			t.Fatalf("%+v, want %d, %d, %d", sum, lines, stderr, errs)
		}
		window, all := float64(to.Sub(from)), float64(to.Sub(from)+before+before/2)
		want := window / all * float64(len(columns))
		if !known {
			want = 0
		}
		if all/float64(len(columns)) > 1000 && math.Abs(covered-want) > 0.01*float64(len(columns)) {
			t.Fatalf("%v columns are known, want %v", covered, want)
		}
	})
}

// A part of the window has the counts of that part.
func TestColumnsOfAPart(t *testing.T) {
	b := NewBuckets(begin, 10*time.Second, 10)
	for i := range 10 {
		b.Add(begin.Add(time.Duration(i)*10*time.Second), counts(100, 0))
	}
	columns := make([]Column, 4)
	b.Columns(columns, begin.Add(15*time.Second), begin.Add(35*time.Second)) // of 5 s each
	for i, c := range columns {
		if c.Lines != 50 {
			t.Errorf("column %d: %d lines, want 50", i, c.Lines)
		}
	}
	b.Columns(nil, begin, begin.Add(time.Second))
	b.Columns(columns, begin, begin)
	if columns[0] != (Column{}) {
		t.Errorf("no time has %+v", columns[0])
	}
}

// Times and widths that no clock has do no harm.
func TestBucketsOfStrangeTimes(t *testing.T) {
	far := []time.Time{{}, time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), begin}
	for _, from := range far {
		b := NewBuckets(from, math.MaxInt64, math.MaxInt32)
		for _, t := range far {
			b.Add(t, counts(1, 1))
			b.SetKnown(t, t.Add(time.Hour), LinesKnown)
			b.MoveTo(t)
			b.Columns(make([]Column, 3), t, far[1])
			b.Columns(make([]Column, 3), far[2], t)
		}
	}
	b := NewBuckets(begin, time.Second, 10)
	b.Add(far[1], counts(1, 1))
	columns := make([]Column, 1)
	from, to := window(b)
	if b.Columns(columns, from, to); columns[0].Lines != 0 {
		t.Error("a line of the year 292277026596 is counted")
	}
}

package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The mean is over the window as soon as so much is known, and never over more
// than one reading longer.
func TestTrailSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tr counterWindow[int]
		var at time.Duration
		steps := rapid.SliceOfN(rapid.IntRange(90, 130), 2, 60).Draw(t, "ms")
		for i, ms := range steps {
			at += time.Duration(ms) * time.Millisecond
			tr.push(at, i)
			from, to, d, ok := tr.span(time.Second)
			if ok != (i > 0) {
				t.Fatalf("after %d readings: ok %v", i+1, ok)
			}
			if !ok {
				continue
			}
			if to != i || from >= to || d <= 0 {
				t.Fatalf("span %d-%d over %v at reading %d", from, to, d, i)
			}
			if from > 0 && (d < 930*time.Millisecond || d > 1130*time.Millisecond) {
				t.Fatalf("mean over %v", d)
			}
		}
	})
}

func TestTrailDropsWhatIsNotNew(t *testing.T) {
	var tr counterWindow[int]
	tr.push(0, 1) // never read
	tr.push(5, 2)
	tr.push(5, 3) // the slow tier, shown again with a fast tick
	if _, _, _, ok := tr.step(); ok || tr.n != 1 {
		t.Errorf("%d readings, want 1", tr.n)
	}
	tr.push(6, 4)
	tr.push(0, 0) // its file has gone
	if _, _, _, ok := tr.step(); ok {
		t.Error("there is a rate from a file that has gone")
	}
}

package demo

import (
	"iter"
	"time"

	"podtop/model"
)

const day = 24 * time.Hour

// spells are how often the past is sampled: the coarser the longer it is ago,
// but often enough for a graph of any window, so that a day is some nine hundred
// samples.
var spells = []struct{ long, every time.Duration }{
	{18 * time.Hour, 10 * time.Minute},
	{5 * time.Hour, 3 * time.Minute},
	{45 * time.Minute, 15 * time.Second},
	{10 * time.Minute, 5 * time.Second},
	{4 * time.Minute, 2 * time.Second},
	{time.Minute, 250 * time.Millisecond},
}

// Past lets the day before now go by, and yields the samples of it. Whoever
// stops early stays in the past.
func (h *Host) Past() iter.Seq[*model.Sample] {
	return func(yield func(*model.Sample) bool) {
		for _, s := range spells {
			for range s.long / s.every {
				h.Advance(s.every)
				if !yield(h.Sample(s.every)) {
					return
				}
			}
		}
	}
}

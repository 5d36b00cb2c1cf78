//go:build e2e

package main_test

import (
	"math"
	"testing"
	"time"
)

// interval is that of the lines whose rates are compared.
const interval = 2 * time.Second

// compareRates has podtop print its rates. Of each step between two lines the
// kernel's files tell what the rate is at the least, and at the most.
func (c *comparison) compareRates(t *testing.T) {
	figures := c.h.rates(c.cast)
	results := make([]result, len(figures))
	const lines = 5
	var moments []moment
	passes := lookDuring(figures, func() {
		s := c.h.viewer().watch(t, interval.String())
		for range lines {
			line := s.next(t)
			moments = append(moments, moment{line, line.Time, time.Now()})
		}
		s.stop()
	})
	for n := 1; n < lines; n++ {
		steps := stepsBetween(passes, moments[n-1], moments[n])
		for i := range figures {
			got := figures[i].podtop(&prints{last: moments[n].snapshot})
			if r := figures[i].rate.compare(i, steps, got); n == 1 || results[i].isRight() {
				results[i] = r
			}
		}
	}
	c.figures, c.results = append(c.figures, figures...), append(c.results, results...)
}

// A moment is a line of podtop stats --watch: its files were read between begin
// and end.
type moment struct {
	snapshot
	begin, end time.Time
}

// A reading is a time at which podtop may have read its files, after one look of
// ours and before another.
type reading struct {
	begin, end    time.Time
	before, after *pass
}

// A step is what a rate can be the mean over.
type step struct{ from, to reading }

// stepsBetween are the step from line a to line b, and all others between them
// that are half as long at the least: when a container comes or goes podtop
// reads in between, too, and the rate of a line may be from there or up to there.
func stepsBetween(passes []*pass, a, b moment) []step {
	reads := []reading{readOf(passes, a)}
	for k, p := range passes[:len(passes)-1] {
		if p.begin.After(a.begin) && passes[k+1].end.Before(b.end) {
			reads = append(reads, reading{p.begin, passes[k+1].end, p, passes[k+1]})
		}
	}
	reads = append(reads, readOf(passes, b))
	steps := []step{{reads[0], reads[len(reads)-1]}}
	for i, from := range reads {
		for _, to := range reads[i+1:] {
			if to.begin.Sub(from.end) >= interval/2 {
				steps = append(steps, step{from, to})
			}
		}
	}
	return steps
}

func readOf(passes []*pass, m moment) reading {
	r := reading{begin: m.begin, end: m.end}
	for _, p := range passes {
		if !p.end.After(m.begin) {
			r.before = p
		}
		if p.begin.After(m.end) {
			r.after = p
			break
		}
	}
	return r
}

// compare is how the rate got compares with the first step, or with one that it
// is right of.
func (r *rate) compare(i int, steps []step, got float64) result {
	for _, s := range steps {
		if other := r.bounds(i, s, got); other.isRight() {
			return other
		}
	}
	return r.bounds(i, steps[0], got)
}

// bounds are what the rate can be over a step.
func (r *rate) bounds(i int, s step, got float64) result {
	least, most := s.growth(func(p *pass) float64 { return p.values[i] })
	shortest, longest := s.to.begin.Sub(s.from.end).Seconds(), s.to.end.Sub(s.from.begin).Seconds()
	if r.per != nil {
		shortest, longest = s.growth(func(p *pass) float64 { return p.pers[i] })
	}
	least, most = r.scale*least/longest, r.scale*most/shortest
	switch {
	case longest == 0: // nothing passed
		least, most = 0, 0
	case shortest <= 0:
		most = math.Inf(1)
	}
	if r.most > 0 {
		least, most = math.Min(least, r.most), math.Min(most, r.most)
	}
	const rounding = 1e-9
	return result{least * (1 - rounding), got, most * (1 + rounding)}
}

// growth is by how much a counter grew in the step, at the least and at the
// most.
func (s step) growth(value func(*pass) float64) (least, most float64) {
	return math.Max(0, value(s.to.before)-value(s.from.after)), value(s.to.after) - value(s.from.before)
}

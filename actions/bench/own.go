package bench

import (
	"fmt"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// mostOwn is how much of a start may be podtop's own processor time, in percent
// of a core. What uses more is in the times that it measures.
const mostOwn = 2

// An ownShare is the processor time of podtop itself, and how long what it
// measured took.
type ownShare struct {
	used, took time.Duration
}

// begin looks at the clock of podtop itself, used. What it returns adds a lap that
// was measured since.
func (o *ownShare) begin(used func() time.Duration) (end func(*Lap)) {
	if used == nil {
		return func(*Lap) {}
	}
	before := used()
	return func(l *Lap) {
		o.used += used() - before
		o.took += l.Ended.Sub(l.Began)
	}
}

// fill puts the share into r, and warns if it is large.
func (o *ownShare) fill(r *bench.Report) {
	if o.took <= 0 {
		return
	}
	percent := 100 * o.used.Seconds() / o.took.Seconds()
	r.Add("podtop", bench.CPUPercent, model.Percent, percent)
	if percent > mostOwn {
		r.Notes = append(r.Notes, fmt.Sprintf("podtop itself used %s of a core meanwhile, more than %d %%: the times are longer for that",
			bench.FormatValue(percent, model.Percent), mostOwn))
	}
}

package lines

import (
	"context"
	"time"

	"podtop/model/logs"
)

const (
	maxLook  = 100 * time.Millisecond // that a call looks for lines
	maxBatch = 8 << 20                // bytes of text in a Batch
)

// Read returns lines from a place on. See pane.Log.
func (l *Log) Read(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error) {
	j, err := l.begin(ctx, &l.read)
	if err != nil {
		return logs.Batch{}, err
	}
	r := reading{log: l, lines: j, ctx: ctx, query: q, until: time.Now().Add(maxLook), spot: l.spotOf(from)}
	r.batch.Reached = from
	if q.Backward {
		r.backward()
	} else {
		r.forward()
	}
	r.batch.Oldest = l.oldest(j)
	l.end(&l.read)
	r.batch.Missing = l.missing.texts(l)
	return r.batch, l.ended(ctx)
}

// A reading is one call of Read.
type reading struct {
	log   *Log
	lines *Journal
	ctx   context.Context
	query logs.Query
	until time.Time // that it looks
	spot  spot
	batch logs.Batch
	bytes int  // of text in batch
	last  item // that was looked at
}

// isOver reports whether it has looked for long enough.
func (r *reading) isOver() bool { return r.log.ended(r.ctx) != nil || time.Now().After(r.until) }

// forward reads the lines behind the spot.
func (r *reading) forward() {
	since, until := r.query.Filter.Times()
	if at := nanos(since); !since.IsZero() && at > r.spot.at {
		r.spot = spot{at: at, in: -1}
	}
	if r.spot.end || r.query.N <= 0 {
		r.batch.AtEnd = r.spot.end
		return
	}
	s := r.log.newScan(r.lines, &r.query)
	side := r.log.side(r.lines, &r.spot, false)
	full := r.take(s.behind(&r.spot, side.at))
	for n := 1; !full; n++ {
		it, ok := side.next()
		if !ok || !until.IsZero() && it.at > nanos(until) {
			r.batch.AtEnd = true
			break
		}
		r.last = it
		full = r.take(s.add(&it)) || n%8 == 0 && r.isOver()
	}
	r.reach()
	if r.batch.AtEnd && until.IsZero() {
		r.flush(s)
	}
}

// reach notes up to where it was looked: the last line if the batch is full with
// it, else the last item.
func (r *reading) reach() {
	switch {
	case r.isFull():
		r.batch.Reached = r.batch.Lines[len(r.batch.Lines)-1].Place()
	case r.last.at != 0:
		r.batch.Reached = r.last.place()
	}
}

// flush takes the lines that are open at the end of the log.
func (r *reading) flush(s *scan) {
	if !s.resumed {
		s.resume(r.lines.journal.Backward, nil)
	}
	cursor := r.spot.base
	if r.last.at != 0 {
		cursor = r.last.cursor()
	}
	if cursor == "" {
		return
	}
	before := len(r.batch.Lines)
	if r.take(s.flush(cursor)) {
		r.batch.AtEnd = false
	}
	if n := len(r.batch.Lines); n > before {
		r.batch.Reached = r.batch.Lines[n-1].Place()
	}
}

// take takes lines, and reports whether the batch is full.
func (r *reading) take(lines []logs.Line) bool {
	for i := range lines {
		l := &lines[i]
		wanted, leftOut := r.query.Choose(l)
		if leftOut {
			r.batch.LeftOut++
		}
		if !wanted {
			continue
		}
		r.batch.Lines = append(r.batch.Lines, *l)
		if r.bytes += len(l.Text); r.isFull() {
			return true
		}
	}
	return false
}

func (r *reading) isFull() bool { return len(r.batch.Lines) >= r.query.N || r.bytes >= maxBatch }

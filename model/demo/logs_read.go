package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"podtop/model/logs"
)

// A Log is that of some of a Host's containers. It does what a pane.Log does.
type Log struct {
	now    func() *Logs // up to now
	sleep  func(context.Context, time.Duration) error
	of     []logs.Wanted
	with   logs.Sources
	open   context.Context
	cancel context.CancelFunc
}

// OpenLog returns the log of some containers: now gives what there is, and sleep
// waits.
func OpenLog(of []logs.Wanted, s logs.Sources, now func() *Logs, sleep func(context.Context, time.Duration) error) *Log {
	l := &Log{now: now, sleep: sleep, of: slices.Clone(of), with: s}
	l.open, l.cancel = context.WithCancel(context.Background())
	return l
}

// Close ends it.
func (l *Log) Close() { l.cancel() }

// check is why nothing more is read.
func (l *Log) check(ctx context.Context) error {
	if l.open.Err() != nil {
		return errors.New("the log was closed")
	}
	return ctx.Err()
}

const (
	window  = time.Minute // that is looked at in one go
	maxLook = 20_000      // lines that are looked at until Read returns
)

// Read returns lines from a place on.
func (l *Log) Read(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error) {
	r := reading{Logs: l.now(), q: &q, with: l.with, place: from}
	r.chosen, r.batch.Missing = r.Logs.chosen(l.of)
	since, _ := q.Filter.Times()
	r.batch.Oldest, r.oldest = r.Oldest(), later(r.Oldest(), since.UTC())
	if from.IsEnd() {
		r.place = logs.PlaceAt(r.now.Add(time.Nanosecond))
	}
	for !r.done() {
		if err := l.check(ctx); err != nil {
			return logs.Batch{}, err
		}
		r.step()
	}
	if q.Backward {
		slices.Reverse(r.batch.Lines)
	}
	r.batch.Reached = r.place
	return r.batch, l.check(ctx)
}

// A reading is a Read under way.
type reading struct {
	*Logs
	q      *logs.Query
	with   logs.Sources
	chosen []int
	place  logs.Place // up to where it was looked
	oldest time.Time  // before that nothing is asked for
	looked int
	batch  logs.Batch
}

func (r *reading) done() bool {
	return r.batch.AtEnd || len(r.batch.Lines) >= r.q.N || r.looked >= maxLook
}

// step looks at a window of time, or as much of it as is asked for.
func (r *reading) step() {
	start, behind := position(r.place)
	from, to, next := r.bounds(start.at, behind)
	entries := r.between(nil, r.chosen, r.with, from, to)
	slices.SortFunc(entries, func(a, b entry) int {
		if r.q.Backward {
			return b.compare(&a)
		}
		return a.compare(&b)
	})
	for i := range entries {
		order := entries[i].compare(&start)
		if behind && (order == 0 || (order > 0) == r.q.Backward) {
			continue
		}
		r.looked++
		line := r.line(&entries[i])
		wanted, leftOut := r.q.Choose(&line)
		if leftOut {
			r.leaveOut()
		}
		if !wanted {
			continue
		}
		r.batch.Lines = append(r.batch.Lines, line)
		if len(r.batch.Lines) >= r.q.N {
			r.place = line.Place()
			return
		}
	}
	r.place = logs.PlaceAt(next)
	r.batch.AtEnd = r.isAtEnd(next)
}

// leaveOut counts a line that the filter leaves out.
func (r *reading) leaveOut() {
	r.batch.LeftOut++
	if r.q.Backward && len(r.batch.Lines) == 0 {
		r.batch.LeftBehind++
	}
}

// bounds are the window behind or before a time, and from where the next one is.
// Where a line of that very time has been read, others of it may be to come.
func (r *reading) bounds(at time.Time, some bool) (from, to, next time.Time) {
	end := r.now.Add(time.Nanosecond)
	if r.q.Backward {
		to = at
		if some {
			to = at.Add(time.Nanosecond)
		}
		to = earlier(to, end)
		from = later(to.Add(-window), r.oldest)
		return from, to, from
	}
	from = later(at, r.oldest)
	to = earlier(from.Add(window), end)
	return from, to, to
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (r *reading) isAtEnd(next time.Time) bool {
	if r.q.Backward {
		return !next.After(r.oldest)
	}
	return next.After(r.now)
}

// Wait returns what is written behind a place, as soon as there is something, and
// nothing after a second.
func (l *Log) Wait(ctx context.Context, from logs.Place, q logs.Query) (b logs.Batch, err error) {
	const ticks = 10 // of a second
	leftOut := uint64(0)
	for range ticks {
		if err := l.sleep(ctx, time.Second/ticks); err != nil {
			return b, err
		}
		b, err = l.Read(ctx, from, q)
		leftOut += b.LeftOut
		if b.LeftOut = leftOut; err != nil || len(b.Lines) > 0 {
			return b, err
		}
		from = b.Reached
	}
	return b, nil
}

// Count counts the lines of a time in n parts.
func (l *Log) Count(ctx context.Context, from, to time.Time, n int) (logs.Density, error) {
	d := logs.Density{From: from, To: to, Counts: make([]logs.Counts, max(0, n))}
	now := l.now()
	if oldest := now.Oldest(); from.Before(oldest) {
		d.Since = oldest
	}
	span := to.Sub(from)
	if n <= 0 || span <= 0 {
		return d, l.check(ctx)
	}
	chosen, _ := now.chosen(l.of)
	var entries []entry
	for at := later(from, now.Oldest()); at.Before(to) && !at.After(now.now); at = at.Add(window) {
		if err := l.check(ctx); err != nil {
			return d, err
		}
		entries = now.between(entries[:0], chosen, logs.OutputAlone, at, earlier(at.Add(window), to))
		for i := range entries {
			e := &entries[i]
			if e.kind != logs.Output {
				continue
			}
			c := &d.Counts[min(n-1, int(float64(e.at.Sub(from))/float64(span)*float64(n)))]
			c.Lines++
			if e.phrase.stream == logs.Stderr {
				c.Stderr++
			}
		}
	}
	return d, l.check(ctx)
}

package lines

import (
	"context"
	"time"

	"podtop/model/logs"
)

const (
	pollEvery   = 50 * time.Millisecond
	answerEvery = 250 * time.Millisecond // each answer makes the screen draw its lines anew
	answerFull  = 100 * time.Millisecond // if there are more lines than go into one
)

// Wait returns the lines that are written behind a place. See pane.Log.
func (l *Log) Wait(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error) {
	j, err := l.begin(ctx, &l.follow)
	if err != nil {
		return logs.Batch{}, err
	}
	f := &l.followed
	if f.follower == nil || f.reached.Cursor != from.Cursor || !f.reached.Time.Equal(from.Time) {
		f.begin(l, j, from)
	}
	f.scan.pattern = q.Pattern
	w := waiting{log: l, following: f, ctx: ctx, query: q}
	w.run()
	w.batch.Oldest = l.oldest(j)
	l.end(&l.follow)
	w.batch.Missing = l.missing.texts(l)
	return w.batch, l.ended(ctx)
}

// A waiting is one call of Wait.
type waiting struct {
	*following
	log   *Log
	ctx   context.Context
	query logs.Query
	batch logs.Batch
	bytes int  // of text in batch
	came  bool // something did, be it wanted or not
}

// run takes lines until it has some, but not sooner than answerEvery behind the
// last answer, or until it has waited long enough. That some were passed over is
// no answer: the youngest of them come next.
func (w *waiting) run() {
	deadline := time.Now().Add(w.log.wait)
	for {
		w.take()
		now := time.Now()
		pause := pollEvery
		if len(w.batch.Lines) > 0 {
			pause = min(pollEvery, w.answered.Add(w.every()).Sub(now))
		}
		if pause <= 0 || !now.Before(deadline) || w.log.pause(w.ctx, pause) != nil {
			break
		}
	}
	w.answered = time.Now()
	if !w.came {
		w.flush()
	}
	w.batch.Reached = w.place(w.batch.Lines)
}

// every is the least time between two answers.
func (w *waiting) every() time.Duration {
	if w.isFull() {
		return answerFull
	}
	return answerEvery
}

func (w *waiting) isFull() bool { return len(w.batch.Lines) >= w.query.N || w.bytes >= maxBatch }

// take takes what came.
func (w *waiting) take() {
	w.deliver()
	for n := 1; !w.isFull() && (n%8 != 0 || w.log.ended(w.ctx) == nil); n++ {
		it, ok := w.next(w.log)
		if !ok {
			break
		}
		w.came = true
		w.pending = append(w.pending[:0], w.scan.add(&it)...)
		w.last = it
		w.deliver()
	}
	w.batch.Skipped += w.skipped
	w.skipped = 0
}

// deliver puts the pending lines that are wanted into the batch.
func (w *waiting) deliver() {
	for len(w.pending) > 0 && !w.isFull() {
		l := w.pending[0]
		w.pending = w.pending[1:]
		wanted, leftOut := w.query.Choose(&l)
		if leftOut {
			w.batch.LeftOut++
		}
		if wanted {
			w.batch.Lines = append(w.batch.Lines, l)
			w.bytes += len(l.Text)
		}
	}
}

// flush delivers lines that have no end, as nothing came for so long: a prompt
// has none. What comes of them later is a line of its own.
func (w *waiting) flush() {
	if w.scan.joiner.Open() == 0 || w.base == "" || w.isFull() {
		return
	}
	w.pending = append(w.pending[:0], w.scan.flush(w.base)...)
	w.flushed = w.pending[len(w.pending)-1].Place()
	w.deliver()
}

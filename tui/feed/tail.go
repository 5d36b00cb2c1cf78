package feed

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/pane"
)

// A tail is what is written behind all lines there are.
type tail struct {
	place  logs.Place
	known  bool               // the place is
	rests  bool               // it is not waited for before the next Tick
	number int                // of the Wait that is under way
	cancel context.CancelFunc // ends that; nil: none is

	beyond, skipped uint64
}

// at makes a place the one from which on lines are waited for.
func (t *tail) at(p logs.Place) {
	*t = tail{place: p, known: true, number: t.number, skipped: t.skipped}
}

// Rest has the Feed wait for no lines before the next Tick: the pane is not on
// screen.
func (f *Feed) Rest() {
	f.stopWaiting()
	f.tail.rests = true
}

// stopWaiting ends a Wait. What it would have said the next one says, too.
func (f *Feed) stopWaiting() {
	if f.tail.cancel != nil {
		f.tail.cancel()
	}
	f.tail.cancel = nil
}

// wait waits for lines, unless it does already.
func (f *Feed) wait(env pane.Env) tea.Cmd {
	t := &f.tail
	if f.log == nil || f.opens || !t.known || t.cancel != nil || t.rests || env.Frozen {
		return nil
	}
	var ctx context.Context
	ctx, t.cancel = context.WithCancel(f.ctx)
	t.number++
	return f.run(env, written{ctx: ctx, number: t.number, from: t.place})
}

// written is lines that were written.
type written struct {
	ctx    context.Context // of this Wait alone
	number int
	from   logs.Place
	batch  logs.Batch
	err    error
}

func (w written) read(_ context.Context, log pane.Log, filter logs.Filter) answer {
	w.batch, w.err = log.Wait(w.ctx, w.from, logs.Query{N: piece, Filter: filter})
	return w
}

func (w written) take(f *Feed, env pane.Env) {
	t := &f.tail
	if t.cancel == nil || w.number != t.number {
		return // it was ended
	}
	f.stopWaiting()
	switch {
	case w.err != nil:
		f.fail(w.err)
		t.rests = true
	case !env.Frozen: // else it is asked for once more when the screen goes on
		f.err = nil
		f.note(&w.batch)
		t.place = w.batch.Reached
		t.skipped += w.batch.Skipped
		f.grow(&w.batch, w.from)
	}
}

// grow adds lines at the young end. Where lines before them were skipped those
// there are do not join, and are let go: going back, they are read.
func (f *Feed) grow(b *logs.Batch, before logs.Place) {
	n := uint64(len(b.Lines)) + b.Skipped
	switch near := f.End()-f.shown.last <= near; {
	case !f.younger.last:
		f.tail.beyond += n
	case b.Skipped > 0 && near && len(b.Lines) > 0:
		f.replace(b.Lines, len(b.Lines))
		f.shown.follows = true
		f.older = end{place: b.Lines[0].Place()}
	case b.Skipped > 0:
		f.younger = end{place: before}
		f.tail.beyond += n
	default:
		f.append(b.Lines)
		f.fit()
	}
}

package feed

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/pane"
)

// A reply is for one Feed, and for what it has opened.
type reply struct {
	feed    *Feed
	opening int
	answer  answer
}

// An answer was asked for, was read, and is to be taken in.
type answer interface {
	read(context.Context, pane.Log, logs.Filter) answer
	take(*Feed, pane.Env)
}

// run returns the command that reads an answer.
func (f *Feed) run(env pane.Env, a answer) tea.Cmd {
	opening, ctx, log, filter := f.opening, f.ctx, f.log, f.request.Filter
	return env.Run(func() tea.Msg { return reply{f, opening, a.read(ctx, log, filter)} })
}

// opened is the lines around a place.
type opened struct {
	at            At
	now           time.Time // when it was asked for
	before, after logs.Batch
	err           error
}

func (o opened) read(ctx context.Context, log pane.Log, filter logs.Filter) answer {
	q := logs.Query{Backward: true, N: piece, Filter: filter}
	if o.before, o.err = log.Read(ctx, o.at.Place, q); o.err != nil || o.at.Place.IsEnd() {
		return o
	}
	q.Backward = false
	o.after, o.err = log.Read(ctx, o.at.Place, q)
	return o
}

func (o opened) take(f *Feed, _ pane.Env) {
	f.opens = false
	if o.err != nil {
		f.fail(o.err)
		f.again = &o.at
		return
	}
	f.err, f.leftOut = nil, 0
	lines := o.before.Lines
	anchor := len(lines)
	if o.at.Line != nil {
		lines = append(lines, *o.at.Line)
	}
	f.replace(lines, anchor)
	f.older = end{place: o.before.Reached, last: o.before.AtEnd}
	if o.at.Place.IsEnd() && (anchor > 0 || f.older.last) {
		o.before.LeftOut -= o.before.LeftBehind // what is written is waited for from behind the last line
	}
	f.note(&o.before)
	f.younger = end{place: o.after.Reached, last: true}
	f.shown.follows = o.at.Place.IsEnd()
	f.tail = tail{skipped: f.tail.skipped}
	switch {
	case o.at.Place.IsEnd():
		f.tail.at(f.behindLast(o.now))
	case o.after.AtEnd:
		f.tail.at(o.after.Reached)
	default:
		f.younger.last = false
	}
	if !o.at.Place.IsEnd() {
		f.note(&o.after)
		f.append(o.after.Lines)
	}
	f.fit()
}

// behindLast is the place behind the last line. Without a line it is the begin of
// the log or, where that was not looked through, the time when it was read.
func (f *Feed) behindLast(now time.Time) logs.Place {
	switch n := len(f.lines); {
	case n > 0:
		return f.lines[n-1].Place()
	case f.older.last || now.IsZero():
		return Oldest().Place
	}
	return logs.PlaceAt(now)
}

// more is the lines beyond an end.
type more struct {
	from     logs.Place
	backward bool
	batch    logs.Batch
	err      error
}

func (m more) read(ctx context.Context, log pane.Log, filter logs.Filter) answer {
	m.batch, m.err = log.Read(ctx, m.from, logs.Query{Backward: m.backward, N: piece, Filter: filter})
	return m
}

func (m more) take(f *Feed, _ pane.Env) {
	e := &f.younger
	if m.backward {
		e = &f.older
	}
	if e.place != m.from || !e.asks {
		return // that end was let go meanwhile
	}
	e.asks, e.failed = false, m.err != nil
	if m.err != nil {
		f.fail(m.err)
		return
	}
	f.err = nil
	f.note(&m.batch)
	e.place, e.last = m.batch.Reached, m.batch.AtEnd
	if m.backward {
		f.prepend(m.batch.Lines)
		f.fit()
		return
	}
	f.append(m.batch.Lines)
	f.tail.beyond -= min(f.tail.beyond, uint64(len(m.batch.Lines)))
	if e.last {
		f.stopWaiting()
		f.tail.at(m.batch.Reached)
	}
	f.fit()
}

// note keeps what a batch says beside its lines.
func (f *Feed) note(b *logs.Batch) {
	oldest := f.batch.Oldest
	f.batch = *b
	f.batch.Lines = nil
	f.leftOut += b.LeftOut
	if b.Oldest.IsZero() {
		f.batch.Oldest = oldest
	}
}

// Package feed is what a pane has of a log: the lines around one place in it,
// read in pieces by commands, and those that are written meanwhile.
//
// A pane opens a Feed, gives it each message that is not its own, and says with
// Look after each which lines it shows: the Feed then reads more where they come
// near an end. Lines have numbers, which they keep while others come before and
// behind them.
//
//	p.feed.Open(env, feed.Request{Of: wanted, Sources: logs.WithEvents}, feed.AtEnd)
//	cmd := p.feed.Update(env, msg)                  // in Update
//	cmd = p.feed.Look(env, p.first, p.last)         // in Update, at its end
//	for n := p.feed.First(); n < p.feed.End(); n++ { … p.feed.Line(n) … } // in Draw
//
// When Round is another than before, all lines were replaced, and have other
// numbers: Anchor is the one that stands at the place that was asked for.
package feed

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/pane"
)

// Bounds of what is held.
const (
	MaxLines = 20_000
	MaxText  = 16 << 20 // bytes
)

const (
	piece = 500 // lines that are read at one time
	near  = 200 // lines from an end, from where on more are read
)

// A Request says what of which containers is wanted.
type Request struct {
	Of      []logs.Wanted
	Sources logs.Sources
	Filter  logs.Filter
}

// An At is where in a log lines are wanted.
type At struct {
	Place logs.Place // the zero Place is the end
	Line  *logs.Line // that Place is the one of; nil: it is that of no line
}

// AtEnd is where lines are written now.
var AtEnd At

// AtTime is half before a time, and half after it.
func AtTime(t time.Time) At { return At{Place: logs.PlaceAt(t)} }

// AtLine is around a line that is in the log.
func AtLine(l *logs.Line) At { return At{Place: l.Place(), Line: new(*l)} }

// Oldest is the beginning of the log.
func Oldest() At { return AtTime(time.Unix(0, 1)) }

// A Feed holds lines of one log. The zero Feed holds none, until it is opened.
type Feed struct {
	request Request
	log     pane.Log
	ctx     context.Context
	cancel  context.CancelFunc
	opening int           // counts what was opened, and the places in it
	since   time.Duration // Env.Now when it was asked for; only while opens
	opens   bool          // it is not there yet

	lines          []logs.Line
	first          int // the number of the first
	bytes          int // of their texts
	older, younger end
	tail           tail
	shown          shown
	round, anchor  int

	batch   logs.Batch // what the last one says beside its lines
	leftOut uint64     // lines that were looked at and did not pass the filter
	err     error
	again   *At // where it failed to open: it is tried again with the next Tick

	seek seek
}

// A shown is which lines are on screen: from the first up to the last, which is not
// among them.
type shown struct {
	first, last int
	follows     bool // the last is the youngest line there is, and that is to stay
}

// An end is one of the two ends of the lines that are held.
type end struct {
	place  logs.Place // from where more are read
	last   bool       // there is nothing beyond
	asks   bool       // a read is under way
	failed bool       // the last read did; it is tried again with the next Tick
	full   bool       // lines were let go here, and would be again if they were read
}

// Open opens the log of a Request, at a place in it. The lines of the log before
// stay until the new ones are there. A Seek goes on if the lines are of other
// containers alone: one was started, say.
func (f *Feed) Open(env pane.Env, r Request, at At) tea.Cmd {
	if r.Sources != f.request.Sources || r.Filter.String() != f.request.Filter.String() {
		f.StopSeeking()
	}
	f.close()
	f.request, f.tail.skipped = r, 0
	if env.Logs == nil {
		return nil
	}
	f.log = env.Logs.OpenLog(slices.Clone(r.Of), r.Sources)
	f.ctx, f.cancel = context.WithCancel(env.Context)
	return f.Show(env, at)
}

// Show reads the lines around another place.
func (f *Feed) Show(env pane.Env, at At) tea.Cmd {
	if f.log == nil {
		return nil
	}
	f.opening++
	f.opens, f.since, f.again = true, env.Now, nil
	f.stopWaiting()
	return f.run(env, opened{at: at, now: env.Snapshot.Time})
}

// Follow goes back to the end of the log, if lines there came too fast and are not
// held. Who follows calls it after each message.
func (f *Feed) Follow(env pane.Env) tea.Cmd {
	if f.opens || f.again != nil || f.younger.last || env.Frozen {
		return nil
	}
	return f.Show(env, AtEnd)
}

// Close ends what is under way. It may be opened again.
func (f *Feed) Close() {
	f.StopSeeking()
	f.close()
}

func (f *Feed) close() {
	if f.log == nil {
		return
	}
	f.stopWaiting()
	f.cancel()
	go f.log.Close() // which may hang, as all that a log does
	f.log, f.opens, f.again, f.opening = nil, false, nil, f.opening+1
}

// IsOpen reports whether it is.
func (f *Feed) IsOpen() bool { return f.log != nil }

// Request is what was opened last.
func (f *Feed) Request() Request { return f.request }

// Update takes in a message, if it is an answer to what the Feed asked.
func (f *Feed) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Tick:
		f.older.failed, f.younger.failed, f.tail.rests = false, false, false
		if f.again != nil {
			return f.Show(env, *f.again)
		}
	case reply:
		if msg.feed != f || msg.opening != f.opening {
			return nil // to what nobody waits for any more
		}
		msg.answer.take(f, env)
	case soughtMsg:
		return f.sought(env, msg)
	}
	return f.wait(env)
}

// Look says which lines are on screen, and asks for more where those come near an
// end.
func (f *Feed) Look(env pane.Env, first, last int) tea.Cmd {
	if f.log == nil || f.opens {
		return nil
	}
	f.look(first, last)
	margin := f.margin(env)
	var cmds []tea.Cmd
	if f.older.asked(first-f.first < margin) {
		cmds = append(cmds, f.run(env, more{from: f.older.place, backward: true}))
	}
	if f.younger.asked(f.End()-last <= margin) {
		cmds = append(cmds, f.run(env, more{from: f.younger.place}))
	}
	return tea.Batch(cmds...)
}

// look notes which lines are on screen. An end that is full is no longer so when
// the screen comes nearer to it.
func (f *Feed) look(first, last int) {
	if first < f.shown.first {
		f.older.full = false
	}
	if last > f.shown.last {
		f.younger.full = false
	}
	f.shown = shown{first, last, f.younger.last && last >= f.End()}
}

// margin is how near to an end more is read. Where all is held that may be, that
// is where what is far away can be let go for it.
func (f *Feed) margin(env pane.Env) int {
	margin := max(near, 2*env.Height)
	if 2*len(f.lines) > MaxLines || 2*f.bytes > MaxText {
		margin = min(margin, len(f.lines)/8)
	}
	return margin
}

// asked reports whether more is to be read now, and takes that for done.
func (e *end) asked(near bool) bool {
	if !near || e.last || e.asks || e.failed || e.full {
		return false
	}
	e.asks = true
	return true
}

// fail remembers an error. Those of one who goes away are none.
func (f *Feed) fail(err error) {
	if !errors.Is(err, context.Canceled) {
		f.err = err
	}
}

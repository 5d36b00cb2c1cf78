package charts

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// A density is how many lines were written, in the columns of the time axis. Each
// column is counted once, when it has ended; the newest ones again and again, as
// long as lines are written.
type density struct {
	feed   *feed.Feed
	of     []logs.Wanted
	log    pane.Log // nil: none is open
	ctx    context.Context
	cancel context.CancelFunc

	ended  *logs.Buckets // a bucket is a column; their times are those of the axis, since 1970
	newest counted       // the last answer: of columns that had not ended, too
	since  time.Time     // before that nothing is known; zero: all is
	err    error         // why they could not be counted

	asks     bool
	asked    time.Duration // Env.Now then
	written  activity      // what was seen of the log when it was asked
	followed time.Duration // Env.Now when it was seen last

	columns []logs.Column // what is known of the axis
	curves  lineCurves
	levels  levels
}

// An activity is another one when lines have been written.
type activity struct {
	round, end      int
	beyond, leftOut uint64
}

// counted is the answer to one Count.
type counted struct {
	logs.Density
	err   error
	of    context.Context // of the density that asked
	axis  graph.Timeline
	first int           // column of axis
	at    time.Duration // Env.Now when it was asked for
}

const (
	lag   = 2 * time.Second // after that no line comes any more that was written in a column
	anew  = time.Second     // is the newest counted, where something was written
	never = -1              // a round that there is none of
)

// UpdateLog counts the lines of the log that a feed has open, over the time that
// graphs show. It is given each message, after the feed.
func (c *Charts) UpdateLog(env pane.Env, f *feed.Feed, msg tea.Msg) tea.Cmd {
	d := &c.density
	d.follow(env, f)
	if d.log == nil {
		return nil
	}
	if oldest := f.Reach(); !oldest.IsZero() {
		c.time.reach = env.Snapshot.Time.Sub(oldest)
	}
	if answer, ok := msg.(counted); ok && answer.of == d.ctx {
		d.take(answer)
	}
	return d.ask(env, c.drawn.axis)
}

// CloseLog ends that.
func (c *Charts) CloseLog() { c.density.close() }

// follow opens the log that the feed has open.
func (d *density) follow(env pane.Env, f *feed.Feed) {
	of := f.Request().Of
	if d.log == nil || !f.IsOpen() || !slices.Equal(d.of, of) {
		d.close()
		if !f.IsOpen() {
			return
		}
		d.feed, d.of, d.log = f, slices.Clone(of), env.Logs.OpenLog(of, logs.OutputAlone)
		d.ctx, d.cancel = context.WithCancel(env.Context)
	}
	if env.Frozen || f.Err() != nil || env.Now-d.followed > lag {
		d.written.round = never // what is written meanwhile is not seen
	}
	d.followed = env.Now
}

func (d *density) close() {
	if d.log != nil {
		d.cancel()
		go d.log.Close() // which may hang, as all that a log does
	}
	*d = density{columns: d.columns, curves: d.curves}
}

func (d *density) activity() activity {
	return activity{d.feed.Round(), d.feed.End(), d.feed.Beyond(), d.feed.LeftOut()}
}

// ask returns the command that counts what of the axis is not known.
func (d *density) ask(env pane.Env, axis graph.Timeline) tea.Cmd {
	if d.asks || axis.Columns == 0 || d.err != nil && env.Now-d.asked < anew {
		return nil
	}
	d.settle(env, axis)
	from, to, due := d.unknown(env, axis)
	if !due {
		return nil
	}
	d.asks, d.asked, d.written = true, env.Now, d.activity()
	log, begin, end := d.log, wall(env.Snapshot, axis.At(from)), wall(env.Snapshot, axis.At(to))
	answer := counted{of: d.ctx, axis: axis, first: from, at: env.Now}
	return env.Run(func() tea.Msg {
		answer.Density, answer.err = log.Count(answer.of, begin, end, to-from)
		if answer.err == nil && len(answer.Counts) != to-from {
			answer.err = errors.New("they were counted in other parts")
		}
		return answer
	})
}

// unknown are the columns from the first to the last that is not known, and whether
// it is time to count them: at once if they have ended.
func (d *density) unknown(env pane.Env, axis graph.Timeline) (from, to int, due bool) {
	now, begin := env.Now, d.begin(env)
	from = axis.Columns
	for i := range d.columns {
		if d.columns[i].LinesShare == 1 || axis.At(i+1) <= begin || axis.At(i) > now {
			continue
		}
		from, to = min(from, i), i+1
		due = due || axis.At(i+1) <= now-lag
	}
	return from, to, due || from < to && d.written != d.activity() && now-d.asked >= anew
}

// begin is the instant before which nothing is known.
func (d *density) begin(env pane.Env) time.Duration {
	if d.since.IsZero() {
		return math.MinInt64
	}
	return place(env.Snapshot, d.since)
}

// take takes in an answer.
func (d *density) take(a counted) {
	d.asks, d.err = false, a.err
	if a.err != nil {
		d.written.round = never
		return
	}
	if !a.Since.IsZero() || a.From.Before(d.since) {
		d.since = a.Since
	}
	d.newest = a
}

// settle keeps what was counted of columns that have ended. Where nothing was
// written since then that is so of those that ended later, too.
func (d *density) settle(env pane.Env, axis graph.Timeline) {
	d.move(axis)
	a := &d.newest
	if a.axis.Span != axis.Span {
		return
	}
	until, last := a.at-lag, a.first+len(a.Counts)
	if d.written == d.activity() {
		until = env.Now - lag
		if a.axis.At(last) > a.at {
			last = max(last, a.axis.Column(until))
		}
	}
	begin := d.begin(env)
	for i := max(a.first, a.axis.Column(axis.At(0))); i < last && a.axis.At(i+1) <= until; i++ {
		at := a.axis.At(i)
		x := axis.Column(at)
		if x >= axis.Columns {
			break
		}
		if d.columns[x].LinesShare < 1 && at+axis.Span > begin {
			d.ended.Add(stamp(at), a.counts(i))
			d.ended.SetKnown(stamp(at), stamp(at+axis.Span), logs.LinesKnown)
		}
	}
	d.read(axis)
}

// counts are those of column i; none behind the last.
func (a *counted) counts(i int) (c logs.Counts) {
	if i -= a.first; i < len(a.Counts) {
		c = a.Counts[i]
	}
	return c
}

// move has the columns of an axis, and keeps what is known of them.
func (d *density) move(axis graph.Timeline) {
	begin := stamp(axis.At(0))
	if d.ended == nil || d.ended.Width() != axis.Span || len(d.columns) != axis.Columns {
		d.ended = logs.NewBuckets(begin, axis.Span, axis.Columns)
	}
	d.ended.MoveTo(begin)
	d.columns = slices.Grow(d.columns[:0], axis.Columns)[:axis.Columns]
	d.read(axis)
}

func (d *density) read(axis graph.Timeline) {
	d.ended.Columns(d.columns, stamp(axis.At(0)), stamp(axis.At(axis.Columns)))
}

// stamp is an instant of the axis as a time.
func stamp(at time.Duration) time.Time { return time.Unix(0, int64(at)) }

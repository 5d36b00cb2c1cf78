// Package feedtest has logs in memory, for tests of what shows logs.
package feedtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// A Reader is a pane.LogReader of lines in memory.
type Reader struct {
	// Patience is how long Wait waits. With none it fails where there is nothing,
	// so that who runs commands one after the other comes to an end.
	Patience time.Duration
	Step     int      // how many lines a Read looks at; 0: as many as it takes
	Missing  []string // of each Batch
	Skipped  uint64   // of the next Batch of a Wait
	Bare     bool     // that Batch has no lines
	Err      error    // of each call; nil: none
	Hangs    bool     // no call returns before the Log is closed

	mu      sync.Mutex
	lines   []logs.Line
	written chan struct{} // closed by the next Write

	Since   time.Time // of each Density
	Counted int       // parts that lines were counted in
	Fewer   bool      // parts are counted than was asked for

	opened, closed, waited int // how many calls there were
	last                   []logs.Wanted
}

// New returns a Reader of lines that are in order. They get cursors.
func New(lines ...logs.Line) *Reader {
	r := &Reader{written: make(chan struct{})}
	r.Write(lines...)
	return r
}

// Write adds lines.
func (r *Reader) Write(lines ...logs.Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range lines {
		l.Cursor = fmt.Sprintf("c%07d", len(r.lines))
		if l.Size == 0 {
			l.Size = uint64(len(l.Text))
		}
		r.lines = append(r.lines, l)
	}
	close(r.written)
	r.written = make(chan struct{})
}

// Counts are how many logs were opened and closed.
func (r *Reader) Counts() (opened, closed int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.opened, r.closed
}

// Waited is how often lines were waited for.
func (r *Reader) Waited() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.waited
}

// Wanted are the containers of the log that was opened last.
func (r *Reader) Wanted() []logs.Wanted {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// OpenLog implements pane.LogReader.
func (r *Reader) OpenLog(of []logs.Wanted, s logs.Sources) pane.Log {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.opened++
	r.last = of
	l := &log{r: r, sources: s, keys: map[model.Key]bool{}, closed: make(chan struct{})}
	for i := range of {
		l.keys[of[i].Key()] = true
	}
	return l
}

type log struct {
	r       *Reader
	sources logs.Sources
	keys    map[model.Key]bool
	closed  chan struct{}
	once    sync.Once
}

func (l *log) Close() {
	l.once.Do(func() {
		l.r.mu.Lock()
		defer l.r.mu.Unlock()
		l.r.closed++
		close(l.closed)
	})
}

// has reports whether a line is one of the log's.
func (l *log) has(line *logs.Line) bool {
	switch line.Kind {
	case logs.Event, logs.Unit, logs.OOM:
		return l.keys[line.Container.Key()] && l.sources >= logs.WithEvents
	case logs.Claimed:
		return l.keys[line.Container.Key()] && l.sources >= logs.WithClaims
	}
	return l.keys[line.Container.Key()]
}

func (l *log) fails(ctx context.Context) error {
	if l.r.Hangs {
		<-l.closed
	}
	select {
	case <-l.closed:
		return context.Canceled
	default:
	}
	if l.r.Err != nil {
		return l.r.Err
	}
	return ctx.Err()
}

// index is how many lines are before a place; going on behind its line that is
// among them.
func (l *log) index(p logs.Place, backward bool) int {
	if p.IsEnd() {
		return len(l.r.lines)
	}
	for i := range l.r.lines {
		line := &l.r.lines[i]
		switch {
		case p.Cursor == "" && !line.Time.Before(p.Time), p.Cursor == line.Cursor && backward:
			return i
		case p.Cursor == line.Cursor:
			return i + 1
		}
	}
	return len(l.r.lines)
}

// Read implements pane.Log.
func (l *log) Read(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error) {
	if err := l.fails(ctx); err != nil {
		return logs.Batch{}, err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	return l.read(from, q), nil
}

func (l *log) read(from logs.Place, q logs.Query) logs.Batch {
	all := l.r.lines
	b := logs.Batch{Reached: from, Missing: l.r.Missing}
	if len(all) > 0 {
		b.Oldest = all[0].Time
	}
	step, at := 1, l.index(from, q.Backward)
	if q.Backward {
		step, at = -1, at-1
	}
	for looked := 0; at >= 0 && at < len(all) && len(b.Lines) < q.N && (l.r.Step == 0 || looked < l.r.Step); at += step {
		line := all[at]
		b.Reached = line.Place()
		looked++
		if !l.has(&line) {
			continue
		}
		wanted, leftOut := q.Choose(&line)
		if wanted {
			b.Lines = append(b.Lines, line)
		}
		if leftOut {
			b.LeftOut++
		}
		if leftOut && q.Backward && len(b.Lines) == 0 {
			b.LeftBehind++
		}
	}
	b.AtEnd = at < 0 || at == len(all)
	if q.Backward {
		slices.Reverse(b.Lines)
	}
	return b
}

// Wait implements pane.Log.
func (l *log) Wait(ctx context.Context, from logs.Place, q logs.Query) (logs.Batch, error) {
	q.Backward = false
	patience := time.NewTimer(l.r.Patience)
	defer patience.Stop()
	for {
		if err := l.fails(ctx); err != nil {
			return logs.Batch{}, err
		}
		l.r.mu.Lock()
		b, written := l.read(from, q), l.r.written
		if b.Skipped = l.r.Skipped; b.Skipped > 0 && l.r.Bare {
			b.Lines, b.Reached, l.r.Bare = nil, from, false
		}
		l.r.Skipped = 0
		l.r.waited++
		l.r.mu.Unlock()
		if len(b.Lines) > 0 || b.Skipped > 0 || b.LeftOut > 0 && l.r.Patience == 0 {
			return b, nil
		}
		if l.r.Patience == 0 {
			return b, context.Canceled
		}
		select {
		case <-written:
		case <-patience.C:
			return b, nil
		case <-ctx.Done():
			return b, ctx.Err()
		case <-l.closed:
			return b, context.Canceled
		}
	}
}

// Count implements pane.Log.
func (l *log) Count(ctx context.Context, from, to time.Time, n int) (logs.Density, error) {
	if err := l.fails(ctx); err != nil {
		return logs.Density{}, err
	}
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	d := logs.Density{From: from, To: to, Counts: make([]logs.Counts, n), Since: l.r.Since}
	if l.r.Counted += n; l.r.Fewer {
		d.Counts = d.Counts[1:]
		return d, nil
	}
	for i := range l.r.lines {
		line := &l.r.lines[i]
		if !l.has(line) || line.Time.Before(from) || !line.Time.Before(to) {
			continue
		}
		c := logs.Counts{Lines: 1}
		if line.Stream == logs.Stderr {
			c.Stderr = 1
		}
		d.Counts[int(line.Time.Sub(from)*time.Duration(n)/to.Sub(from))].Add(c)
	}
	return d, nil
}

// Run runs a command and those that come of it, one after the other, and gives
// each answer to update.
func Run(cmd tea.Cmd, update func(tea.Msg) tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			Run(c, update)
		}
	case pane.ReplyMsg:
		Run(update(msg.Msg), update)
	default:
		Run(update(msg), update)
	}
}

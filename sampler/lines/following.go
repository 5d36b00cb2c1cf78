package lines

import (
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A following is where Wait stands, from one call to the next. Items come from past
// until that is read, then from queue, which poll fills from the follower and the
// memories. The lines of an item are pending until a batch has room for them, and
// only then the next item is taken. reached is the Place of the last answer: that
// of the last item that was looked at (last), but that of a line where others of
// its item are still pending, or where it was flushed, as it had no end. base is
// the cursor by which the lines that are flushed next are named.
type following struct {
	reached  logs.Place // that was answered last
	answered time.Time
	follower *journal.Follower
	scan     *scan
	memories []*memoryWalk
	late     []*spot     // of memories that have not settled: where to begin
	past     *merger     // what there was behind the place when it began; nil: it was read
	queue    []item      // what came, in order
	pending  []logs.Line // of the last item
	skipped  uint64

	last    item       // that was looked at since the last answer; at 0: none
	base    string     // cursor of the last item
	flushed logs.Place // of the last line that was flushed since the last answer
}

// begin begins to follow behind a place. What the journal has by now is walked,
// all else the follower gives.
func (f *following) begin(l *Log, j *Journal, from logs.Place) {
	if f.follower != nil {
		f.follower.Close()
	}
	*f = following{reached: from, answered: f.answered, follower: j.journal.Follow(j.match), scan: l.newScan(j, &logs.Query{})}
	s := l.spotOf(from)
	if s.end {
		now := time.Now()
		s = spot{at: nanos(now), in: -1}
		f.join(l, &s)
		f.reached = logs.Place{Time: now}
		side := l.side(j, &spot{end: true, at: 1<<63 - 1, in: -1}, true)
		if it, ok := side.next(); ok {
			f.base, f.reached = it.cursor(), it.place()
		}
		return
	}
	f.base = s.base
	f.join(l, &s)
	sources := []items{ofWalk(s.walk(j, j.match, false))}
	for i, m := range f.memories {
		if f.late[i] == nil {
			m.until = m.end()
			sources = append(sources, m.items)
		}
	}
	f.past = mergeItems(false, sources...)
	f.pending = append(f.pending, f.scan.behind(&s, j.itemOf(&s))...)
}

// join adds walks of the memories that were not there yet, from a spot on.
func (f *following) join(l *Log, s *spot) {
	for i, m := range l.memories.all() {
		if i < len(f.memories) {
			continue
		}
		late := s
		if m.isSettled() {
			late = nil
		}
		f.memories = append(f.memories, m.walk(m.rank(s, 1+i, false), false))
		f.late = append(f.late, late)
	}
}

// isReading reports whether there are entries whose files have to stay open, as a
// Refresh may find them removed.
func (f *following) isReading() bool { return f.past != nil || len(f.queue) > 0 }

// next is the next item of all that came.
func (f *following) next(l *Log) (it item, ok bool) {
	if f.past != nil {
		if it, ok = f.past.next(); ok {
			return it, true
		}
		f.past = nil
		f.release()
	}
	if len(f.queue) == 0 {
		f.poll(l)
	}
	if len(f.queue) == 0 {
		return it, false
	}
	it, f.queue = f.queue[0], f.queue[1:]
	return it, true
}

// poll puts what came into the queue.
func (f *following) poll(l *Log) {
	f.queue = f.queue[:0]
	entries := f.follower.Poll(int(min(maxPoll, l.behind))) //nolint:gosec // not more than maxPoll
	if f.follower.Behind() > l.behind {
		f.skip(l, entries)
		entries = nil
	}
	var sources []items
	if len(entries) > 0 {
		sources = append(sources, func() (it item, ok bool) {
			if len(entries) == 0 {
				return it, false
			}
			it, entries = ofEntry(entries[0]), entries[1:]
			return it, true
		})
	}
	sources = append(sources, f.pollMemories(l)...)
	if len(sources) == 0 {
		return
	}
	for m := mergeItems(false, sources...); ; {
		it, ok := m.next()
		if !ok {
			break
		}
		f.queue = append(f.queue, it)
	}
	f.release()
}

// release has the memories give what comes from now on, and counts what they did
// not keep.
func (f *following) release() {
	for _, m := range f.memories {
		f.skipped += m.lost
		m.until, m.lost = 0, 0
	}
}

// pollMemories are the memories that have something new.
func (f *following) pollMemories(l *Log) (sources []items) {
	f.join(l, &spot{at: nanos(f.reached.Time), in: -1})
	for i, m := range f.memories {
		if s := f.late[i]; s != nil && m.isSettled() {
			m.number, f.late[i] = m.rank(s, 1+i, false), nil
		}
		if end := m.end(); f.late[i] == nil && m.number < end {
			m.until = min(end, max(m.number, m.oldestNumber())+maxPoll)
			sources = append(sources, m.items)
		}
	}
	return sources
}

// skip passes over most of what came, as it comes too fast: these entries, and what
// is behind them.
func (f *following) skip(l *Log, entries []journal.Entry) {
	until := time.Now().Add(l.wait)
	f.pass(entries)
	for most := min(l.behind, maxPoll); f.follower.Behind() > most && l.ctx.Err() == nil; {
		if time.Now().After(until) {
			f.skipped += f.follower.Behind()
			f.follower.Skip()
			if e, ok := f.scan.lines.journal.Backward(f.scan.lines.match).Next(); ok {
				f.last = ofEntry(e)
			}
			break
		}
		f.pass(f.follower.Poll(int(most/10 + 1)))
	}
	f.scan = l.newScan(f.scan.lines, &logs.Query{Pattern: f.scan.pattern})
}

// pass counts entries that are passed over: the place is behind them.
func (f *following) pass(entries []journal.Entry) {
	f.skipped += uint64(len(entries))
	if n := len(entries); n > 0 {
		f.last = ofEntry(entries[n-1])
	}
}

// place is where an answer with these lines has come to.
func (f *following) place(lines []logs.Line) logs.Place {
	if f.last.at != 0 {
		f.base = f.last.cursor()
		f.reached = f.last.place()
	}
	switch n := len(lines) - 1; {
	case n >= 0 && len(f.pending) > 0:
		f.reached = lines[n].Place()
	case !f.flushed.IsEnd():
		f.reached = f.flushed
	}
	f.last, f.flushed = item{}, logs.Place{}
	return f.reached
}

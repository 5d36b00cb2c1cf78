package lines

import (
	"slices"
	"time"

	"podtop/model/logs"
)

// maxItems is how many items are read backward at a time.
const maxItems = 4096

// backward reads the lines before the spot. What lies before it is taken in
// windows, and what lies in a window is read forward: so the lines are those that
// are read forward, however many parts and marks they have.
func (r *reading) backward() {
	since, until := r.query.Filter.Times()
	if at := nanos(until); !until.IsZero() && at < r.spot.at {
		r.spot = spot{at: at + 1, in: -1}
	}
	side := r.log.side(r.lines, &r.spot, true)
	if r.query.N <= 0 {
		return
	}
	size := min(r.query.N+16, maxItems)
	for top := true; ; top = false {
		window, more := r.gather(&side, size, since)
		if top && side.at != nil {
			window = append(window, *side.at)
		}
		full := r.window(window, top)
		if !more && !full && !r.log.isLoaded() { // there may be lines before
			r.log.load(r.ctx)
			return
		}
		if r.batch.AtEnd = !full && !more; full || !more || r.isOver() {
			return
		}
		size = min(2*size, maxItems)
	}
}

// gather takes the next items, in the order of time, as long as there is time for
// more. more is false if there are no others, or these are older than since.
func (r *reading) gather(side *side, size int, since time.Time) (window []item, more bool) {
	from := int64(-1 << 63)
	if !since.IsZero() {
		from = nanos(since)
	}
	for more = true; more && len(window) < size && (len(window) == 0 || !r.isOver()); {
		it, ok := side.next()
		if more = ok && it.at >= from; more {
			window = append(window, it)
		}
	}
	slices.Reverse(window)
	return window, more
}

// window takes the lines of a window, and reports whether the batch is full. Top is
// the window that touches the spot.
func (r *reading) window(items []item, top bool) (full bool) {
	if len(items) == 0 {
		return false
	}
	s := r.log.newScan(r.lines, &r.query)
	t := newest{most: r.query.N - len(r.batch.Lines), bytes: maxBatch - r.bytes}
	for i := range items {
		if r.log.ended(r.ctx) != nil {
			return true
		}
		lines := s.add(&items[i])
		if top && i == len(items)-1 && r.spot.cursor != "" && !r.spot.open {
			lines = r.before(&items[i], lines)
		}
		t.add(lines, &r.query)
	}
	last := items[len(items)-1].cursor()
	if top && (r.spot.end || r.spot.open) {
		if !s.resumed {
			s.resume(r.spot.walkBefore(r.lines), r.spot.limit())
		}
		lines := s.flush(last)
		if r.spot.open {
			lines = lines[:r.spot.own(lines, len(lines))]
		}
		t.add(lines, &r.query)
	}
	before, behind := t.leftOut()
	r.batch.LeftOut += before + behind
	if len(r.batch.Lines) == 0 {
		r.batch.LeftBehind += behind
	}
	r.batch.Lines = append(t.lines, r.batch.Lines...)
	r.bytes += t.kept
	if t.cut {
		r.batch.Reached = r.batch.Lines[0].Place()
	} else {
		r.batch.Reached = items[0].place()
		r.batch.Reached.Cursor += lineSuffix + "0"
	}
	return t.cut || r.isFull()
}

// before are the lines of the spot's own item that are before it; of others' all.
func (r *reading) before(it *item, lines []logs.Line) []logs.Line {
	switch {
	case it.cursor() != r.spot.base:
		return lines
	case r.spot.before:
		return nil
	}
	return lines[:r.spot.own(lines, len(lines))]
}

// newest keeps the last lines that are wanted.
type newest struct {
	lines       []logs.Line
	most, bytes int
	kept        int  // bytes
	cut         bool // there were more

	left  uint64   // lines that the filter leaves out
	lefts []uint64 // of them those before each of lines
}

// leftOut are how many lines the filter leaves out before the last that is kept,
// and behind it. Those before the first one that is kept are read again if there
// were others.
func (t *newest) leftOut() (before, behind uint64) {
	if len(t.lefts) == 0 {
		return 0, t.left
	}
	before = t.lefts[len(t.lefts)-1]
	behind = t.left - before
	if t.cut {
		before -= t.lefts[0]
	}
	return before, behind
}

func (t *newest) add(lines []logs.Line, q *logs.Query) {
	for i := range lines {
		l := &lines[i]
		wanted, leftOut := q.Choose(l)
		if leftOut {
			t.left++
		}
		if wanted {
			t.lines, t.lefts = append(t.lines, *l), append(t.lefts, t.left)
			t.kept += len(l.Text)
		}
		for len(t.lines) > t.most || t.kept > t.bytes && len(t.lines) > 1 {
			t.kept -= len(t.lines[0].Text)
			t.lines[0] = logs.Line{}
			t.lines, t.lefts, t.cut = t.lines[1:], t.lefts[1:], true
		}
	}
}

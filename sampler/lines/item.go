package lines

import (
	"podtop/model/logs"
	"podtop/sampler/journal"
)

// An item is what lies at one place of a log: an entry of the journal, or a line
// in a memory.
type item struct {
	entry journal.Entry
	line  *logs.Line // nil: it is an entry
	at    int64      // ns since 1970
}

func (it *item) cursor() string {
	if it.line != nil {
		return it.line.Cursor
	}
	return it.entry.Cursor()
}

// place is where it is, behind its line.
func (it *item) place() logs.Place {
	p := logs.Place{Time: it.entry.Time(), Cursor: it.cursor()}
	if it.line != nil {
		p.Time = it.line.Time
	}
	return p
}

// ofEntry is an entry of the journal as an item.
func ofEntry(e journal.Entry) item { return item{entry: e, at: int64(e.Realtime) * 1000} } //nolint:gosec // until 2262

// items gives the items of one source.
type items func() (item, bool)

// ofWalk gives the entries of a walk.
func ofWalk(w *journal.Walk) items {
	return func() (it item, ok bool) {
		e, ok := w.Next()
		if !ok {
			return it, false
		}
		return ofEntry(e), true
	}
}

// A merger puts the items of several sources into one order of time: of the items
// that come next in each source the first is taken. Of items of the same time
// that of the earlier source is first, and backward it comes last.
type merger struct {
	sources  []items
	heads    []item
	have     []bool
	backward bool
}

func mergeItems(backward bool, sources ...items) *merger {
	return &merger{sources: sources, heads: make([]item, len(sources)), have: make([]bool, len(sources)), backward: backward}
}

func (m *merger) next() (it item, ok bool) {
	best := -1
	for i, next := range m.sources {
		if !m.have[i] {
			m.heads[i], m.have[i] = next()
		}
		if m.have[i] && (best < 0 || m.isBefore(m.heads[i].at, m.heads[best].at)) {
			best = i
		}
	}
	if best < 0 {
		return it, false
	}
	m.have[best] = false
	return m.heads[best], true
}

// isBefore reports whether a, of a later source, comes before b.
func (m *merger) isBefore(a, b int64) bool {
	if m.backward {
		return a >= b
	}
	return a < b
}

// A side is what is on one side of a spot.
type side struct {
	*merger
	at *item // the entry of the spot itself, if it is one and is there
}

// side returns what is on one side of a spot.
func (l *Log) side(j *Journal, s *spot, backward bool) side {
	sources := []items{ofWalk(s.walk(j, j.match, backward))}
	for i, m := range l.memories.all() {
		sources = append(sources, m.walk(m.rank(s, 1+i, backward), backward).items)
	}
	return side{mergeItems(backward, sources...), j.itemOf(s)}
}

// walk walks the journal from the spot on; its own entry is not in it.
func (s *spot) walk(j *Journal, m journal.Match, backward bool) *journal.Walk {
	switch {
	case s.end && backward:
		return j.journal.Backward(m)
	case s.in == 0 && backward:
		return j.journal.BackwardBefore(m, s.position)
	case s.in == 0:
		return j.journal.ForwardAfter(m, s.position)
	case backward:
		return j.journal.BackwardUntil(m, s.since())
	}
	return j.journal.ForwardSince(m, s.since())
}

// itemOf is the entry that a spot is at, nil if it is at none, or that is not there
// any more.
func (l *Journal) itemOf(s *spot) *item {
	if s.cursor == "" || s.in != 0 {
		return nil
	}
	p := s.position
	before := p
	before.Seqnum, before.Monotonic, before.Realtime = p.Seqnum-1, p.Monotonic-1, p.Realtime-1
	w := l.journal.ForwardAfter(l.match, before)
	for range 64 { // at that very time in other files
		e, ok := w.Next()
		if !ok || p.Before(e.Position) {
			break
		}
		if e.Position == p {
			it := ofEntry(e)
			return &it
		}
	}
	return nil
}

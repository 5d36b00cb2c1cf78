package lines

import (
	"strconv"
	"strings"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A spot is a Place as it is looked for. An item of the log may be several lines:
// those that it ends, a mark, and its own. The cursor of each but the last has
// ";n=" and a number from 1 behind that of the item, and ";n=0" is before all of
// them. Lines that were still open where the log ended have ";e=" and a number
// behind the cursor of the last item.
type spot struct {
	end      bool   // of the log
	at       int64  // ns since 1970
	cursor   string // of the place; "": before all that is of that time
	base     string // of the item
	before   bool   // all lines of the item
	open     bool   // among those that were open
	position journal.Position
	in       int // the source: 0 is the journal, then the memories; -1: a time
	nth      int // of the lines of that time in a memory
}

const (
	lineSuffix = ";n="
	openSuffix = ";e="
)

// spotOf finds out what a Place means.
func (l *Log) spotOf(p logs.Place) spot {
	if p.IsEnd() {
		return spot{end: true, at: 1<<63 - 1, in: -1}
	}
	s := spot{at: nanos(p.Time), cursor: p.Cursor, base: p.Cursor, in: -1}
	if p.Cursor == "" {
		return s
	}
	if i := strings.LastIndex(s.base, openSuffix); i >= 0 {
		s.base, s.open = s.base[:i], true
	} else if i := strings.LastIndex(s.base, lineSuffix); i >= 0 {
		s.before = s.base[i:] == lineSuffix+"0"
		s.base = s.base[:i]
	}
	if position, err := journal.ParseCursor(s.base); err == nil {
		s.position, s.in, s.at = position, 0, nanos(position.Time())
		return s
	}
	name, at, nth, ok := parseKept(s.base)
	if i := l.memories.index(name); ok && i >= 0 {
		s.in, s.at, s.nth = 1+i, at, nth
	} else {
		s.cursor = "" // of a source that is not there
	}
	return s
}

// nanos is a time in ns since 1970, as far as that goes.
func nanos(t time.Time) int64 {
	const most = 1<<33 - 1 // s
	return max(-most, min(t.Unix(), most))*1e9 + int64(t.Nanosecond())
}

// since is the first wall time in the journal, in µs, that is behind s.
func (s *spot) since() uint64 {
	usec := s.at / 1000
	if s.in > 0 || usec*1000 < s.at { // the journal's lines come before a memory's of the same time
		usec++
	}
	return uint64(max(0, usec)) //nolint:gosec // not negative
}

// walkBefore walks what is before s in the journal.
func (s *spot) walkBefore(j *Journal) before {
	return func(m journal.Match) *journal.Walk { return s.walk(j, m, true) }
}

// limit is a position in the journal behind all entries that are before s, nil
// for its end.
func (s *spot) limit() *journal.Position {
	switch {
	case s.end:
		return nil
	case s.in == 0:
		return &s.position
	}
	return &journal.Position{Realtime: s.since()}
}

// own is which of the lines of the spot's own item is that of the spot.
func (s *spot) own(lines []logs.Line, otherwise int) int {
	for i := range lines {
		if lines[i].Cursor == s.cursor {
			return i
		}
	}
	return otherwise
}

// keptCursor is the cursor of a line in a memory, and parseKept reads it.
func keptCursor(name string, at int64, nth int) string {
	return "kept:" + name + ":" + strconv.FormatInt(at, 10) + ":" + strconv.Itoa(nth)
}

func parseKept(cursor string) (name string, at int64, nth int, ok bool) {
	rest, ok := strings.CutPrefix(cursor, "kept:")
	head, last, _ := cutLast(rest, ":")
	name, middle, _ := cutLast(head, ":")
	at, err := strconv.ParseInt(middle, 10, 64)
	nth, err2 := strconv.Atoi(last)
	return name, at, nth, ok && err == nil && err2 == nil && nth >= 0
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

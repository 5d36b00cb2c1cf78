package lines

import (
	"bytes"
	"strconv"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A scan makes lines of items that come one behind the other. What lines are open
// where it begins, and which generation of a container came before, it looks up:
// so it gives the same lines wherever it begins.
type scan struct {
	log     *Log
	lines   *Journal
	pattern logs.Pattern // lines without it are not needed
	joiner  logs.Joiner
	resumed bool // the joiner has what was open before
	marks   logs.Marks
	marked  map[model.Key]bool // marks knows which generation came last
	out     []logs.Line        // reused
	message []byte             // reused
}

func (l *Log) newScan(j *Journal, q *logs.Query) *scan {
	return &scan{log: l, lines: j, pattern: q.Pattern, marked: map[model.Key]bool{}}
}

// add returns the lines that an item is, until the next call: those that it ends,
// the mark before its own, and its own.
func (s *scan) add(it *item) []logs.Line {
	s.out = s.out[:0]
	if it.line != nil {
		s.out = append(s.out, *it.line)
		return s.out
	}
	e := &it.entry
	if !s.resumed {
		s.resume(s.lines.before(e.Position), &e.Position)
	}
	if s.isUseless(e) {
		return nil
	}
	line, ok := s.lines.line(e)
	if !ok {
		return nil
	}
	if line.Kind == logs.Claimed {
		s.log.missing.claim(&line)
	}
	s.out = s.joiner.Add(s.out, line)
	s.mark(e, line.Partial)
	for i := range s.out[:max(0, len(s.out)-1)] {
		ended := &s.out[i]
		ended.Stamp, ended.Cursor = line.Stamp, line.Cursor+lineSuffix+strconv.Itoa(i+1)
	}
	if n := len(s.out) - 1; n >= 0 && !isAsked(s.out[n].Kind, s.log.sources) {
		s.out = s.out[:n]
	}
	return s.out
}

// isUseless reports whether an entry can be passed over without reading all of
// it, as its message lacks the pattern: it is a whole line of a container.
func (s *scan) isUseless(e *journal.Entry) bool {
	if s.pattern.IsZero() || s.joiner.Open() > 0 || has(e, "CONTAINER_PARTIAL_MESSAGE=true") ||
		s.log.sources >= logs.WithEvents && (has(e, "PODMAN_TYPE=container") || has(e, "_TRANSPORT=kernel")) {
		return false
	}
	var ok bool
	var err error
	s.message, _, ok, err = e.Field(s.message[:0], "MESSAGE", logs.MaxText)
	return ok && err == nil && !s.pattern.MatchBytes(bytes.TrimSuffix(s.message, []byte("\n")))
}

func has(e *journal.Entry, item string) bool {
	ok, _ := e.Has(item) // an entry that cannot be read has nothing
	return ok
}

// mark puts the mark of a new generation before the last line.
func (s *scan) mark(e *journal.Entry, partial bool) {
	n := len(s.out) - 1
	if n < 0 || partial || s.out[n].Kind != logs.Output || s.out[n].Container.ID == "" {
		return
	}
	last := s.out[n]
	if key := last.Container.Key(); !s.marked[key] {
		s.marked[key] = true
		s.seekGeneration(e, &last.Container)
	}
	if mark, ok := s.marks.Before(&last); ok {
		s.out[n] = mark
		s.out = append(s.out, last)
	}
}

// flush ends the lines that are open where the log ends, behind an item that has
// this cursor.
func (s *scan) flush(cursor string) []logs.Line {
	s.out = s.joiner.Flush(s.out[:0])
	for i := range s.out {
		s.out[i].Cursor = cursor + openSuffix + strconv.Itoa(i+1)
	}
	return s.out
}

// behind are the lines of a spot's own item that are behind the spot.
func (s *scan) behind(at *spot, it *item) (own []logs.Line) {
	if at.cursor == "" {
		return nil
	}
	if it != nil {
		own = s.add(it)
	}
	if at.open {
		if !s.resumed {
			s.resume(at.walkBefore(s.lines), at.limit())
		}
		own = s.flush(at.base)
	}
	if at.before {
		return own
	}
	return own[1+at.own(own, len(own)-1):]
}

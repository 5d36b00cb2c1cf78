// Package lines reads the lines of containers' logs: from the journal or,
// where a container's log driver keeps them in a file, from Podman.
package lines

import (
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A Journal is the lines of some containers in the journal.
type Journal struct {
	journal *journal.Journal
	match   journal.Match
	partial journal.Match // of parts of lines
	owners  logs.Owners
	entry   logs.Entry // reused
	bytes   []byte     // of its fields
	follow  *journal.Follower
	wanted  []logs.Wanted
	sought  map[model.Key]logs.Container // by id and owner; the zero one: none that is wanted

	Claims logs.Claims // lines that others wrote in the name of these containers
}

// Of returns the lines of those containers in j.
func Of(j *journal.Journal, wanted []logs.Wanted) *Journal {
	l := &Journal{journal: j, wanted: wanted, sought: map[model.Key]logs.Container{}}
	if j != nil { // else the entries come from elsewhere
		l.owners.Seek = l.seek
	}
	for i := range wanted {
		l.want(&wanted[i])
	}
	return l
}

func (l *Journal) want(w *logs.Wanted) {
	l.owners.Add(w.Container)
	if w.ID != "" {
		l.match = append(l.match, journal.Term{"CONTAINER_ID_FULL=" + string(w.ID)})
	}
	if w.Name != "" {
		l.match = append(l.match, journal.Term{"CONTAINER_NAME=" + w.Name})
	}
	if w.Passthrough && w.Unit.Name != "" {
		l.owners.AddUnit(w.Unit, w.Container, true)
		l.match = append(l.match, unitTerm(w.Unit))
	}
}

// unitTerm matches what a unit's processes write.
func unitTerm(u logs.UnitName) journal.Term {
	if u.User {
		return journal.Term{"_SYSTEMD_USER_UNIT=" + u.Name}
	}
	return journal.Term{"_SYSTEMD_UNIT=" + u.Name}
}

// How much is read of a field that is not the message.
const (
	maxValue = 4 << 10
	maxID    = 65 // one byte more than an id has
)

// Forward returns the lines from a time on, all if that is zero.
func (l *Journal) Forward(since time.Time) logs.Source {
	if since.IsZero() {
		return l.source(l.journal.Forward(l.match))
	}
	return l.source(l.journal.ForwardSince(l.match, micros(since)))
}

// Backward returns the lines before a time, the last first; from the end if
// that is zero.
func (l *Journal) Backward(until time.Time) logs.Source {
	if until.IsZero() {
		return l.source(l.journal.Backward(l.match))
	}
	return l.source(l.journal.BackwardUntil(l.match, micros(until)))
}

// micros is a time as the journal has it.
func micros(t time.Time) uint64 { return uint64(max(0, t.UnixMicro())) } //nolint:gosec // not negative

func (l *Journal) source(w *journal.Walk) logs.Source {
	return func() (line logs.Line, ok bool) {
		for {
			e, more := w.Next()
			if !more {
				return logs.Line{}, false
			}
			if line, ok = l.line(&e); ok {
				return line, true
			}
		}
	}
}

// Follow begins to follow what is written from now on.
func (l *Journal) Follow() { l.follow = l.journal.Follow(l.match) }

// maxPoll is how many entries are taken at a time.
const maxPoll = 1000

// Poll appends the lines that were written since it was called last.
func (l *Journal) Poll(lines []logs.Line) []logs.Line {
	entries := l.follow.Poll(maxPoll)
	for i := range entries {
		if line, ok := l.line(&entries[i]); ok {
			lines = append(lines, line)
		}
	}
	return lines
}

// line is the line that an entry is, if it is one of a container that is wanted.
func (l *Journal) line(e *journal.Entry) (logs.Line, bool) {
	err := l.read(e)
	line, ok := logs.FromFields(&l.entry, &l.owners)
	if err != nil && !l.entry.Has([]byte("MESSAGE")) {
		line.Text = unreadable
	}
	if ok && line.Kind == logs.Claimed {
		l.Claims.Add(&line)
	}
	return line, ok
}

// unreadable is the text of a line whose text cannot be read.
const unreadable = "(this line cannot be read: the journal's file is damaged)"

// read reads the fields of an entry. What is wrong with its file is kept in the
// journal's Problems.
func (l *Journal) read(e *journal.Entry) error {
	l.bytes, l.entry.Fields = l.bytes[:0], l.entry.Fields[:0]
	l.entry.Cursor = e.Cursor()
	l.entry.Stamp = stampOf(e.Position)
	err := e.Fields(l.limit, func(name, value []byte, size uint64) {
		l.entry.Fields = append(l.entry.Fields, logs.Field{Name: l.keep(name), Value: l.keep(value), Size: size})
	})
	l.journal.Check(e, err)
	return err
}

// limit is how much of a field is read: anybody can write an entry of a thousand
// long ones.
func (l *Journal) limit(name []byte) int { return limitOf(name, l.entry.Has) }

// limitOf is how much is read of a field that has that name; -1 if it tells
// nothing, or came before.
func limitOf(name []byte, has func(name []byte) bool) int {
	switch {
	case string(name) == "CONTAINER_ID_FULL": // each counts
		return maxID
	case !logs.IsTelling(name) || has(name):
		return -1
	case string(name) == "MESSAGE":
		return logs.MaxText
	}
	return maxValue
}

// keep copies b to where the entry's fields are kept.
func (l *Journal) keep(b []byte) []byte {
	from := len(l.bytes)
	l.bytes = append(l.bytes, b...)
	return l.bytes[from:len(l.bytes):len(l.bytes)]
}

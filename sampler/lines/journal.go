// Package lines reads the lines of containers' logs: from the journal or,
// where a container's log driver keeps them in a file, from Podman.
package lines

import (
	"strconv"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A Journal is the lines of some containers in the journal.
type Journal struct {
	journal *journal.Journal
	match   journal.Match
	wanted  []logs.Wanted
	owners  logs.Owners
	names   map[model.Key]bool // of the containers that are wanted
	known   map[model.Key]bool // ids in owners, and whose they are
	entry   logs.Entry         // reused
	bytes   []byte             // of its fields
	follow  *journal.Follower

	Claims logs.Claims // lines that others wrote in the name of these containers
}

// Of returns the lines of those containers in j.
func Of(j *journal.Journal, wanted []logs.Wanted) *Journal {
	l := &Journal{journal: j, wanted: wanted, names: map[model.Key]bool{}}
	for i := range wanted {
		l.want(&wanted[i])
	}
	l.forget()
	return l
}

// forget makes the owners those that are wanted, without what was learned.
func (l *Journal) forget() {
	l.owners, l.known = logs.Owners{}, map[model.Key]bool{}
	for i := range l.wanted {
		w := &l.wanted[i]
		if w.ID != "" {
			l.add(w.Container)
		}
		if w.Passthrough && w.Unit.Name != "" {
			l.owners.AddUnit(w.Unit, w.Container, true)
		}
	}
}

func (l *Journal) want(w *logs.Wanted) {
	if w.ID != "" {
		l.match = append(l.match, journal.Term{"CONTAINER_ID_FULL=" + string(w.ID)})
	}
	if w.Name != "" {
		l.names[w.Key()] = true
		l.match = append(l.match, journal.Term{"CONTAINER_NAME=" + w.Name})
	}
	if w.Passthrough && w.Unit.Name != "" {
		field := "_SYSTEMD_UNIT="
		if w.Unit.User {
			field = "_SYSTEMD_USER_UNIT="
		}
		l.match = append(l.match, journal.Term{field + w.Unit.Name})
	}
}

// maxValue is how much of a field that is not the message is read.
const maxValue = 4 << 10

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
	l.read(e)
	l.learn()
	line, ok := logs.FromFields(&l.entry, &l.owners)
	if ok && line.Kind == logs.Claimed {
		l.Claims.Add(&line)
	}
	return line, ok
}

// read reads the fields of an entry. What is wrong with its file is told by the
// Journal's Problems.
func (l *Journal) read(e *journal.Entry) {
	l.bytes, l.entry.Fields = l.bytes[:0], l.entry.Fields[:0]
	l.entry.Cursor = e.Cursor()
	l.entry.Stamp = logs.Stamp{Time: e.Time(), MonoUsec: model.Known(e.Monotonic), Boot: e.Boot.String()}
	_ = e.Fields(logs.MaxText, func(name, value []byte, size uint64) bool {
		if string(name) != "MESSAGE" && len(value) > maxValue {
			value = value[:maxValue]
		}
		l.entry.Fields = append(l.entry.Fields, logs.Field{Name: l.keep(name), Value: l.keep(value), Size: size})
		return true
	})
}

// keep copies b to where the entry's fields are kept.
func (l *Journal) keep(b []byte) []byte {
	from := len(l.bytes)
	l.bytes = append(l.bytes, b...)
	return l.bytes[from:len(l.bytes):len(l.bytes)]
}

// learn takes note of another container of a wanted name: the one before a
// restart, or one that was removed. That it is its owner's is journald's word.
func (l *Journal) learn() {
	var id, name, uid string
	for i := range l.entry.Fields {
		switch f := &l.entry.Fields[i]; string(f.Name) {
		case "CONTAINER_ID_FULL":
			id = string(f.Value)
		case "CONTAINER_NAME":
			name = string(f.Value)
		case "_UID":
			uid = string(f.Value)
		}
	}
	if id == "" || name == "" {
		return
	}
	c := logs.Container{ID: model.ID(id), Name: name, UID: number(uid), Generation: -1}
	switch {
	case !l.names[c.Key()] || l.known[idKey(c)]:
		return
	case len(l.known) > len(l.wanted)+maxLearned:
		l.forget()
	}
	l.add(c)
}

// maxLearned is how many containers are learned from the journal before they are
// forgotten: each line brings its own along.
const maxLearned = 1000

// add adds a container of which the id is known.
func (l *Journal) add(c logs.Container) {
	l.known[idKey(c)] = true
	l.owners.Add(c)
}

// idKey is an id and whose it is: another user may say that a container has it.
func idKey(c logs.Container) model.Key { return model.Key{UID: c.UID, Name: string(c.ID)} }

// number is a uid; -1 if s is none.
func number(s string) int {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

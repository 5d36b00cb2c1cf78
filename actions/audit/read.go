package audit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"podtop/model"
)

// A rawLine is one line of a file.
type rawLine struct {
	text []byte // valid until the next; of what is too long, its begin
	torn bool   // it has no newline
}

// lines are the lines of r. Of one that is too long there is more than maxLine.
func lines(r io.Reader) iter.Seq[rawLine] {
	return func(yield func(rawLine) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var text []byte
		for {
			part, err := in.ReadSlice('\n')
			if len(text) <= maxLine {
				text = append(text, part...)
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			whole := err == nil
			if !whole && len(text) == 0 {
				return
			}
			if n := len(text); n > 0 && text[n-1] == '\n' {
				text = text[:n-1]
			}
			if !yield(rawLine{text, !whole}) || !whole {
				return
			}
			text = text[:0]
		}
	}
}

// An Event is one change, from its lines.
type Event struct {
	Record           // its first line, with phase, outcome, error and holds of its last
	End    time.Time `json:"end,omitzero"` // of its last line; zero if it is open

	size int
}

// Read reads the changes in a log, in the order they were begun. No more than
// the last most are kept, of those that want chooses, and those before them that
// take too much memory are left out. Lines that are none of podtop's are left
// out, and counted.
func Read(ctx context.Context, log io.Reader, most int, want func(*Event) bool) (events []Event, bad int, err error) {
	seen, n := newest{limit: most, at: map[string]*Event{}}, 0
	for line := range lines(io.LimitReader(log, MaxSize)) {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		r, err := parse(line.text)
		if err != nil {
			bad++
			continue
		}
		seen.add(&r, len(line.text))
	}
	for _, e := range seen.all {
		if want == nil || want(e) {
			events = append(events, *e)
		}
	}
	return events[max(0, len(events)-most):], bad, nil
}

// maxRead is how much memory the changes that are read may take, about.
const maxRead = 64 << 20

// newest are the changes that were begun last.
type newest struct {
	limit int
	all   []*Event
	at    map[string]*Event
	size  int
}

// add adds a line of length bytes.
func (n *newest) add(r *Record, length int) {
	e := n.at[r.ID]
	switch {
	case e == nil:
		e = &Event{Record: *r}
		n.all = append(n.all, e)
		n.at[r.ID] = e
		if r.Phase != Begun {
			e.End = r.Time
		}
		length += r.overhead()
	case r.Phase != Begun:
		e.Phase, e.Outcome, e.Error, e.Current, e.End = r.Phase, r.Outcome, r.Error, r.Current, r.Time
	}
	e.size += length
	n.size += length
	if len(n.all) > 2*n.limit || n.size > maxRead {
		n.forget(len(n.all) / 2)
	}
}

// overhead is about what a Record takes beside its text: a list of empty things
// takes more than their names.
func (r *Record) overhead() int { return 512 + 64*(len(r.Calls)+len(r.Changes)+len(r.Back)) }

// forget forgets the oldest count.
func (n *newest) forget(count int) {
	for _, old := range n.all[:count] {
		delete(n.at, old.ID)
		n.size -= old.size
	}
	n.all = append(n.all[:0:0], n.all[count:]...)
}

// most is how many changes are looked back on.
const most = 20_000

// Last is the last change of a container's limits that holds, or may, and was
// not taken back yet: its Settings restore what was before. Whoever takes it
// back says so, with its id in Action.Undoes, and with those that were found not
// to hold, blanks between: once an older one is taken back, theirs would be a
// change anew. Those of the ids in except are passed over.
func Last(ctx context.Context, path string, id model.ID, except ...string) (*Event, error) {
	events, err := ofLimits(ctx, path, func(e *Event) bool { return e.Container.ID == id && e.Outcome != Failed })
	if err != nil {
		return nil, err
	}
	undone := map[string]bool{}
	for i := range events {
		if e := &events[i]; e.Undoes != "" && e.Outcome == Done {
			for _, id := range strings.Fields(e.Undoes) {
				undone[id] = true
			}
		}
	}
	for i := len(events) - 1; i >= 0; i-- {
		if e := &events[i]; e.Undoes == "" && !undone[e.ID] && !slices.Contains(except, e.ID) {
			return e, nil
		}
	}
	return nil, nil
}

// ofLimits are the last changes of limits in the log at path that want chooses;
// none if there is no log.
func ofLimits(ctx context.Context, path string, want func(*Event) bool) ([]Event, error) {
	f, err := open(path, os.Geteuid(), os.O_RDONLY) // what another wrote there is not done
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
	}
	defer f.Close()
	events, _, err := Read(ctx, f, most, func(e *Event) bool { return e.Verb == model.Update && want(e) })
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
	}
	return events, nil
}

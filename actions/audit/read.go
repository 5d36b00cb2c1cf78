package audit

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"syscall"
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

// openToRead opens a log, anybody's. A FIFO in its place must not hold up
// podtop.
func openToRead(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	switch {
	case err != nil:
	case !st.Mode().IsRegular():
		err = fmt.Errorf("%s is no plain file", path)
	case st.Size() > maxSize:
		err = fmt.Errorf("%s is larger than %d MiB", path, maxSize>>20)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// An Event is one change, from its lines.
type Event struct {
	Record           // its first line, with outcome, error and holds of its last
	End    time.Time // of its last line; zero if it is open
}

// Read reads the changes in the log at path, in the order they were begun. No
// more than the last most are kept, of those that want chooses. Lines that are
// none of podtop's are left out, and counted.
func Read(path string, most int, want func(*Event) bool) (events []Event, bad int, err error) {
	f, err := openToRead(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	at := map[string]*Event{}
	var all []*Event
	for line := range lines(f) {
		r, err := parse(line.text)
		if err != nil {
			bad++
			continue
		}
		e := at[r.ID]
		switch {
		case e == nil:
			e = &Event{Record: r}
			all = append(all, e)
			at[r.ID] = e
			if r.Phase != Begun {
				e.End = r.Time
			}
		case r.Phase != Begun:
			e.Outcome, e.Error, e.Holds, e.End = r.Outcome, r.Error, r.Holds, r.Time
		}
		if len(all) > 2*most {
			for _, old := range all[:most] {
				delete(at, old.ID)
			}
			all = append(all[:0:0], all[most:]...)
		}
	}
	for _, e := range all {
		if want == nil || want(e) {
			events = append(events, *e)
		}
	}
	return events[max(0, len(events)-most):], bad, nil
}

// most is how many changes are looked back on.
const most = 20_000

// Last is the last change of a container's limits that holds, or may, and was
// not taken back yet: its Settings restore what was before. Whoever takes it
// back says so, with its id in Action.Undoes, and with those that were found not
// to hold, blanks between: once an older one is taken back, theirs would be a
// change anew. Those of the ids in except are passed over.
func Last(path string, id model.ID, except ...string) (*Event, error) {
	events, _, err := Read(path, most, func(e *Event) bool {
		return e.Container.ID == id && e.Verb == model.Update && e.Outcome != Failed
	})
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
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

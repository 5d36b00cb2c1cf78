package audit

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"podtop/model"
)

// Options say how a log is kept.
type Options struct {
	Wait          time.Duration                        // for another podtop to let go of the log; 0: 2 s
	Grace         time.Duration                        // for an Actor, after its time; 0: 55 s, more than taking back a change may take
	Journal       string                               // the socket that takes a copy of each hash; "": journald's; "-": none
	CurrentLimits func(context.Context, Record) string // says what there is now of what a Record was to change; nil: nothing is said
	Now           func() time.Time                     // nil: time.Now
	Log           *slog.Logger                         // what is noted beside; nil: nothing is
}

// A Log is one user's log of changes. Several podtops may write it at a time.
type Log struct {
	path string
	uid  int
	who  Who
	once sync.Once // before the first change: what was left open is completed
	Options
}

// Open returns the log at path, of whoever runs podtop. It touches nothing: a
// log is made with its first line.
func Open(path string, o Options) *Log {
	o.Wait = cmp.Or(o.Wait, 2*time.Second)
	o.Grace = cmp.Or(o.Grace, 55*time.Second)
	o.Journal = cmp.Or(o.Journal, journalSocket)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Log{path: path, uid: os.Geteuid(), who: whoami(), Options: o}
}

// An Entry is a change that was begun.
type Entry struct{ begun Record }

// Begin writes the line before a change. Without it there must be none.
func (l *Log) Begin(ctx context.Context, plan model.Plan) (Entry, error) {
	l.once.Do(func() {
		if err := l.Recover(ctx); err != nil {
			l.Log.Warn("audit: a change was left open", "err", err)
		}
	})
	r := begun(&plan)
	r.ID, r.Who = rand.Text(), l.who
	if err := l.append(ctx, &r); err != nil {
		return Entry{}, fmt.Errorf("nothing was changed: the audit log: %w: %s", cause(err), l.path)
	}
	return Entry{r}, nil
}

// cause is err without the path, which comes last: a line of a screen has room
// for little more than why.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// End writes the line after a change; err is why it failed.
func (l *Log) End(e Entry, o Outcome, err error) error {
	return l.close(e.begun, Ended, o, text(err), "")
}

func (l *Log) close(r Record, p Phase, o Outcome, err, holds string) error {
	r.Phase, r.Outcome, r.Error, r.Current, r.Who = p, o, err, holds, l.who
	// The change is made: its deadline is none for the line that says so.
	if err := l.append(context.Background(), &r); err != nil {
		return fmt.Errorf("%s %s: %s, but the audit log %s cannot be told: %w", r.Verb, cmp.Or(r.Container.Name, r.Container.ID.Short()), o, l.path, err)
	}
	return nil
}

// maxText is how much of an error is kept.
const maxText = 4096

func text(err error) string {
	if err == nil {
		return ""
	}
	s := err.Error()
	return s[:min(len(s), maxText)]
}

// append writes a line and waits until it is on the disk, or takes it back.
func (l *Log) append(ctx context.Context, r *Record) error {
	ctx, cancel := context.WithTimeout(ctx, l.Wait)
	defer cancel()
	f, err := openLocked(ctx, l.path, l.uid)
	if err != nil {
		return err
	}
	defer f.Close()
	line, err := l.add(f, r)
	if err != nil {
		return err
	}
	// Under the lock, so that the journal has them in the log's order.
	if err := l.writeJournal(r.Seq, hash(line)); err != nil {
		l.Log.Warn("audit: no copy in the journal", "seq", r.Seq, "err", err)
	}
	return nil
}

// add puts r at the end of f, whose lock is held.
func (l *Log) add(f *os.File, r *Record) ([]byte, error) {
	t, err := tailOf(f)
	if err != nil {
		return nil, err
	}
	if t.torn > 0 {
		if err := f.Truncate(t.size); err != nil {
			return nil, err
		}
	}
	r.Seq, r.Prev, r.Time, r.Torn = t.seq+1, t.hash, l.Now().UTC(), t.torn
	line, err := r.line()
	if err != nil {
		return nil, err
	}
	if _, err = f.Write(append(line, '\n')); err == nil {
		err = f.Sync()
	}
	if err != nil {
		_ = f.Truncate(t.size) // what is left of it is taken away by the next
		return nil, err
	}
	return line, nil
}

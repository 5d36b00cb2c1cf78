package lines

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// Options are what a Reader reads with.
type Options struct {
	Dirs func() ([]string, error)   // of the journal; nil: this machine's
	API  func(uid int) (API, error) // the Podman of a user; nil: none is asked
	UID  int                        // who reads

	// Child runs a program and copies what it writes to out; nil: none is run.
	Child func(ctx context.Context, out io.Writer, args ...string) error
}

// A Reader opens logs of containers.
type Reader struct {
	options Options
	files   files
}

// NewReader returns a Reader. It reads nothing yet.
func NewReader(o Options) *Reader {
	if o.Dirs == nil {
		o.Dirs = journal.LocalDirs
	}
	return &Reader{options: o, files: files{api: o.API, again: 2 * time.Second}}
}

// A Log is what some containers wrote: in the journal and, where a container's
// log driver keeps it in a file, what Podman says of it. Its calls may be made at
// the same time: each kind of them reads a journal of its own.
type Log struct {
	options Options
	wanted  []logs.Wanted
	sources logs.Sources
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	wait    time.Duration // that Wait waits for a line
	behind  uint64        // how many entries Wait can be behind without passing over them
	files   *files        // of its Reader

	read, follow, count part
	followed            following // guarded by follow
	counted             counting  // guarded by count
	missing             missing
	start, loaded       sync.Once
	asked               asked
	memories            memories
	exporting           sync.Mutex
	exports             map[string]bool // paths that journalctl reads
}

// Open returns the log of some containers. Nothing is read before it is asked.
func (r *Reader) Open(of []logs.Wanted, s logs.Sources) *Log {
	l := &Log{options: r.options, wanted: of, sources: s, wait: time.Second, files: &r.files, behind: 20_000}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l
}

// ErrClosed is the error of a Log that was closed.
var ErrClosed = errors.New("the log is closed")

// Close ends the log, and the calls that are under way.
func (l *Log) Close() {
	l.cancel()
	l.leaveFiles()
	l.read.shut()
	l.follow.shut()
	l.count.shut()
}

// A part is a journal for one kind of calls, of which one is made at a time.
type part struct {
	mu    sync.Mutex
	lines *Journal // nil before the first call
}

// begin begins a call with a journal as it is now. It is followed by end, unless
// there is an error.
func (l *Log) begin(ctx context.Context, p *part) (*Journal, error) {
	l.start.Do(func() { l.missing.begin(l) })
	l.takeFiles()
	p.mu.Lock()
	if err := l.ended(ctx); err != nil {
		l.end(p)
		return nil, err
	}
	if p.lines != nil {
		if p != &l.follow || !l.followed.isReading() {
			p.lines.journal.Refresh()
		}
		return p.lines, nil
	}
	p.lines = l.openJournal()
	if p == &l.follow {
		p.lines.journal.KeepLess()
	}
	l.missing.take(l, p.lines)
	l.loaded.Do(func() { l.load(ctx) })
	return p.lines, nil
}

// ended is the error of a call that is to end.
func (l *Log) ended(ctx context.Context) error {
	if l.ctx.Err() != nil {
		return ErrClosed
	}
	return ctx.Err()
}

// end ends a call. What is wrong with the journal is kept.
func (l *Log) end(p *part) {
	if p.lines != nil {
		l.missing.take(l, p.lines)
	}
	p.mu.Unlock()
	if l.ctx.Err() != nil {
		p.shut()
	}
}

// shut closes the journal, or leaves that to the call that is under way.
func (p *part) shut() {
	if !p.mu.TryLock() {
		return
	}
	if p.lines != nil {
		p.lines.journal.Close()
		p.lines = nil
	}
	p.mu.Unlock()
}

func (l *Log) openJournal() *Journal {
	dirs, _ := l.options.Dirs() // that there is none was said
	return l.wants(journal.Open(dirs...))
}

// wants are the lines in a journal of all that is wanted.
func (l *Log) wants(j *journal.Journal) *Journal {
	lines := Of(j, l.wanted)
	for i := range l.wanted {
		lines.widen(&l.wanted[i], l.sources)
	}
	lines.match = append(lines.match, journal.Term{"MESSAGE_ID=" + logs.DroppedID})
	return lines
}

package lines

import (
	"context"
	"fmt"
	"time"

	"podtop/model/logs"
)

const (
	maxAsked = 8                // logs that Podman is asked for
	maxTail  = 20_000           // lines of each that were written before
	loading  = time.Second      // that a call waits for what was written before
	slowest  = 10 * time.Second // between one question and the next that fail
)

// isKept reports whether a log driver keeps lines where only Podman reads them.
func isKept(driver string) bool { return driver == "k8s-file" || driver == "json-file" }

// tail begins to keep what Podman says of the containers whose lines it has.
func (l *Log) tail() {
	asked := 0
	for i := range l.wanted {
		w := &l.wanted[i]
		if !isKept(w.Driver) || w.ID == "" || l.options.API == nil {
			continue
		}
		if asked++; asked > maxAsked {
			continue
		}
		f := fileLog{log: l, of: w.Container, memory: l.memories.add(w.ID.Short())}
		go f.run(l.ctx)
	}
}

// load waits until the lines that there are have come, but not for long: a Podman
// that does not answer is told of.
func (l *Log) load(ctx context.Context) {
	l.loaded.Do(func() {
		until := time.Now().Add(loading)
		for _, m := range l.memories.all() {
			for !m.isSettled() && time.Now().Before(until) && l.pause(ctx, settling/4) == nil {
			}
		}
	})
}

// pause waits, unless the call is to end.
func (l *Log) pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
	case <-l.ctx.Done():
	}
	return l.ended(ctx)
}

// A fileLog is a container's log in a file, which Podman reads.
type fileLog struct {
	log    *Log
	of     logs.Container
	memory *memory
	joiner logs.Joiner
	last   time.Time // of the last line or part
	same   int       // that have this time
	whole  []logs.Line
}

// run asks for the log, and once more when it ends, as the container may start
// again.
func (f *fileLog) run(ctx context.Context) {
	for ctx.Err() == nil {
		err := f.ask(ctx)
		if ctx.Err() != nil {
			return
		}
		problem, wait := "", f.log.again
		if err != nil {
			problem = "Podman does not answer: " + err.Error()
			wait = slowest
		}
		f.memory.say(true, problem)
		if f.log.pause(ctx, wait) != nil {
			return
		}
	}
}

// ask reads the log to its end, without what came before.
func (f *fileLog) ask(ctx context.Context) error {
	api, err := f.log.options.API(f.of.UID)
	if err != nil {
		return fmt.Errorf("reading the log of %s: %w", f.of.Name, err)
	}
	q := APIQuery{Tail: maxTail, Follow: true}
	if !f.last.IsZero() {
		q.Since = f.last.Add(-1) // Podman gives what is after that
	}
	reply, err := Ask(ctx, api, f.of, q)
	if err != nil {
		return err
	}
	defer reply.Close()
	f.memory.say(false, "")
	known, begin := f.same, f.last
	for l, ok := reply.Next(); ok; l, ok = reply.Next() {
		if l.Time.Equal(begin) && known > 0 {
			known--
			continue
		}
		if !l.Time.Before(begin) {
			f.add(l)
		}
	}
	f.keep(f.joiner.Flush(f.whole[:0]))
	return reply.Err()
}

// add takes the next line or part.
func (f *fileLog) add(l logs.Line) {
	if !l.Time.Equal(f.last) {
		f.same = 0
	}
	f.last = l.Time
	f.same++
	f.keep(f.joiner.Add(f.whole[:0], l))
}

func (f *fileLog) keep(lines []logs.Line) {
	for i := range lines {
		f.memory.add(lines[i])
	}
	clear(lines)
	f.whole = lines[:0]
}

package lines

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

const (
	maxAsked = 8                // logs that Podman is asked for at a time
	maxTail  = 20_000           // lines of each that were written before
	slowest  = 10 * time.Second // between one question and the next that fail
	seldom   = 30 * time.Second // between questions for a log that has ended
)

// files are the logs in files that Podman is asked for, for all Logs of a Reader:
// each is read once, however many have it.
type files struct {
	api   func(uid int) (API, error)
	again time.Duration // after which Podman is asked for a log that has just ended
	mu    sync.Mutex
	open  map[fileKey]*fileLog
}

// A fileKey is whose log it is: two users may have a container of one id.
type fileKey struct {
	uid int
	id  model.ID
}

// name is the name in cursors.
func (k fileKey) name() string { return strconv.Itoa(k.uid) + "/" + string(k.id) }

func keyOf(c *logs.Container) fileKey { return fileKey{c.UID, c.ID} }

// take returns what Podman says of a container, from now on; nil if that many
// others are asked for already. It is followed by leave.
func (s *files) take(c logs.Container) *memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := keyOf(&c)
	f := s.open[key]
	if f == nil {
		if len(s.open) >= maxAsked {
			return nil
		}
		f = &fileLog{files: s, of: c, memory: newMemory(key.name())}
		if s.open == nil {
			s.open = map[fileKey]*fileLog{}
		}
		s.open[key] = f
		var ctx context.Context
		ctx, f.cancel = context.WithCancel(context.Background())
		go f.run(ctx)
	}
	f.users++
	return f.memory
}

// leave ends the reading of a log that nobody has any more.
func (s *files) leave(c logs.Container) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := keyOf(&c)
	f := s.open[key]
	if f.users--; f.users == 0 {
		f.cancel()
		delete(s.open, key)
	}
}

// A fileLog is a container's log in a file, which Podman reads.
type fileLog struct {
	files  *files
	of     logs.Container
	memory *memory
	cancel context.CancelFunc
	users  int // Logs that have it
	resume Resume
	joiner logs.Joiner
	whole  []logs.Line // reused
}

// run asks for the log, and once more when it ends, as the container may start
// again: the more seldom the longer nothing came.
func (f *fileLog) run(ctx context.Context) {
	wait := f.files.again
	for ctx.Err() == nil {
		before := f.memory.end()
		err := f.ask(ctx)
		if ctx.Err() != nil {
			return
		}
		if wait = min(2*wait, seldom); f.memory.end() > before {
			wait = f.files.again
		}
		switch {
		case IsGone(err):
			f.memory.say(true, f.of.Name+": the container was removed, and its lines with it")
			return
		case err != nil:
			f.memory.say(true, "Podman does not answer: "+err.Error())
			wait = slowest
		default:
			f.memory.say(true, "")
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// IsGone reports whether Podman says that there is no such container.
func IsGone(err error) bool {
	const notFound = 404
	var e interface{ Code() int }
	return errors.As(err, &e) && e.Code() == notFound
}

// ask reads the log to its end, without what came before.
func (f *fileLog) ask(ctx context.Context) error {
	api, err := f.files.api(f.of.UID)
	if err != nil {
		return fmt.Errorf("reading the log of %s: %w", f.of.Name, err)
	}
	reply, err := Ask(ctx, api, f.of, f.resume.Query(APIQuery{Tail: maxTail, Follow: true}))
	if err != nil {
		return err
	}
	defer reply.Close()
	f.memory.say(false, "")
	next := f.resume.Rest(reply)
	for l, ok := next(); ok; l, ok = next() {
		f.keep(f.joiner.Add(f.whole[:0], l))
	}
	f.keep(f.joiner.Flush(f.whole[:0]))
	return reply.Err()
}

func (f *fileLog) keep(lines []logs.Line) {
	for i := range lines {
		f.memory.add(lines[i])
	}
	clear(lines)
	f.whole = lines[:0]
}

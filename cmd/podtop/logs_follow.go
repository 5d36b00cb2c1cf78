package main

import (
	"context"
	"sync"
	"time"

	"podtop/model/logs"
	"podtop/sampler/lines"
)

// pollTime is how often the journal is looked at for what is new.
const pollTime = 50 * time.Millisecond

// promptTime is how long nothing comes before a line without an end is printed: a
// prompt has none.
const promptTime = time.Second

// goOn prints what is written from now on, until ctx ends, or nobody reads, or
// there is nobody left who could write.
func (r *logReader) goOn(ctx context.Context, p *logPrinter) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	come, ended := r.later(ctx)
	tick := time.NewTicker(pollTime)
	defer tick.Stop()
	var polled, whole []logs.Line
	came, over := time.Now(), false
	for {
		select {
		case <-ctx.Done():
			polled, over = polled[:0], true
		case l := <-come:
			polled = append(polled[:0], l)
		case <-tick.C:
			polled = polled[:0]
			if r.lines != nil {
				polled = r.lines.Poll(polled)
			}
		case <-ended:
			polled, ended = polled[:0], nil
		}
		whole = whole[:0]
		for _, l := range polled {
			whole = r.joiner.Add(whole, l)
		}
		if len(polled) > 0 {
			came = time.Now()
		}
		over = over || ended == nil && r.lines == nil // nobody is left who could write
		if over || time.Since(came) > promptTime {
			whole = r.joiner.Flush(whole)
		}
		next := r.chosen(logs.Lines(whole))
		for l, ok := next(); ok; l, ok = next() {
			if err := p.print(&l); err != nil {
				return err
			}
		}
		if err := p.out.Flush(); err != nil || unread(r.out) || over {
			return err
		}
	}
}

// A stream is a log that Podman keeps, as it is followed.
type stream struct {
	lines    chan logs.Line // closed when no more come
	patience time.Duration
}

// The lines that there were come at once: what has not come after such a time
// was not there.
const (
	firstLine = 2 * time.Second
	nextLine  = 500 * time.Millisecond
)

// earlier is a logs.Source of the lines that there were when it was begun.
func (s *stream) earlier() (l logs.Line, ok bool) {
	if s.patience == 0 {
		return l, false
	}
	select {
	case l, ok = <-s.lines:
		s.patience = nextLine
	case <-time.After(s.patience):
	}
	if !ok {
		s.patience = 0
	}
	return l, ok
}

// followReplies begins to follow the logs that Podman keeps, with what there is
// already: Podman 4 gives times in seconds, by which no later question could go
// on. So --tail counts their lines before --grep and --where.
func (r *logReader) followReplies(ctx context.Context) []*stream {
	for i := range r.asked {
		s := &stream{make(chan logs.Line), firstLine}
		r.streams = append(r.streams, s)
		go func() {
			defer close(s.lines)
			if err := r.followReply(ctx, &r.asked[i], s.lines); err != nil && ctx.Err() == nil {
				r.fail("%v", err)
			}
		}()
	}
	return r.streams
}

// later gives what comes in all streams from now on. ended is closed when all of
// them have ended.
func (r *logReader) later(ctx context.Context) (come chan logs.Line, ended chan struct{}) {
	come, ended = make(chan logs.Line), make(chan struct{})
	var all sync.WaitGroup
	for _, s := range r.streams {
		all.Go(func() {
			for l := range s.lines {
				select {
				case come <- l:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { all.Wait(); close(ended) }()
	return come, ended
}

// askAgain is how long after the end of a log it is asked for once more.
const askAgain = time.Second

// followReply follows the log of a container until that is removed: it ends when
// the container does, and goes on when that is started again.
func (r *logReader) followReply(ctx context.Context, t *logs.Wanted, come chan<- logs.Line) error {
	var resume lines.Resume
	for {
		err := r.followOnce(ctx, t, &resume, come)
		if resume.Begun() && lines.IsGone(err) {
			return nil
		}
		if err != nil || sleep(ctx, askAgain) != nil {
			return err
		}
	}
}

func (r *logReader) followOnce(ctx context.Context, t *logs.Wanted, resume *lines.Resume, come chan<- logs.Line) error {
	reply, err := r.ask(ctx, t, resume.Query(lines.APIQuery{Since: r.from, Tail: r.tail, Follow: true}))
	if err != nil {
		return err
	}
	defer reply.Close()
	next := resume.Rest(reply)
	for l, ok := next(); ok; l, ok = next() {
		select {
		case come <- l:
		case <-ctx.Done():
			return nil
		}
	}
	return reply.Err()
}

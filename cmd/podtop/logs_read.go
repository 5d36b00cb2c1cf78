package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
	"podtop/sampler/lines"
)

// A logReader reads the lines that logsOptions ask for.
type logReader struct {
	*logsOptions
	out, errs io.Writer
	logOf     func(uid int) (lines.API, error) // nil: nobody is asked
	files     *journal.Journal                 // nil: there is none
	names     []string                         // of containers in it

	lines   lineReader    // of those that are in the journal; nil: none is
	claims  *logs.Claims  // that were left out there
	wanted  []logs.Wanted // those
	asked   []logs.Wanted // those that Podman is asked about
	replies []*lines.Reply
	streams []*stream   // of those that are followed
	joiner  logs.Joiner // of the parts of lines
	own     bool        // no other's container is asked for
	failed  atomic.Bool // something could not be read
	printed int         // lines
}

func (r *logReader) openJournal(dirs ...string) { r.files = journal.Open(dirs...) }

func (r *logReader) close() {
	for _, reply := range r.replies {
		reply.Close()
	}
	if r.files != nil {
		r.files.Close()
	}
}

// maxNames is how many names of containers of each file are looked through.
const maxNames = 10_000

// journalNames are the names of all containers that wrote to the journal.
func (r *logReader) journalNames() []string {
	if r.names == nil && r.files != nil {
		r.names, _ = r.files.Values("CONTAINER_NAME", maxNames)
	}
	return r.names
}

// fail says what could not be read; the rest is.
func (r *logReader) fail(format string, args ...any) {
	r.failed.Store(true)
	printLineTo(r.errs, format, args...)
}

// failNamed is fail where that container was asked for by its name. With --all it
// is no failure that one of them keeps no log.
func (r *logReader) failNamed(format string, args ...any) {
	if r.all {
		printLineTo(r.errs, format, args...)
		return
	}
	r.fail(format, args...)
}

// sort finds out where the lines of each are.
func (r *logReader) sort(found []logs.Wanted) {
	// A removed one is sought by its name alone, which root may have given, too.
	r.own = !slices.ContainsFunc(found, func(t logs.Wanted) bool { return t.UID != os.Getuid() && t.ID != "" })
	for _, t := range found {
		switch t.Driver {
		case "k8s-file", "json-file":
			r.asked = append(r.asked, t)
		case "none":
			r.failNamed("%s", logs.NoDriverText(t.Name))
		default: // one that is not known writes to the journal, if to anything
			r.wanted = append(r.wanted, t)
		}
	}
	if len(r.wanted) == 0 {
		return
	}
	if r.files == nil {
		r.fail("this machine has no journal, in which the lines of %s would be", r.wanted[0].Name)
		return
	}
	j := lines.Of(r.files, r.wanted)
	r.lines, r.claims = newRunReader(j, r.files), &j.Claims
}

// A lineReader reads the lines of some containers.
type lineReader interface {
	Forward(since time.Time) logs.Source
	Backward(until time.Time) logs.Source // the last first
	Follow()                              // begins to
	Poll([]logs.Line) []logs.Line         // appends what was written since then
}

// maxAsked is how many logs Podman is asked for at one time.
const maxAsked = 8

// history is the lines there are, in the order of time.
func (r *logReader) history(ctx context.Context) (logs.Source, error) {
	if len(r.asked) > maxAsked {
		return nil, usagef("Podman keeps the logs of %d of these containers in files, of which podtop reads %d at a time: give fewer names", len(r.asked), maxAsked)
	}
	var sources []logs.Source
	if r.lines != nil {
		sources = append(sources, r.fromJournal())
	}
	if r.follow {
		for _, f := range r.followReplies(ctx) {
			sources = append(sources, r.joined(f.earlier))
		}
	} else {
		sources = append(sources, r.fromPodman(ctx)...)
	}
	return r.last(r.chosen(logs.Merge(sources...).Next)), nil
}

// fromPodman is the lines that Podman keeps, of each container that it is asked
// about.
func (r *logReader) fromPodman(ctx context.Context) (sources []logs.Source) {
	for i := range r.asked {
		reply, err := r.ask(ctx, &r.asked[i], lines.APIQuery{Since: r.from, Until: r.to, Tail: r.askedTail()})
		if err != nil {
			r.fail("%v", err)
			continue
		}
		r.replies = append(r.replies, reply)
		sources = append(sources, r.joined(reply.Next))
	}
	return sources
}

func (r *logReader) ask(ctx context.Context, t *logs.Wanted, q lines.APIQuery) (*lines.Reply, error) {
	api, err := r.logOf(t.UID)
	if err != nil {
		return nil, err
	}
	return lines.Ask(ctx, api, t.Container, q)
}

// askedTail is how many of the last lines Podman is asked for: all of them where
// some are left out afterwards.
func (r *logReader) askedTail() int {
	if r.tail >= 0 && r.grep == "" && r.where == "" {
		return r.tail
	}
	return -1
}

// fromJournal is the lines in the journal, or parts of them. For the last few it
// is read from its end.
func (r *logReader) fromJournal() logs.Source {
	if r.tail < 0 {
		return r.joined(until(r.lines.Forward(r.from), func(l *logs.Line) bool { return !r.to.IsZero() && l.Time.After(r.to.Add(clockStep)) }))
	}
	to := r.to
	if !to.IsZero() {
		to = to.Add(time.Microsecond) // what is before it has r.to in it
	}
	return r.lastOf(until(r.lines.Backward(to), func(l *logs.Line) bool { return l.Time.Before(r.from.Add(-clockStep)) }))
}

// clockStep is how much a clock may have been put back or forward: so far a line
// is not where its time says.
const clockStep = time.Minute

// until is a source up to the first line that is beyond what is asked for.
func until(source logs.Source, beyond func(*logs.Line) bool) logs.Source {
	ended := false
	return func() (l logs.Line, ok bool) {
		if !ended {
			l, ok = source()
			ended = !ok || beyond(&l)
		}
		return l, ok && !ended
	}
}

// joined puts the parts of lines together. To follow, it leaves those open that
// have no end yet.
func (r *logReader) joined(source logs.Source) logs.Source {
	j := &r.joiner
	if !r.follow {
		j = &logs.Joiner{}
	}
	var whole []logs.Line
	ended := false
	return func() (l logs.Line, ok bool) {
		for len(whole) == 0 && !ended {
			if l, ok = source(); ok {
				whole = j.Add(whole, l)
				continue
			}
			if ended = true; !r.follow {
				whole = j.Flush(whole)
			}
		}
		if len(whole) == 0 {
			return logs.Line{}, false
		}
		l, whole = whole[0], whole[1:]
		return l, true
	}
}

// chooses reports whether l is what a container wrote in the time asked for.
func (r *logReader) chooses(l *logs.Line) bool {
	return l.Kind == logs.Output && !l.Time.Before(r.from) && (r.to.IsZero() || !l.Time.After(r.to))
}

// isChosen reports whether a whole line is asked for.
func (r *logReader) isChosen(l *logs.Line) bool {
	return r.chooses(l) && r.pattern.Match(l.Text) && r.filter.Match(l)
}

// chosen leaves out what is not asked for.
func (r *logReader) chosen(source logs.Source) logs.Source {
	return func() (logs.Line, bool) {
		for {
			l, ok := source()
			if !ok || r.isChosen(&l) {
				return l, ok
			}
		}
	}
}

// reportJournal says what of the journal could not be read. Who may not read all
// of it finds the lines of their own containers in a file of their own.
func (r *logReader) reportJournal() {
	if r.files == nil {
		return
	}
	denied := false
	for _, p := range r.files.Problems() {
		if !errors.Is(p.Err, fs.ErrPermission) {
			r.fail("%v", p.Err)
			continue
		}
		denied = true
	}
	if denied && r.lines != nil && !(r.own && r.hasLines()) {
		printLineTo(r.errs, "parts of the journal may be read by root and the groups systemd-journal and adm alone: lines may be missing")
		if r.printed == 0 {
			r.failed.Store(true)
		}
	}
}

// hasLines reports whether there are lines of those that are wanted in what can be
// read of the journal, be they asked for or not.
func (r *logReader) hasLines() bool {
	_, ok := lines.Of(r.files, r.wanted).Backward(time.Time{})()
	return ok
}

// report says what could not be read, and what was left out.
func (r *logReader) report() error {
	r.reportJournal()
	for _, reply := range r.replies {
		if err := reply.Err(); err != nil {
			r.fail("%v", err)
		}
	}
	if r.claims != nil {
		for _, text := range r.claims.Texts() {
			printLineTo(r.errs, "left out %s", text)
		}
	}
	if r.failed.Load() {
		return errors.New("not all could be read; see above")
	}
	return nil
}

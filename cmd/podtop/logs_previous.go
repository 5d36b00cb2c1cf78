package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// printPrevious prints what containers wrote in the run before the present one: or
// before the last one, if they do not run.
func (r *logReader) printPrevious(ctx context.Context, log pane.Log, found []logs.Wanted) error {
	defer log.Close()
	p := newLogPrinter(r, found)
	walk := logWalk{ctx: ctx, log: log}
	starts := r.lastStarts(&walk, found)
	if walk.err != nil {
		return walk.err
	}
	next := r.last(r.chosen(walk.runs(starts)))
	for l, ok := next(); ok; l, ok = next() {
		r.printed++
		if err := p.print(&l); err != nil {
			return err
		}
	}
	if err := p.out.Flush(); err != nil {
		return err
	}
	for _, text := range walk.missing {
		printLineTo(r.errs, "%s", text)
	}
	if r.printed == 0 && len(walk.missing) > 0 {
		r.failed.Store(true)
	}
	return r.report()
}

// lastStarts are when each of the containers began its last two runs, as far as
// that can be found out.
func (r *logReader) lastStarts(walk *logWalk, found []logs.Wanted) map[model.Key]*starts {
	all := map[model.Key]*starts{}
	for i := range found {
		all[found[i].Key()] = &starts{}
	}
	open := len(all)
	events, _ := logs.ParseFilter("-kind=output", time.Time{}, logs.SmartCase)
	next := walk.source(logs.Place{}, logs.Query{Backward: true, Filter: events})
	for l, ok := next(); ok && open > 0; l, ok = next() {
		if s := all[l.Container.Key()]; s != nil && !s.known {
			if s.add(&l); s.known {
				open--
			}
		}
	}
	for key, s := range all {
		if s.n == 0 {
			r.fail("%s: no earlier run of it is known", key.Name)
			delete(all, key)
		}
	}
	return all
}

// starts are the last two starts of a container, found backwards. As its first
// lines may come before Podman says that it was started, a start is as early as
// the death before it.
type starts struct {
	n      int           // that were found
	at     [2]logs.Stamp // the later one first; zero: not found
	id     model.ID      // of the earliest
	marked bool          // by a mark alone, which is where its first line is
	dead   bool          // the death before it was found
	known  bool          // no more is to be found out
}

// add takes in the event that was before those that were taken in. Podman's event
// and the mark of a new container may say the same.
func (s *starts) add(l *logs.Line) {
	mark := l.Kind == logs.Start
	switch {
	case l.Kind == logs.Event && strings.HasPrefix(l.Text, "died"):
		if s.n > 0 && !s.dead {
			s.at[s.n-1], s.dead = l.Stamp, true
		}
		s.known = s.n == len(s.at)
	case !mark && (l.Kind != logs.Event || l.Text != "start"):
	case s.n > 0 && s.id == l.Container.ID && (!s.dead || s.marked && !mark):
		s.at[s.n-1], s.marked, s.dead = l.Stamp, s.marked && mark, false
	case s.n == len(s.at):
		s.known = true
	default:
		s.at[s.n], s.id, s.marked, s.dead = l.Stamp, l.Container.ID, mark, false
		s.n++
	}
}

// has reports whether l is of the run between the two.
func (s *starts) has(l *logs.Line) bool {
	return l.Compare(s.at[0]) < 0 && (s.n < len(s.at) || l.Compare(s.at[1]) > 0)
}

// A logWalk reads a log line by line.
type logWalk struct {
	ctx     context.Context
	log     pane.Log
	err     error
	missing []string // what cannot be read
}

// source gives the lines from a place on that q is about.
func (w *logWalk) source(place logs.Place, q logs.Query) logs.Source {
	q.N = 1000
	var b logs.Batch
	return func() (line logs.Line, ok bool) {
		for len(b.Lines) == 0 {
			if b.AtEnd || w.err != nil {
				return line, false
			}
			if b, w.err = w.log.Read(w.ctx, place, q); w.err != nil {
				return line, false
			}
			place, w.missing = b.Reached, b.Missing
			if q.Backward {
				slices.Reverse(b.Lines)
			}
		}
		line, b.Lines = b.Lines[0], b.Lines[1:]
		return line, true
	}
}

// runs gives the lines between the starts of each container.
func (w *logWalk) runs(all map[model.Key]*starts) logs.Source {
	if len(all) == 0 {
		return logs.Lines(nil)
	}
	from, to := time.Now(), time.Unix(0, 0)
	for _, s := range all {
		begin, end := s.at[1].Time, s.at[0].Time
		if s.n < len(s.at) {
			begin = time.Unix(0, 0)
		}
		if begin.Before(from) {
			from = begin
		}
		if end.After(to) {
			to = end
		}
	}
	next := until(w.source(logs.PlaceAt(from), logs.Query{}), func(l *logs.Line) bool { return l.Time.After(to.Add(clockStep)) })
	return func() (logs.Line, bool) {
		for {
			l, ok := next()
			if !ok {
				return l, false
			}
			if s := all[l.Container.Key()]; s != nil && s.has(&l) {
				return l, true
			}
		}
	}
}

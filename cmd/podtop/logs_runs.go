package main

import (
	"strconv"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// A runReader is a lineReader that puts a container's death between a part of a
// line and what the next run writes: a Joiner makes two lines of them then.
type runReader struct {
	lineReader
	files *journal.Journal
	open  map[logPipe]logs.Stamp // of parts up to which it was read, without an end
}

// A logPipe is where parts of one line come from.
type logPipe struct {
	of     logs.Container
	stream logs.Stream
}

func pipeOf(l *logs.Line) logPipe { return logPipe{l.Container, l.Stream} }

func newRunReader(r lineReader, files *journal.Journal) *runReader {
	return &runReader{r, files, map[logPipe]logs.Stamp{}}
}

// Forward implements lineReader.
func (r *runReader) Forward(since time.Time) logs.Source {
	return betweenLines(r.lineReader.Forward(since), r.endedBefore)
}

// Poll implements lineReader.
func (r *runReader) Poll(lines []logs.Line) []logs.Line {
	next := betweenLines(logs.Lines(r.lineReader.Poll(nil)), r.endedBefore)
	for l, ok := next(); ok; l, ok = next() {
		lines = append(lines, l)
	}
	return lines
}

// Backward implements lineReader.
func (r *runReader) Backward(until time.Time) logs.Source {
	younger := map[logPipe]logs.Stamp{}
	return betweenLines(r.lineReader.Backward(until), func(l *logs.Line) (logs.Line, bool) {
		from := pipeOf(l)
		next, known := younger[from]
		younger[from] = l.Stamp
		switch {
		case !l.Partial:
			return logs.Line{}, false
		case !known: // it is the last one, with which Poll goes on
			r.open[from] = l.Stamp
			return logs.Line{}, false
		}
		return r.death(l.Container, l.Stamp, next)
	})
}

// endedBefore is the death of l's container between the part of a line that is
// open and l.
func (r *runReader) endedBefore(l *logs.Line) (died logs.Line, ok bool) {
	from := pipeOf(l)
	if part, open := r.open[from]; open {
		died, ok = r.death(l.Container, part, l.Stamp)
	}
	delete(r.open, from)
	if l.Partial {
		r.open[from] = l.Stamp
	}
	return died, ok
}

// death is the death of a container between two of its lines.
func (r *runReader) death(of logs.Container, from, to logs.Stamp) (logs.Line, bool) {
	m := journal.Match{{"PODMAN_EVENT=died", "PODMAN_ID=" + string(of.ID), "_UID=" + strconv.Itoa(of.UID)}}
	e, ok := r.files.ForwardSince(m, uint64(max(0, from.Time.UnixMicro()))).Next() //nolint:gosec // not negative
	if !ok || e.Time().After(to.Time) {
		return logs.Line{}, false
	}
	return logs.Line{Stamp: from, Kind: logs.Event, Text: "died", Container: of}, true
}

// betweenLines gives the lines of source and, before each, what between says.
func betweenLines(source logs.Source, between func(*logs.Line) (logs.Line, bool)) logs.Source {
	var held *logs.Line
	return func() (l logs.Line, ok bool) {
		if held != nil {
			l, held = *held, nil
			return l, true
		}
		if l, ok = source(); !ok || l.Kind != logs.Output {
			return l, ok
		}
		if first, found := between(&l); found {
			line := l
			held = &line
			return first, true
		}
		return l, true
	}
}

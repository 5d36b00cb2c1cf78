package main

import (
	"slices"

	"podtop/model/logs"
)

// lastOf is the last --tail lines that are chosen, whole and in the order of time,
// of a source that gives the last first. Not much more is read: for the first
// parts of a line some lines are held back.
func (r *logReader) lastOf(backward logs.Source) logs.Source {
	var kept, held []logs.Line
	for size := 64; len(kept) < r.tail; size = min(2*size, 4096) {
		older := take(backward, size)
		slices.Reverse(older)
		all := logs.JoinBefore(older, held)
		whole := max(0, len(all)-len(held))
		if len(older) == 0 {
			whole = 0
		}
		found := slices.DeleteFunc(all[whole:], func(l logs.Line) bool { return !r.isChosen(&l) })
		kept, held = append(slices.Clone(found), kept...), all[:whole]
		if len(older) == 0 {
			break
		}
	}
	kept = kept[max(0, len(kept)-r.tail):]
	if r.follow {
		kept = r.reopen(kept)
	}
	return logs.Lines(kept)
}

// reopen leaves lines open that have no end yet: those that come may go on with
// them.
func (r *logReader) reopen(lines []logs.Line) (whole []logs.Line) {
	last := map[logPipe]int{}
	for i := range lines {
		last[pipeOf(&lines[i])] = i
	}
	for i, l := range lines {
		if l.Partial && last[pipeOf(&l)] == i {
			whole = r.joiner.Add(whole, l)
		} else {
			whole = append(whole, l)
		}
	}
	return whole
}

// take is the next n lines of a source, or as many as there are.
func take(source logs.Source, n int) (lines []logs.Line) {
	for len(lines) < n {
		l, ok := source()
		if !ok {
			break
		}
		lines = append(lines, l)
	}
	return lines
}

// last is the last --tail lines of source.
func (r *logReader) last(source logs.Source) logs.Source {
	if r.tail < 0 {
		return source
	}
	var kept []logs.Line
	for {
		l, ok := source()
		if !ok {
			return logs.Lines(kept[max(0, len(kept)-r.tail):])
		}
		if kept = append(kept, l); len(kept) > 2*r.tail+1000 {
			kept = append(kept[:0], kept[len(kept)-r.tail:]...)
		}
	}
}

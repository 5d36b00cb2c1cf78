package feed

import (
	"time"

	"podtop/model/logs"
	"podtop/tui/pane"
)

// First is the number of the first line, End that behind the last.
func (f *Feed) First() int { return f.first }

// End is the number behind the last line: as First if there is none.
func (f *Feed) End() int { return f.first + len(f.lines) }

// Len is how many lines there are.
func (f *Feed) Len() int { return len(f.lines) }

// Line is the line of a number from First up to End. It is to be read only.
func (f *Feed) Line(n int) *logs.Line { return &f.lines[n-f.first] }

// Find is the number of the line with that place.
func (f *Feed) Find(p logs.Place) (n int, ok bool) {
	for i := range f.lines {
		if l := &f.lines[i]; l.Time.Equal(p.Time) && l.Cursor == p.Cursor && l.Place() == p {
			return f.first + i, true
		}
	}
	return 0, false
}

// Round is another number each time that all lines were replaced, and Anchor the
// line that then stands at the place that was asked for.
func (f *Feed) Round() int { return f.round }

// Anchor is the number of that line; End if none is so young.
func (f *Feed) Anchor() int { return f.anchor }

// HasOldest reports whether the first line is the first of the log.
func (f *Feed) HasOldest() bool { return f.older.last }

// HasYoungest reports whether the last line is the last that was written, so that
// those to come are added to it.
func (f *Feed) HasYoungest() bool { return f.younger.last }

// Beyond is how many lines were written since that are not held, as far as that
// is known; 0 while HasYoungest.
func (f *Feed) Beyond() uint64 { return f.tail.beyond }

// Opens reports whether the lines that were asked for are not there yet, and for
// how long.
func (f *Feed) Opens(env pane.Env) (d time.Duration, ok bool) {
	return max(0, env.Now-f.since), f.opens
}

// Err is why lines could not be read; nil if they could.
func (f *Feed) Err() error { return f.err }

// Reach is how far back the log goes; zero if that is not known.
func (f *Feed) Reach() time.Time { return f.batch.Oldest }

// Missing are sentences that say what cannot be read.
func (f *Feed) Missing() []string { return f.batch.Missing }

// Skipped is how many lines came too fast to be followed, since it was opened.
func (f *Feed) Skipped() uint64 { return f.tail.skipped }

// LeftOut is how many lines were looked at that the filter does not choose, as
// far as the log says.
func (f *Feed) LeftOut() uint64 { return f.leftOut }

// replace makes all lines others.
func (f *Feed) replace(lines []logs.Line, anchor int) {
	f.first = 0
	f.round, f.anchor, f.shown = f.round+1, anchor, shown{first: anchor, last: anchor}
	f.setLines(lines)
}

// prepend puts lines before those there are. A line whose end was there already
// becomes one with it.
func (f *Feed) prepend(older []logs.Line) {
	all := logs.JoinBefore(older, f.lines)
	f.first -= len(all) - len(f.lines)
	f.setLines(all)
}

// append puts lines behind those there are. The rest of a line goes on where that
// stands.
func (f *Feed) append(younger []logs.Line) {
	f.setLines(logs.Append(f.lines, younger))
}

func (f *Feed) setLines(lines []logs.Line) {
	f.lines = lines
	f.bytes = bytesOf(lines)
}

func bytesOf(lines []logs.Line) (n int) {
	for i := range lines {
		n += len(lines[i].Text)
	}
	return n
}

// fit lets go of what is too much, where it is far from what is on screen: it is
// read again when it is wanted. While the youngest line is on screen only older
// ones go.
func (f *Feed) fit() {
	from, to := 0, len(f.lines)
	middle := (f.shown.first+f.shown.last)/2 - f.first
	for bytes := f.bytes; to-from > 1 && (to-from > MaxLines || bytes > MaxText); {
		if f.shown.follows || middle-from > to-1-middle {
			bytes -= len(f.lines[from].Text)
			from++
		} else {
			to--
			bytes -= len(f.lines[to].Text)
		}
	}
	f.cutYounger(to)
	f.cutOlder(from)
}

// cutOlder lets go of the first n lines.
func (f *Feed) cutOlder(n int) {
	if n == 0 {
		return
	}
	f.bytes -= bytesOf(f.lines[:n])
	clear(f.lines[:n]) // their texts
	f.lines, f.first = f.lines[n:], f.first+n
	f.older = end{place: f.lines[0].Place(), full: true}
}

// cutYounger lets go of all but the first n lines.
func (f *Feed) cutYounger(n int) {
	cut := f.lines[n:]
	if len(cut) == 0 {
		return
	}
	f.tail.beyond += uint64(len(cut))
	f.bytes -= bytesOf(cut)
	clear(cut)
	f.lines = f.lines[:n]
	f.younger = end{place: f.lines[n-1].Place(), full: true}
}

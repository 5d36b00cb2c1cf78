package graph

import (
	"time"

	"podtop/tui/theme"
)

// A Timeline is the time axis of graphs: columns of equal spans of time, as
// History.Read has them, the last of which holds End.
type Timeline struct {
	End     time.Duration // by the clock of the samples
	Wall    time.Time     // what a clock on the wall showed then
	Span    time.Duration // of a column
	Columns int
	Live    bool // End is now
}

// Column is the column that at is in; there may be none of that number.
func (l Timeline) Column(at time.Duration) int {
	return l.Columns - 1 + int(floor(at, l.span())-floor(l.End, l.span()))
}

// At is when column begins.
func (l Timeline) At(column int) time.Duration {
	return time.Duration(floor(l.End, l.span())+int64(column-l.Columns+1)) * l.span()
}

// WholeCells is l up to the end of the cell its end is in. Graphs of it move by
// whole cells: dots keep their place in them, and half as much goes to the
// terminal. What is after the end of l is not known yet.
func (l Timeline) WholeCells(s theme.Charset) Timeline {
	cell := l.span() * time.Duration(Dots(s))
	end := time.Duration(floor(l.End, cell)+1)*cell - 1
	l.End, l.Wall = end, l.Wall.Add(end-l.End)
	return l
}

// span is one that can be reckoned with.
func (l Timeline) span() time.Duration { return min(max(1, l.Span), 24*time.Hour) }

func (l Timeline) window() time.Duration { return time.Duration(max(0, l.Columns)) * l.span() }

// floor is how often width is in d.
func floor(d, width time.Duration) int64 {
	n := int64(d / width)
	if d%width < 0 {
		n--
	}
	return n
}

// now is at the right end of what ends now.
const now = "now"

// AppendRow appends the labels of l in one row: each after a tick, that in the
// cell it belongs to, in round steps.
func (l Timeline) AppendRow(b []byte, g *theme.Glyphs) []byte {
	dots := Dots(g.Charset)
	width := max(0, l.Columns) / dots
	end, room := width, width
	if l.Live && width >= len(now) {
		end -= len(now)
		room = end - 1
	}
	step, used := l.step(width), 0
	for i := l.window()/step + 1; i > 0; i-- {
		var scratch [16]byte
		column, text := l.label(scratch[:0], i, step)
		x := column / dots
		if column < 0 || used > 0 && x <= used || x+1+len(text) > room {
			continue
		}
		b = append(append(pad(b, x-used), g.Tick...), text...)
		used = x + 1 + len(text)
	}
	return append(pad(b, end-used), now[:width-end]...)
}

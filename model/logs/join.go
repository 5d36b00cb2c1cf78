package logs

import "slices"

// JoinBefore joins lines, and puts them before younger ones that were joined
// already: a log that is read backwards comes in such pieces, and the end of a
// line may be in the younger one. A line whose end is in neither stays where its
// last part was.
func JoinBefore(older, younger []Line) []Line {
	var j Joiner
	all := make([]Line, 0, len(older)+len(younger))
	for _, l := range older {
		all = j.Add(all, l)
	}
	for i, l := range younger {
		if j.Open() == 0 {
			return append(all, younger[i:]...)
		}
		all = j.Add(all, l)
	}
	return j.putBack(all)
}

// putBack ends the lines that are open, and puts them where their last parts were
// among lines, which are all that were added.
func (j *Joiner) putBack(lines []Line) []Line {
	for _, from := range slices.Backward(j.sorted(func(o *openLine) uint64 { return o.moved })) {
		o := j.open[from]
		lines = slices.Insert(lines, o.at, j.end(from, o))
	}
	return lines
}

// Append appends younger lines to those that were joined already. The rest of one
// of the last of them goes on where that stands; all others keep their places.
func Append(lines, younger []Line) []Line {
	for i := range younger {
		l := &younger[i]
		if at := openAt(lines, l); at >= 0 {
			lines[at] = extended(lines[at], l, at == len(lines)-1)
			continue
		}
		lines = append(lines, *l)
	}
	return lines
}

// openAt is which of the last lines l goes on with; -1 if with none.
func openAt(lines []Line, l *Line) int {
	const far = 64
	if l.Kind != Output {
		return -1
	}
	for i := len(lines) - 1; i >= max(0, len(lines)-far); i-- {
		before := &lines[i]
		switch {
		case before.isDeath() && before.Container.ID == l.Container.ID && before.Container.UID == l.Container.UID:
			return -1
		case before.Kind != Output || before.pipe() != l.pipe():
		case before.Partial:
			return i
		default:
			return -1
		}
	}
	return -1
}

// extended is an open line with a part more. Where younger lines stand behind it
// already it keeps its stamp and its cursor, so that all are in their order.
func extended(open Line, l *Line, last bool) Line {
	var j Joiner
	o := j.begin(open.pipe())
	j.extend(o, open)
	j.extend(o, *l)
	all := j.end(open.pipe(), o)
	if !last {
		all.Stamp, all.Cursor = open.Stamp, open.Cursor
	}
	return all
}

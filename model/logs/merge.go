package logs

// A Source gives the lines of one log, in its order; ok is false where there is
// none now. It is asked again then, so that a source can be followed.
type Source func() (l Line, ok bool)

// A Merger puts the lines of several sources into one order of time, as
// journalctl does with files: of the lines that come next in each source the
// first is taken. So lines of one source never change their order, even where a
// clock was put back. Of lines of the same time that of the earlier source is
// taken.
type Merger struct {
	sources []Source
	heads   []Line
	have    []bool
}

// Merge merges sources that give the oldest line first.
func Merge(sources ...Source) *Merger {
	return &Merger{sources: sources, heads: make([]Line, len(sources)), have: make([]bool, len(sources))}
}

// Next is the next line; ok is false if no source has one now.
func (m *Merger) Next() (l Line, ok bool) {
	first := -1
	for i, next := range m.sources {
		if !m.have[i] {
			m.heads[i], m.have[i] = next()
		}
		if m.have[i] && (first < 0 || m.heads[i].Compare(m.heads[first].Stamp) < 0) {
			first = i
		}
	}
	if first < 0 {
		return Line{}, false
	}
	l = m.heads[first]
	m.heads[first], m.have[first] = Line{}, false
	return l, true
}

// Lines is the source of lines that are at hand.
func Lines(lines []Line) Source {
	return func() (l Line, ok bool) {
		if len(lines) == 0 {
			return Line{}, false
		}
		l, lines = lines[0], lines[1:]
		return l, true
	}
}

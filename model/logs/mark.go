package logs

import "podtop/model"

// Marks finds where one generation of a container ends and the next begins, in
// lines that come in order, forwards or backwards.
type Marks struct{ last map[model.Key]Container }

// Before is the mark that stands before l, if the line of its container that
// came before was of another generation. Backwards it is the same, and the mark
// is that of the later one, which came before.
func (m *Marks) Before(l *Line, backwards bool) (mark Line, ok bool) {
	if l.Kind != Output || l.Container.ID == "" {
		return mark, false
	}
	if m.last == nil {
		m.last = map[model.Key]Container{}
	}
	key := l.Container.Key()
	before, known := m.last[key]
	m.last[key] = l.Container
	if !known || before.ID == l.Container.ID {
		return mark, false
	}
	mark = Line{Stamp: l.Stamp, Kind: Start, Container: l.Container}
	if backwards {
		mark.Container = before
	}
	return mark, true
}

package logs

import "podtop/model"

// Marks finds where one generation of a container ends and the next begins, in
// lines that come in the order of time.
type Marks struct{ last map[model.Key]Container }

// Before is the mark that stands before l, if the line of its container that
// came before was of another generation.
func (m *Marks) Before(l *Line) (mark Line, ok bool) {
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
	return Line{Stamp: l.Stamp, Kind: Start, Container: l.Container}, true
}

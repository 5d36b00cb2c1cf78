package logline

import "podtop/model/logs"

// Texts are lines made ready to be drawn in one Style, by their numbers.
type Texts map[int]*Text

// Text is a line made ready, now or before.
func (all Texts) Text(s *Style, n int, l *logs.Line) *Text {
	if t := all[n]; t != nil && t.Is(l) && !(t.late && s.Effort > 0) {
		return t
	}
	t := s.Prepare(l)
	all[n] = t
	return t
}

// Keep lets go of the lines that keep does not choose.
func (all Texts) Keep(keep func(n int) bool) {
	for n := range all {
		if !keep(n) {
			delete(all, n)
		}
	}
}

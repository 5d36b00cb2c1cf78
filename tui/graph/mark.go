package graph

import (
	"slices"

	"podtop/tui/theme"
)

// A Mark is something that happened, to be shown where it did on the time
// axis. Of several in a cell the worst is shown, which is the last of these.
type Mark uint8

// Marks.
const (
	NoMark Mark = iota
	Bench
	Limit
	Start
	Stop
	Restart
	Threshold
	Health
	Failure
	OOM
)

// Sign is how m looks.
func (m Mark) Sign(t theme.Theme) (string, theme.Style) {
	g := t.Glyphs
	switch m {
	case Bench:
		return g.Bench, t.Title
	case Limit:
		return g.Limit, t.Title
	case Start:
		return g.Start, t.Good
	case Stop:
		return g.Stop, t.Muted
	case Restart:
		return g.Restart, t.Warn
	case Threshold:
		return g.Threshold, t.Warn
	case Health:
		return g.Health, t.Warn
	case Failure:
		return g.Failed, t.Bad
	case OOM:
		return g.OOM, t.Bad
	}
	return " ", ""
}

// Marks are a row of them, above or below graphs. They are reused.
type Marks struct {
	theme   theme.Theme
	columns int
	cells   []Mark
}

// Reset makes m empty, of so many columns, and drawn as t has it.
func (m *Marks) Reset(columns int, t theme.Theme) {
	m.theme, m.columns = t, max(0, columns)
	n := m.columns / Dots(t.Glyphs.Charset)
	m.cells = slices.Grow(m.cells[:0], n)[:n]
	clear(m.cells)
}

// Put puts mark at column x, if there is one of that number.
func (m *Marks) Put(x int, mark Mark) {
	if i := cellOf(x, m.columns, m.theme.Glyphs.Charset); i >= 0 && i < len(m.cells) {
		m.cells[i] = max(m.cells[i], mark)
	}
}

// At is the worst mark in the cell of column x.
func (m *Marks) At(x int) Mark {
	if i := cellOf(x, m.columns, m.theme.Glyphs.Charset); i >= 0 && i < len(m.cells) {
		return m.cells[i]
	}
	return NoMark
}

// AppendRow appends the row of marks.
func (m *Marks) AppendRow(b []byte) []byte {
	for _, mark := range m.cells {
		sign, style := mark.Sign(m.theme)
		b = style.Append(b, sign)
	}
	return b
}

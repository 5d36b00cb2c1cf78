// Package table draws rows in columns. Columns leave where there is no room
// for all of them, and grow where there is more.
package table

import (
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A Column is one thing of each row R.
type Column[R any] struct {
	Head  string
	Width int                   // cells that it wants; 0: it is not there
	Most  int                   // cells it grows to where there is room; 0: it stays as it is
	Rank  int                   // the greatest leave first where there is no room; those of 0 stay
	Left  bool                  // it stands at the left, as text does, and grows before numbers do
	Close bool                  // there is no gap before it
	Draw  func(Cell, *R) []byte // appends what stands in it, exactly as wide as the cell
}

// All is a Most for a column that takes all the room that is left.
const All = 1 << 16

// A Table is columns and how wide they are.
type Table[R any] struct {
	Columns []Column[R]
	widths  []int // of each column; 0: there is no room for it
}

// Of is a table of columns.
func Of[R any](columns []Column[R]) Table[R] { return Table[R]{Columns: columns} }

// Fit shares out so many cells, with a gap of one between most columns.
func (t *Table[R]) Fit(cells int) {
	rank := 0
	for i := range t.Columns {
		rank = max(rank, t.Columns[i].Rank)
	}
	for ; rank > 0 && t.needs(rank) > cells; rank-- {
	}
	t.widths = t.widths[:0]
	for i := range t.Columns {
		width := t.Columns[i].Width
		if t.Columns[i].Rank > rank {
			width = 0
		}
		t.widths = append(t.widths, width)
	}
	left := t.grow(cells-t.needs(rank), true)
	t.grow(left, false)
}

// needs is how many cells the columns up to a rank want.
func (t *Table[R]) needs(rank int) int {
	n := -1
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Rank <= rank && c.Width > 0 {
			n += c.gap() + c.Width
		}
	}
	return n
}

// gap is how many cells are before the column.
func (c *Column[R]) gap() int {
	if c.Close {
		return 0
	}
	return 1
}

// grow shares out cells among the columns of text, or among the others, and
// returns how many are left. Cells that are lacking are taken from the columns
// that can grow.
func (t *Table[R]) grow(cells int, text bool) int {
	for changed := true; changed && cells != 0; {
		changed = false
		for i := range t.Columns {
			c, step := &t.Columns[i], 1
			if cells < 0 {
				step = -1
			}
			next := t.widths[i] + step
			if c.Left != text || t.widths[i] == 0 || c.Most == 0 || next > max(c.Most, c.Width) || next < 1 || cells == 0 {
				continue
			}
			t.widths[i], cells, changed = next, cells-step, true
		}
	}
	return cells
}

// Has reports whether there is room for column i.
func (t *Table[R]) Has(i int) bool { return t.Width(i) > 0 }

// Width is how many cells column i has; 0 if there is no room for it.
func (t *Table[R]) Width(i int) int {
	if i >= len(t.widths) {
		return 0
	}
	return t.widths[i]
}

// AppendRow appends a row, cut off or padded to so many cells.
func (t *Table[R]) AppendRow(b []byte, cells int, th theme.Theme, row *R) []byte {
	return t.append(b, cells, th, func(c Cell, i int) []byte { return t.Columns[i].Draw(c, row) })
}

// AppendSelected is AppendRow for the row of a cursor, which has one look as a
// whole.
func (t *Table[R]) AppendSelected(b []byte, cells int, th theme.Theme, row *R) []byte {
	return th.Selected.End(t.AppendRow(th.Selected.Begin(b), cells, th.Plain(), row))
}

func (t *Table[R]) append(b []byte, cells int, th theme.Theme, draw func(Cell, int) []byte) []byte {
	used := 0
	for i, width := range t.widths {
		if width == 0 {
			continue
		}
		if used > 0 && used < cells && !t.Columns[i].Close {
			b, used = append(b, ' '), used+1
		}
		if width = min(width, cells-used); width <= 0 {
			break
		}
		b, used = draw(Cell{b, width, th}, i), used+width
	}
	return widget.Pad(b, cells-used)
}

// Unsorted is for rows that are in the order of no column.
const Unsorted = -1

// AppendHeads appends what stands above the columns. The head of the column
// that the rows are in the order of stands out, with sign behind it.
func (t *Table[R]) AppendHeads(b []byte, cells int, th theme.Theme, sorted int, sign string) []byte {
	return t.append(b, cells, th, func(c Cell, i int) []byte {
		head, style := th.Glyphs.Own(t.Columns[i].Head), th.Muted
		if i == sorted {
			head, style = head+sign, th.Title
		}
		if t.Columns[i].Left {
			return c.Text(style, head)
		}
		return c.Word(style, head)
	})
}

// Add fits the table to a sheet and adds it: the heads, and a line for each
// row.
func (t *Table[R]) Add(s *widget.Sheet, rows []R) {
	t.AddHeads(s)
	for i := range rows {
		t.AddRow(s, &rows[i])
	}
}

// AddHeads fits the table to a sheet and adds the heads.
func (t *Table[R]) AddHeads(s *widget.Sheet) { t.AddSorted(s, Unsorted, "") }

// AddSorted is AddHeads for rows in the order of a column.
func (t *Table[R]) AddSorted(s *widget.Sheet, sorted int, sign string) {
	t.Fit(s.Width)
	s.Add(func(b []byte) []byte { return t.AppendHeads(b, s.Width, s.Theme, sorted, sign) })
}

// AddRow adds a row to the sheet that the table was fitted to.
func (t *Table[R]) AddRow(s *widget.Sheet, row *R) {
	s.Add(func(b []byte) []byte { return t.AppendRow(b, s.Width, s.Theme, row) })
}

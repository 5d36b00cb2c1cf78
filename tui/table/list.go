package table

import (
	"slices"

	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A List is rows, some of which are on screen, and a cursor that stays with its
// row while others come, go and change places. As long as the cursor was not
// moved it is on the first row, whichever that is.
type List[R any, K comparable] struct {
	Rows          []R
	widget.Scroll            // At is the row of the cursor, once Sync has found it
	Key           func(*R) K // by which a row is found again
	Orders        []Order[R] // that rows can be sorted in
	By            int        // of Orders

	Moved bool // the cursor was, so it stays with its row

	key K // of the cursor's row
}

// An Order is what rows are sorted by.
type Order[R any] struct {
	Column int // whose head says so
	Rising bool
	Less   func(a, b R) int
}

// Sync puts the cursor on its row again after Rows have changed. If that is
// gone, it is on the neighbour until the row comes back or the cursor is moved.
func (l *List[R, K]) Sync() {
	if !l.Moved {
		l.At = 0
		return
	}
	l.At = max(0, min(l.At, len(l.Rows)-1))
	if len(l.Rows) == 0 || l.Key(&l.Rows[l.At]) == l.key {
		return
	}
	if i := l.Index(l.key); i >= 0 {
		l.At = i
	}
}

// Index is the row of a key, -1 if there is none.
func (l *List[R, K]) Index(key K) int {
	for i := range l.Rows {
		if l.Key(&l.Rows[i]) == key {
			return i
		}
	}
	return -1
}

// Sort sorts the rows. The cursor stays with its row.
func (l *List[R, K]) Sort() {
	slices.SortStableFunc(l.Rows, l.Orders[l.By].Less)
	l.Sync()
}

// Resort sorts the rows by what comes next.
func (l *List[R, K]) Resort() {
	l.By = (l.By + 1) % len(l.Orders)
	l.Sort()
}

// Order is the column that rows are in the order of, and the sign that says how.
func (l *List[R, K]) Order(g *theme.Glyphs) (column int, sign string) {
	if by := l.Orders[l.By]; by.Rising {
		return by.Column, g.Rising
	}
	return l.Orders[l.By].Column, g.Falling
}

// Current is the row under the cursor, nil if there are no rows.
func (l *List[R, K]) Current() *R {
	if l.At >= len(l.Rows) {
		return nil
	}
	return &l.Rows[l.At]
}

// Gone reports whether the cursor's row is gone, and the key it had.
func (l *List[R, K]) Gone() (key K, gone bool) {
	at := l.Current()
	return l.key, l.Moved && (at == nil || l.Key(at) != l.key)
}

// To moves the cursor to a row, if there is one, and has it stay there.
func (l *List[R, K]) To(row int) {
	if row >= 0 && row < len(l.Rows) {
		l.At, l.key, l.Moved = row, l.Key(&l.Rows[row]), true
	}
}

// First moves the cursor to the first row, whichever that is.
func (l *List[R, K]) First() { l.At, l.Moved = 0, false }

// Step moves the cursor so many lines down, as far as there are rows.
func (l *List[R, K]) Step(lines int) { l.To(max(0, min(l.At+lines, len(l.Rows)-1))) }

// Seek moves the cursor on by step rows, round the ends, until it is on one that
// is looked for.
func (l *List[R, K]) Seek(step int, found func(*R) bool) {
	n := len(l.Rows)
	for i, at := 0, l.At; i < n; i++ {
		if at = (at + step + n) % n; found(&l.Rows[at]) {
			l.To(at)
			return
		}
	}
}

// Wheel moves what is on screen so many lines down; the cursor stays on screen.
func (l *List[R, K]) Wheel(lines, height int) {
	n := len(l.Rows)
	if n == 0 || height < 1 {
		return
	}
	l.Top = max(0, min(l.Top+lines, n-height))
	if at := max(l.Top, min(l.At, l.Top+height-1)); at != l.At {
		l.To(at)
	}
}

// Fit moves what is on screen as little as shows the cursor, and returns how
// many rows are below those on screen, of which the last line says so.
func (l *List[R, K]) Fit(height int) (below int) {
	l.Show(len(l.Rows), height)
	return l.Aside(len(l.Rows), height)
}

// Append appends height lines, with a newline between them: the rows on screen
// as draw appends them, and blanks below the last. If there are some below,
// the last line says so.
func (l *List[R, K]) Append(b []byte, width, height, below int, t theme.Theme, draw func(b []byte, r *R, cursor bool) []byte) []byte {
	for i := range height {
		if i > 0 {
			b = append(b, '\n')
		}
		switch row := l.Top + i; {
		case below > 0 && i == height-1:
			b = widget.AppendBelow(b, width, below, t)
		case row < len(l.Rows):
			b = draw(b, &l.Rows[row], row == l.At)
		default:
			b = widget.Pad(b, width)
		}
	}
	return b
}

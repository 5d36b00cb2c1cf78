package detail

import (
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A column is one of a table. Where there is no room for all, those of the
// greatest rank leave first; those of rank 0 stay.
type column struct {
	head  string
	width int // cells, its least if it is wide
	rank  int
	text  bool // it stands at the left
	wide  bool // it takes what the others leave,
	most  int  // up to so many cells; 0: all of it
}

// An oldTable is how wide columns are; 0 is one there is no room for.
type oldTable struct {
	columns []column
	widths  []int
}

// fit places the columns in so many cells, with one between them.
func (t *oldTable) fit(width int) {
	worst := 0
	for _, c := range t.columns {
		worst = max(worst, c.rank)
	}
	for ; worst > 0 && t.needs(worst) > width; worst-- {
	}
	left := width - t.needs(worst)
	t.widths = t.widths[:0]
	for _, c := range t.columns {
		switch {
		case c.rank > worst:
			t.widths = append(t.widths, 0)
		case c.wide:
			t.widths = append(t.widths, max(1, c.atMost(c.width+left)))
		default:
			t.widths = append(t.widths, c.width)
		}
	}
}

func (c *column) atMost(width int) int {
	if c.most > 0 {
		return min(width, c.most)
	}
	return width
}

// needs is how many cells the columns up to a rank take.
func (t *oldTable) needs(rank int) int {
	n := -1
	for _, c := range t.columns {
		if c.rank <= rank {
			n += c.width + 1
		}
	}
	return n
}

// has reports whether there is room for column i.
func (t *oldTable) has(i int) bool { return i < len(t.widths) && t.widths[i] > 0 }

// add adds a row to the sheet; cell appends what stands in a column, exactly as
// wide as that is.
func (t *oldTable) add(sheet *widget.Sheet, cell func(b []byte, col, width int) []byte) {
	sheet.Add(func(b []byte) []byte { return t.row(b, sheet.Width, cell) })
}

// addHeads adds what stands above the columns.
func (t *oldTable) addHeads(sheet *widget.Sheet) {
	t.add(sheet, func(b []byte, col, width int) []byte { return t.heads(b, col, width, -1, sheet.Theme) })
}

// row appends a row, cut off or padded to width cells.
func (t *oldTable) row(b []byte, width int, cell func(b []byte, col, width int) []byte) []byte {
	used := 0
	for i, w := range t.widths {
		if w == 0 {
			continue
		}
		if used > 0 {
			b, used = append(b, ' '), used+1
		}
		if w = min(w, width-used); w <= 0 {
			break
		}
		b, used = cell(b, i, w), used+w
		if used == width {
			return b
		}
	}
	return widget.Pad(b, width-used)
}

// heads appends what stands above column i; sorted says which column the rows
// are in the order of, -1 for none.
func (t *oldTable) heads(b []byte, i, width, sorted int, th theme.Theme) []byte {
	c, style := &t.columns[i], th.Muted
	if i == sorted {
		style = th.Title
	}
	if c.text {
		b = widget.AppendText(style.Begin(b), c.head, width, th.Glyphs)
		return style.End(b)
	}
	return appendRight(b, c.head, width, style, th)
}

// appendRight appends text at the right of width cells, or as much of it as
// fits.
func appendRight(b []byte, text string, width int, s theme.Style, th theme.Theme) []byte {
	text = th.Glyphs.Own(text)
	b = widget.Pad(b, width-widget.Width(text, th.Glyphs))
	b, _ = widget.AppendClean(s.Begin(b), text, width, th.Glyphs)
	return s.End(b)
}

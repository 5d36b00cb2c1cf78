package host

import (
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A column is one thing of each R.
type column[R any] struct {
	title string
	room  room
	text  bool // it stands at the left
	draw  func(cell, *R) []byte
}

// A room is the cells that a column wants.
type room struct {
	least int  // with the gap on its left
	most  int  // that it can use; 0: not more than least
	text  bool // it grows before others do
	rank  int  // the greatest leaves first where there is no room for all; 0: stays
}

// A cell is where a column draws.
type cell struct {
	b     []byte
	width int // cells, of which exactly as many are to be appended
	theme theme.Theme
}

// drawTable adds rows below the heads of cols, of which number sorted, if it is
// one, is what rows are sorted by.
func drawTable[R any](s *widget.Sheet, cols []column[R], sorted int, rows []R) {
	rooms := make([]room, len(cols))
	for i := range cols {
		rooms[i] = cols[i].room
		rooms[i].text = cols[i].text
	}
	widths := fit(rooms, s.Width)
	drawLine(s, widths, func(i int) bool { return cols[i].text }, func(c cell, i int) []byte {
		return c.head(cols[i].title, cols[i].text, i == sorted)
	})
	for r := range rows {
		drawLine(s, widths, func(i int) bool { return cols[i].text }, func(c cell, i int) []byte {
			return cols[i].draw(c, &rows[r])
		})
	}
}

// drawLine adds a line of cells. One of text has its gap before it; the others
// have it by standing at the right.
func drawLine(s *widget.Sheet, widths []int, text func(int) bool, draw func(cell, int) []byte) {
	s.Add(func(b []byte) []byte {
		left := s.Width
		for i, width := range widths {
			width = min(width, left)
			left -= width
			if width > 0 && i > 0 && text(i) {
				b = append(b, ' ')
				width--
			}
			if width > 0 {
				b = draw(cell{b, width, s.Theme}, i)
			}
		}
		return widget.Pad(b, left)
	})
}

// fit shares out so many cells: 0 to what there is no room for.
func fit(rooms []room, cells int) []int {
	widths := make([]int, len(rooms))
	for i, r := range rooms {
		widths[i] = r.least
		cells -= r.least
	}
	for i := leaver(rooms, widths); cells < 0 && i >= 0; i = leaver(rooms, widths) {
		cells += widths[i]
		widths[i] = 0
	}
	cells = grow(rooms, widths, cells, true)
	grow(rooms, widths, cells, false)
	return widths
}

// grow shares out cells among the columns of text, or the others, and returns
// how many it has left.
func grow(rooms []room, widths []int, cells int, text bool) int {
	for grown := true; grown && cells > 0; {
		grown = false
		for i, r := range rooms {
			if r.text == text && widths[i] > 0 && widths[i] < r.most && cells > 0 {
				widths[i]++
				cells--
				grown = true
			}
		}
	}
	return cells
}

// leaver is the column that leaves next, -1 if those there are stay.
func leaver(rooms []room, widths []int) int {
	worst := -1
	for i, r := range rooms {
		if widths[i] > 0 && r.rank > 0 && (worst < 0 || r.rank > rooms[worst].rank) {
			worst = i
		}
	}
	return worst
}

func (c cell) head(title string, text, sorted bool) []byte {
	title, style := c.theme.Glyphs.Own(title), c.theme.Muted
	if sorted {
		title, style = title+c.theme.Glyphs.Falling, c.theme.Title
	}
	if text {
		return c.text(style, title)
	}
	return c.right(style, title)
}

// text appends text that is not podtop's own.
func (c cell) text(s theme.Style, text string) []byte {
	return s.End(widget.AppendText(s.Begin(c.b), text, c.width, c.theme.Glyphs))
}

// right appends a word of podtop's own at the right.
func (c cell) right(s theme.Style, word string) []byte {
	if utf8.RuneCountInString(word) > c.width {
		word = ""
	}
	return widget.AppendRight(c.b, word, c.width, s)
}

// value appends a number.
func (c cell) value(v float64, d model.Dimension) []byte {
	const most = 6 // cells of a number
	if c.width < most {
		return widget.Pad(c.b, c.width)
	}
	return widget.AppendValue(c.b, v, d, c.width, c.theme)
}

// figure appends a number that stands out from high on.
func (c cell) figure(v, high float64, d model.Dimension) []byte {
	if !(v >= high) {
		return c.value(v, d)
	}
	return c.right(c.theme.Warn, string(model.AppendValue(nil, v, d)))
}

// share appends v percent as a bar and in digits.
func (c cell) share(v, high float64) []byte {
	style := c.theme.Graph
	if v >= high {
		style = c.theme.Warn
	}
	const number = 6
	bar := max(0, c.width-1-number)
	if bar == 0 {
		return c.figure(v, high, model.Percent)
	}
	c.b = graph.AppendBar(append(c.b, ' '), bar, v/100, 0, style, c.theme)
	c.width -= 1 + bar
	return c.figure(v, high, model.Percent)
}

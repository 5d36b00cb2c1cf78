package widget

import (
	"unicode/utf8"

	"podtop/tui/theme"
)

// A Part is a piece of a line that is shown whole or not at all.
type Part struct {
	Text  string // styled
	Cells int    // how wide it is
	Keep  int    // the part with the least leaves first when there is no room
}

// Word is a Part of podtop's own text: one cell for each rune.
func Word(s theme.Style, text string, keep int) Part {
	return Part{s.Render(text), utf8.RuneCountInString(text), keep}
}

// gap is between two parts.
const gap = 2

// AppendStrip appends a line of exactly width cells: left from the left, right
// from the right, without the parts there is no room for.
func AppendStrip(b []byte, width int, left, right []Part) []byte {
	least := leastKept(width, left, right)
	b, used := appendParts(b, left, least)
	b = Pad(b, width-used-stripWidth(right, least))
	b, _ = appendParts(b, right, least)
	return b
}

// leastKept is the least Keep such that all parts with it and above fit.
func leastKept(width int, left, right []Part) int {
	least := 0
	for {
		l, r := stripWidth(left, least), stripWidth(right, least)
		total, next, any := l+r, 0, false
		if l > 0 && r > 0 {
			total++ // the sides do not touch
		}
		for _, parts := range [][]Part{left, right} {
			for _, p := range parts {
				if p.Keep >= least && (!any || p.Keep < next) {
					next, any = p.Keep, true
				}
			}
		}
		if total <= width || !any {
			return least
		}
		least = next + 1
	}
}

func stripWidth(parts []Part, least int) int {
	w := 0
	for _, p := range parts {
		if p.Keep >= least && p.Cells > 0 {
			w += p.Cells + gap
		}
	}
	return max(0, w-gap)
}

func appendParts(b []byte, parts []Part, least int) ([]byte, int) {
	used := 0
	for _, p := range parts {
		if p.Keep < least || p.Cells == 0 {
			continue
		}
		if used > 0 {
			b = Pad(b, gap)
			used += gap
		}
		b = append(b, p.Text...)
		used += p.Cells
	}
	return b, used
}

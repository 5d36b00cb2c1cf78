package tree

import (
	"slices"
	"strconv"

	"podtop/tui/widget"
)

// appendFoot appends where the cursor is, what was found and how much is covered,
// in exactly View.Width cells. The path leaves first.
func (o *Outline) appendFoot(b []byte, v View) []byte {
	path := ""
	if i := o.at(); i >= 0 {
		path = o.tree.Path(i)
	}
	words, cells := o.words(v), 0
	for {
		cells = 0
		for _, w := range words {
			cells += w.Cells + 2
		}
		if cells-2 <= v.Width || len(words) == 0 {
			break
		}
		words = words[:len(words)-1]
	}
	p := widget.Line{B: b, Room: v.Width, Theme: v.Theme}
	p.Narrow(max(0, v.Width-cells), func() {
		p.Text(v.Theme.Muted, path)
		p.Pad(p.Room)
	})
	for i, w := range words {
		if i > 0 || p.Room > w.Cells {
			p.Pad(min(2, p.Room-w.Cells))
		}
		p.B = append(p.B, w.Text...)
		p.Room -= w.Cells
	}
	p.Pad(p.Room)
	return p.B
}

// words are the parts at the right, the last the first to leave.
func (o *Outline) words(v View) []widget.Part {
	words := []widget.Part{widget.Word(v.Theme.Muted, o.coveredText(), 0)}
	if o.search.text != "" {
		text, style := o.foundText(), v.Theme.Muted
		if len(o.search.found) == 0 {
			style = v.Theme.Warn
		}
		words = append(words, widget.Word(style, text, 0))
	}
	return words
}

func (o *Outline) coveredText() string {
	if o.tree.Covered == 0 {
		return "nothing covered"
	}
	return widget.CoverText(o.tree.Covered, o.revealed, "value", o.RevealKey)
}

// foundText says which of what was found the cursor is on.
func (o *Outline) foundText() string {
	n := len(o.search.found)
	if n == 0 {
		return "nothing found"
	}
	if k, on := slices.BinarySearch(o.search.found, o.at()); on {
		return strconv.Itoa(k+1) + " of " + strconv.Itoa(n) + " found"
	}
	return strconv.Itoa(n) + " found"
}

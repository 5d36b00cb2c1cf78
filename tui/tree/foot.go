package tree

import (
	"slices"
	"strconv"

	"podtop/model/probe"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A foot says where the cursor is, what was found and how much is covered. It
// is made when one of that changes.
type foot struct {
	of    footed
	path  string
	words []widget.Part
}

type footed struct {
	tree   *probe.Tree
	cursor uint64
	turn   int
	theme  theme.Theme
}

// appendFoot appends the foot in exactly Env.Width cells. The path leaves
// first.
func (o *Outline) appendFoot(b []byte, v View) []byte {
	f := &o.foot
	if of := (footed{o.tree, o.cursor, o.turn, v.Theme}); f.of != of {
		f.of = of
		f.path = ""
		if i := o.at(); i >= 0 {
			f.path = o.tree.Path(i)
		}
		f.words = o.words(v)
	}
	words, cells := f.words, 0
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
		p.Text(v.Theme.Muted, f.path)
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

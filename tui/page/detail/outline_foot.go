package detail

import (
	"slices"
	"strconv"

	"podtop/model/probe"
	"podtop/tui/pane"
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
func (o *outline) appendFoot(b []byte, env pane.Env) []byte {
	f := &o.foot
	if of := (footed{o.tree, o.cursor, o.turn, env.Theme}); f.of != of {
		f.of = of
		f.path = ""
		if i := o.at(); i >= 0 {
			f.path = o.tree.Path(i)
		}
		f.words = o.words(env)
	}
	words, cells := f.words, 0
	for {
		cells = 0
		for _, w := range words {
			cells += w.Cells + 2
		}
		if cells-2 <= env.Width || len(words) == 0 {
			break
		}
		words = words[:len(words)-1]
	}
	p := widget.Line{B: b, Room: env.Width, Theme: env.Theme}
	p.Narrow(max(0, env.Width-cells), func() {
		p.Text(env.Theme.Muted, f.path)
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
func (o *outline) words(env pane.Env) []widget.Part {
	words := []widget.Part{widget.Word(env.Theme.Muted, o.coveredText(), 0)}
	if o.seek.text != "" {
		text, style := o.foundText(), env.Theme.Muted
		if len(o.seek.found) == 0 {
			style = env.Theme.Warn
		}
		words = append(words, widget.Word(style, text, 0))
	}
	return words
}

func (o *outline) coveredText() string {
	if o.tree.Covered == 0 {
		return "nothing covered"
	}
	return coveredText(o.tree.Covered, o.off, "value", o.keys)
}

// foundText says which of what was found the cursor is on.
func (o *outline) foundText() string {
	n := len(o.seek.found)
	if n == 0 {
		return "nothing found"
	}
	if k, on := slices.BinarySearch(o.seek.found, o.at()); on {
		return strconv.Itoa(k+1) + " of " + strconv.Itoa(n) + " found"
	}
	return strconv.Itoa(n) + " found"
}

package tree

import (
	"podtop/model/probe"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// unfolded reports whether what is in Node i is shown; of a value that holds
// none, whether all of its text is.
func (o *Outline) unfolded(i int) bool {
	n := &o.tree.Nodes[i]
	switch {
	case !n.Kind.Holds():
		return o.odd[n.ID]
	case o.search.opens(i):
		return true
	}
	return o.Unfolded != o.odd[n.ID]
}

// fold folds Node i or unfolds it.
func (o *Outline) fold(i int, unfold bool) {
	n := &o.tree.Nodes[i]
	if o.odd == nil {
		o.odd = map[uint64]bool{}
	}
	odd := unfold
	if n.Kind.Holds() {
		odd = unfold != o.Unfolded
		o.search.close(i)
	}
	if odd {
		o.odd[n.ID] = true
	} else {
		delete(o.odd, n.ID)
	}
	o.turn++
}

// Toggle folds what the cursor is on, or unfolds it.
func (o *Outline) Toggle(v View) {
	o.layout(v)
	if i := o.at(); i >= 0 {
		o.cursor = o.tree.Nodes[i].ID
		o.fold(i, !o.unfolded(i))
	}
}

// FoldAll folds all but the first level; if that is so already, it unfolds all.
func (o *Outline) FoldAll(v View) {
	if o.tree == nil {
		return
	}
	o.layout(v)
	some := false
	for i := range o.tree.Nodes {
		n := &o.tree.Nodes[i]
		some = some || n.Kind.Holds() && n.Size > 0 && o.unfolded(i)
	}
	o.Unfolded = !some
	clear(o.odd)
	o.search.closeAll()
	if i := o.at(); i >= 0 && some { // it goes to what hides it
		for o.tree.Nodes[i].Parent >= 0 {
			i = o.tree.Nodes[i].Parent
		}
		o.cursor = o.tree.Nodes[i].ID
	}
	o.turn++
}

// uncover unfolds all that Node i is in.
func (o *Outline) uncover(i int) {
	for i = o.tree.Nodes[i].Parent; i >= 0; i = o.tree.Nodes[i].Parent {
		if !o.unfolded(i) {
			o.fold(i, true)
		}
	}
}

// layout works out the rows, unless they are as they were, and where the cursor
// is among them.
func (o *Outline) layout(v View) {
	of := laidOut{o.tree, v.Width, o.turn, v.Theme.Glyphs.Charset == theme.ASCII}
	if o.tree == nil || o.of == of {
		return
	}
	o.of, o.rows = of, o.rows[:0]
	o.names = o.nameColumn(v)
	for i := 0; i < len(o.tree.Nodes); {
		i = o.addRows(v, i)
	}
	o.place(o.tree.Find(o.cursor))
}

// addRows adds the rows of Node i, and returns the Node that comes next.
func (o *Outline) addRows(v View, i int) int {
	n := &o.tree.Nodes[i]
	text := len(o.text(n))
	switch {
	case n.Kind.Holds():
		o.rows = append(o.rows, row{node: i, first: true})
		if !o.unfolded(i) {
			return n.End
		}
		return i + 1
	case !o.unfolded(i):
		o.rows = append(o.rows, row{node: i, to: text, first: true})
		return i + 1
	}
	rest, room := o.text(n), v.Width-o.left(n, v)
	for first := true; first || rest != "" && room > 0; first = false {
		part, more := widget.Break(rest, room, v.Theme.Glyphs)
		from := text - len(rest)
		o.rows = append(o.rows, row{node: i, from: from, to: from + len(part), first: first})
		rest = more
	}
	return i + 1
}

// place puts the cursor on the row of Node i or of what hides it. If there is
// no such Node any more, the cursor stays on its line.
func (o *Outline) place(i int) {
	at := max(0, min(o.scroll.At, len(o.rows)-1))
	for k := range o.rows {
		if i < 0 || o.rows[k].node > i {
			break
		}
		if o.rows[k].first {
			at = k
		}
	}
	if o.scroll.At < len(o.rows) && o.rows[o.scroll.At].node == o.rows[at].node {
		at = o.scroll.At // on a later line of the same
	}
	o.scroll.At = at
	o.point()
}

// nameColumn is how wide the column of names is; 0: names and values are not in
// columns.
func (o *Outline) nameColumn(v View) int {
	if !o.Pairs {
		return 0
	}
	most := 0
	for i := range o.tree.Nodes {
		if n := &o.tree.Nodes[i]; n.Depth > 0 {
			most = max(most, widget.Width(n.Name, v.Theme.Glyphs))
		}
	}
	return min(most, v.Width*2/5)
}

// left is how many cells stand before the value of n.
func (o *Outline) left(n *probe.Node, v View) int {
	if o.Pairs && n.Depth > 0 {
		return 2 + o.names + 2
	}
	return o.indent(n, v) + 2 + widget.Width(nameOf(n), v.Theme.Glyphs) + 2
}

// indent is how far to the right n stands; what is very deep does not leave the
// screen.
func (o *Outline) indent(n *probe.Node, v View) int {
	if o.Pairs {
		return 0
	}
	return min(2*n.Depth, v.Width/3)
}

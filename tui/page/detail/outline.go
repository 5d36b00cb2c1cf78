package detail

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// An outline is a tree on screen, of which parts are folded. Its lines are
// worked out when it changes or is folded; frames show some of them.
type outline struct {
	keys   *KeyMap
	pairs  bool // the tree is lists of pairs: names stand in a column
	tree   *probe.Tree
	all    bool            // what holds others is unfolded
	odd    map[uint64]bool // of these, by ID, the other way round; of other values: shown whole
	off    bool            // the cover over what looks secret
	scroll widget.Scroll
	cursor uint64 // the ID of what it is on; 0: the first
	seek   seek

	rows  []outlineRow
	of    outlined
	turn  int // how often what is folded, found or revealed has changed
	lines int // for rows on screen
	names int // cells of the column of names
	foot  foot
}

// An outlineRow is one line: of a Node, or of a piece of a value that is shown
// whole.
type outlineRow struct {
	node     int
	from, to int // of the value's text
	first    bool
}

// outlined is what rows were made of.
type outlined struct {
	tree  *probe.Tree
	width int
	turn  int
	ascii bool
}

// show has the outline be of that tree.
func (o *outline) show(t *probe.Tree) {
	if o.tree != t {
		o.tree = t
		o.turn++
		o.seek.again(o)
	}
}

// press takes a key and reports whether it was for the outline.
func (o *outline) press(env pane.Env, msg tea.KeyPressMsg) bool {
	if o.tree == nil {
		return false
	}
	o.layout(env)
	if lines, ok := o.keys.Lines(msg, max(1, o.lines-1)); ok {
		o.scroll.Move(lines, len(o.rows))
		o.point()
		return true
	}
	switch {
	case key.Matches(msg, o.keys.Choose):
		o.toggle()
	case key.Matches(msg, o.keys.FoldAll):
		o.foldAll()
	case key.Matches(msg, o.keys.Reveal):
		o.off = !o.off
		o.turn++
		o.seek.again(o)
	case key.Matches(msg, o.keys.FoundNext):
		o.seek.step(o, 1)
	case key.Matches(msg, o.keys.FoundLast):
		o.seek.step(o, -1)
	default:
		return false
	}
	return true
}

// point has the cursor follow the line it was moved to.
func (o *outline) point() {
	if o.scroll.At < len(o.rows) {
		o.cursor = o.tree.Nodes[o.rows[o.scroll.At].node].ID
	}
}

// at is the Node the cursor is on, -1 if there is none.
func (o *outline) at() int {
	if o.tree == nil {
		return -1
	}
	return o.tree.Find(o.cursor)
}

// value is what there is to copy: as it is shown, so covered if it is.
func (o *outline) value(env pane.Env) string {
	if o.tree == nil {
		return ""
	}
	o.layout(env)
	if i := o.at(); i >= 0 {
		return o.tree.Value(i, o.off)
	}
	return ""
}

// said is the text of a value as it is shown.
func (o *outline) said(n *probe.Node) string {
	if o.off {
		return n.Text
	}
	return n.Shown
}

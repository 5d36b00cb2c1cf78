package probe

import (
	"slices"
	"strconv"

	"podtop/model/clean"
)

// A Tree is a JSON document as it was sent: names in their order, numbers as
// they were written.
type Tree struct {
	Nodes   []Node // each before what is in it
	Covered int    // how many values have a secret in them
	Cut     string // why there is less here than was sent; "" if there is not

	byID map[uint64]int
}

// A Node is one value of a Tree.
type Node struct {
	ID     uint64 // the same in the next document, for what is at the same place
	Name   string // of a member; "" of an item
	Item   int    // which item of a list it is, from 0; -1: it is none
	Kind   Kind
	Text   string // of a Text, Number or Word
	Shown  string // Text with its secrets covered
	Depth  int    // 0 for what is right in the document
	Parent int    // in Nodes; -1: none
	Size   int    // how many are right in it
	End    int    // the first Node behind all that is in it
}

// A Kind is what a Node is.
type Kind byte

// Kinds.
const (
	Object Kind = iota
	List
	Text
	Number
	Word // true, false or null
)

// Holds reports whether a Node of kind k has others in it.
func (k Kind) Holds() bool { return k == Object || k == List }

// Secret reports whether some of the value is covered.
func (n *Node) Secret() bool { return n.Shown != n.Text }

// Find returns the Node with that ID, -1 if there is none.
func (t *Tree) Find(id uint64) int {
	if i, ok := t.byID[id]; ok {
		return i
	}
	return -1
}

// Path is where Node i is: "Config.Env[3]".
func (t *Tree) Path(i int) string {
	var b []byte
	for _, at := range t.way(i) {
		switch n := &t.Nodes[at]; {
		case n.Item >= 0:
			b = append(strconv.AppendInt(append(b, '['), int64(n.Item), 10), ']')
		case len(b) > 0:
			b = append(append(b, '.'), n.Name...)
		default:
			b = append(b, n.Name...)
		}
	}
	return string(b)
}

// way are the Nodes from the outermost to i.
func (t *Tree) way(i int) []int {
	var way []int
	for ; i >= 0; i = t.Nodes[i].Parent {
		way = append(way, i)
	}
	slices.Reverse(way)
	return way
}

// Value is what there is to copy of Node i: a text without quotes, or what is
// in it as JSON, on one line. What is covered stays so unless it was revealed.
func (t *Tree) Value(i int, revealed bool) string {
	if n := &t.Nodes[i]; !n.Kind.Holds() {
		return n.visibleText(revealed)
	}
	return string(t.appendJSON(nil, i, revealed))
}

func (n *Node) visibleText(revealed bool) string {
	if revealed {
		return n.Text
	}
	return n.Shown
}

func (t *Tree) appendJSON(b []byte, i int, revealed bool) []byte {
	n := &t.Nodes[i]
	switch {
	case n.Kind == Text:
		return appendQuoted(b, n.visibleText(revealed))
	case !n.Kind.Holds():
		return append(b, n.Text...)
	}
	open, shut := byte('{'), byte('}')
	if n.Kind == List {
		open, shut = '[', ']'
	}
	b = append(b, open)
	for at := i + 1; at < n.End; at = t.Nodes[at].End {
		if at > i+1 {
			b = append(b, ", "...)
		}
		if n.Kind == Object {
			b = append(appendQuoted(b, t.Nodes[at].Name), ": "...)
		}
		b = t.appendJSON(b, at, revealed)
	}
	return append(b, shut)
}

func appendQuoted(b []byte, s string) []byte {
	quoted, _ := clean.Marshal(s) // a string has no way to fail
	return append(b, quoted...)
}

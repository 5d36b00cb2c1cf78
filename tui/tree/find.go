package tree

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A search is text that is looked for in an outline: in names, and in values as
// they are shown.
type search struct {
	text  string // in small letters; "": nothing
	from  uint64 // where the cursor was when it began
	found []int  // Nodes
	open  []bool // Nodes that are unfolded for what was found in them
}

// opens reports whether Node i is unfolded for what was found in it.
func (s *search) opens(i int) bool { return i < len(s.open) && s.open[i] }

// close has Node i be folded as the user folded it.
func (s *search) close(i int) {
	if i < len(s.open) {
		s.open[i] = false
	}
}

func (s *search) closeAll() { clear(s.open) }

// Find looks for text from where the cursor was when that began; "" ends it.
func (o *Outline) Find(text string) {
	s := &o.search
	switch {
	case o.tree == nil:
		s.text = strings.ToLower(text)
		return
	case text == "":
		*s = search{}
		if i := o.at(); i >= 0 {
			o.uncover(i)
		}
	case s.text == "":
		s.from = o.cursor
		fallthrough
	default:
		s.text = strings.ToLower(text)
		s.again(o)
		s.first(o)
	}
	o.turn++
}

// again looks through the tree as it is now.
func (s *search) again(o *Outline) {
	s.found, s.open = s.found[:0], nil
	if s.text == "" || o.tree == nil {
		return
	}
	s.open = make([]bool, len(o.tree.Nodes))
	for i := range o.tree.Nodes {
		n := &o.tree.Nodes[i]
		if indexFold(n.Name, s.text) >= 0 || indexFold(o.text(n), s.text) >= 0 {
			s.found = append(s.found, i)
			for p := n.Parent; p >= 0 && !s.open[p]; p = o.tree.Nodes[p].Parent {
				s.open[p] = true
			}
		}
	}
}

// first puts the cursor on the first that was found from where it was.
func (s *search) first(o *Outline) {
	if len(s.found) == 0 {
		o.cursor = s.from
		return
	}
	k, _ := slices.BinarySearch(s.found, o.tree.Find(s.from))
	s.to(o, k)
}

// Next puts the cursor on the next that was found, or with -1 on the one before.
func (o *Outline) Next(v View, by int) {
	o.layout(v)
	o.search.step(o, by)
}

// step puts the cursor on the next that was found, or the one before.
func (s *search) step(o *Outline, by int) {
	if len(s.found) == 0 {
		return
	}
	k, on := slices.BinarySearch(s.found, o.at())
	switch {
	case by < 0:
		k--
	case on:
		k++
	}
	s.to(o, k)
}

// to puts the cursor on found k; after the last comes the first.
func (s *search) to(o *Outline, k int) {
	i := s.found[(k+len(s.found))%len(s.found)]
	for p := o.tree.Nodes[i].Parent; p >= 0; p = o.tree.Nodes[p].Parent {
		s.open[p] = true // by hand it may be folded again
	}
	o.cursor = o.tree.Nodes[i].ID
	o.turn++
}

// indexFold is where text has sought, which is in small letters, -1 if nowhere.
func indexFold(text, sought string) int {
	if sought == "" {
		return -1
	}
	first, _ := utf8.DecodeRuneInString(sought)
	for i, r := range text {
		if lower(r) == first && hasPrefixFold(text[i:], sought) {
			return i
		}
	}
	return -1
}

// hasPrefixFold reports whether text begins with sought.
func hasPrefixFold(text, sought string) bool { return prefixFold(text, sought) >= 0 }

// prefixFold is how many bytes of text are sought, -1 if it does not begin
// with it.
func prefixFold(text, sought string) int {
	n := 0
	for _, want := range sought {
		r, size := utf8.DecodeRuneInString(text[n:])
		if size == 0 || lower(r) != want {
			return -1
		}
		n += size
	}
	return n
}

func lower(r rune) rune {
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	}
	return unicode.ToLower(r)
}

package probe

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strconv"
)

// What a Tree holds at most.
const (
	mostDepth = 100
	mostNodes = 20_000 // as many as a service may answer
)

// ParseTree reads a document. Of one that is broken, too deep or too large it
// keeps what can be had.
func ParseTree(doc []byte) *Tree {
	p := parser{t: Tree{byID: map[uint64]int{}}}
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	for more := true; more; {
		token, err := dec.Token()
		switch {
		case errors.Is(err, io.EOF) && len(p.open) == 0:
			more = false
		case errors.Is(err, io.EOF):
			p.t.Cut, more = "it ends too soon", false
		case err != nil:
			p.t.Cut, more = "it breaks off: "+err.Error(), false
		default:
			p.take(token)
			more = len(p.open) > 0 && !p.full()
		}
	}
	return p.tree()
}

// Pairs are named texts, and what they are.
type Pairs struct {
	Title string
	Pairs []Pair
}

// TreeOf is the tree of lists of pairs, each under its title.
func TreeOf(lists ...Pairs) *Tree {
	p := parser{t: Tree{byID: map[uint64]int{}}}
	p.begin(Object)
	for _, l := range lists {
		p.take(l.Title)
		p.begin(Object)
		for _, pair := range l.Pairs {
			p.take(pair.Name)
			p.take(pair.Value)
		}
		p.end()
	}
	return p.tree()
}

// A parser builds a Tree from tokens.
type parser struct {
	t    Tree
	open []level // what the next token is in, from the outside; the first is the document
	deep int     // how deep it is in what is left out
}

// A level is an object or a list that is not complete.
type level struct {
	node   int // -1: the document
	kind   Kind
	n      int  // how many are in it by now
	named  bool // the name of the next member was read
	name   string
	before string // the item before, if that was a text
}

// full reports whether there shall be no more, and says why.
func (p *parser) full() bool {
	if len(p.t.Nodes) < mostNodes {
		return false
	}
	p.t.Cut = fmt.Sprintf("it has more than %d values", mostNodes)
	return true
}

// take takes in one token.
func (p *parser) take(token json.Token) {
	switch v := token.(type) {
	case json.Delim:
		p.delim(v)
	case string:
		if in := p.in(); in != nil && in.kind == Object && !in.named && p.deep == 0 {
			in.name, in.named = v, true
			return
		}
		p.leaf(Text, v)
	case json.Number:
		p.leaf(Number, string(v))
	case bool:
		p.leaf(Word, strconv.FormatBool(v))
	default:
		p.leaf(Word, "null")
	}
}

func (p *parser) delim(d json.Delim) {
	switch d {
	case '{':
		p.begin(Object)
	case '[':
		p.begin(List)
	default:
		p.end()
	}
}

// in is what the next token is in; nil outside of the document.
func (p *parser) in() *level {
	if len(p.open) == 0 {
		return nil
	}
	return &p.open[len(p.open)-1]
}

func (p *parser) begin(k Kind) {
	switch {
	case p.deep > 0:
		p.deep++
	case len(p.open) == 0:
		p.open = append(p.open, level{node: -1, kind: k})
	case len(p.open) > mostDepth:
		p.add(k)
		p.deep = 1
		p.t.Cut = fmt.Sprintf("what is nested deeper than %d is left out", mostDepth)
	default:
		p.open = append(p.open, level{node: p.add(k), kind: k})
	}
}

func (p *parser) end() {
	if p.deep > 0 {
		p.deep--
		return
	}
	if in := p.in(); in != nil && in.node >= 0 {
		p.t.Nodes[in.node].End = len(p.t.Nodes)
	}
	p.open = p.open[:max(0, len(p.open)-1)]
}

// leaf adds a value that holds no others.
func (p *parser) leaf(k Kind, text string) {
	if p.deep > 0 {
		return
	}
	before := ""
	if in := p.in(); in != nil && k == Text {
		before, in.before = in.before, text
	}
	n := &p.t.Nodes[p.add(k)]
	n.Text, n.Shown = text, text
	if k == Text {
		p.cover(n, before)
	}
}

// cover covers the secrets of a text. An item is called what its list is.
func (p *parser) cover(n *Node, before string) {
	covered := 0
	switch {
	case n.Item < 0:
		n.Shown, covered = Cover(n.Name, n.Text)
	case n.Parent >= 0:
		n.Shown, covered = CoverItem(p.t.Nodes[n.Parent].Name, before, n.Text)
	default:
		n.Shown, covered = CoverItem("", before, n.Text)
	}
	if covered > 0 {
		p.t.Covered++
	}
}

// add adds a Node to what is open and returns where it is.
func (p *parser) add(k Kind) int {
	n, i, index := Node{Item: -1, Kind: k, Parent: -1, End: len(p.t.Nodes) + 1}, len(p.t.Nodes), 0
	if in := p.in(); in != nil {
		n.Depth, n.Parent = len(p.open)-1, in.node
		n.Name, in.name, in.named = in.name, "", false
		if in.kind == List {
			n.Item = in.n
		}
		index = in.n
		if in.n++; in.node >= 0 {
			p.t.Nodes[in.node].Size = in.n
		}
	}
	n.ID = p.id(&n, index)
	p.t.byID[n.ID] = i
	p.t.Nodes = append(p.t.Nodes, n)
	return i
}

// id is made of a Node's place, and of no other Node's. Where a name repeats it
// is made of the index of the member, too.
func (p *parser) id(n *Node, index int) uint64 {
	var b [16]byte
	if n.Parent >= 0 {
		binary.LittleEndian.PutUint64(b[:8], p.t.Nodes[n.Parent].ID)
	}
	binary.LittleEndian.PutUint64(b[8:], uint64(n.Item))
	h := fnv.New64a()
	h.Write(b[:])
	h.Write([]byte(n.Name))
	for {
		id := h.Sum64()
		if _, taken := p.t.byID[id]; !taken {
			return id
		}
		binary.LittleEndian.PutUint64(b[:8], uint64(index))
		h.Write(b[:8])
	}
}

// tree is what was built, with all that is open closed.
func (p *parser) tree() *Tree {
	for len(p.open) > 0 {
		p.deep = 0
		p.end()
	}
	return &p.t
}

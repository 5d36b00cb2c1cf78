package tree

import (
	"strconv"

	"podtop/model/probe"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Draw appends what is to be said first, the rows, and a line that says where
// the cursor is and how much is covered.
func (o *Outline) Draw(b []byte, v View, above *widget.Sheet) []byte {
	if o.tree == nil {
		return above.Append(b, 0, v.Height)
	}
	o.layout(v)
	top := min(above.Len(), v.Height/2)
	foot := 0
	if v.Height-top >= 2 {
		foot = 1
	}
	o.lines = v.Height - top - foot
	o.scroll.Show(len(o.rows), o.lines)
	b = above.Append(b, 0, top)
	for i := range o.lines {
		if top+i > 0 {
			b = append(b, '\n')
		}
		b = o.line(b, v, o.scroll.Top+i)
	}
	if foot > 0 {
		b = o.appendFoot(append(b, '\n'), v)
	}
	return b
}

// line appends row k, or an empty line.
func (o *Outline) line(b []byte, v View, k int) []byte {
	p := widget.Line{B: b, Room: v.Width, Theme: v.Theme}
	switch {
	case k >= len(o.rows):
		p.Pad(p.Room)
	case k == o.scroll.At:
		p.B, p.Theme = v.Theme.Selected.Begin(p.B), v.Theme.Plain()
		o.row(&p, v, &o.rows[k])
		p.Pad(p.Room)
		p.B = v.Theme.Selected.End(p.B)
	default:
		o.row(&p, v, &o.rows[k])
		p.Pad(p.Room)
	}
	return p.B
}

func (o *Outline) row(p *widget.Line, v View, r *row) {
	n := &o.tree.Nodes[r.node]
	if !r.first {
		p.Pad(o.left(n, v))
		appendFound(p, o.valueStyle(n, p.Theme), o.text(n)[r.from:r.to], o.search.text)
		return
	}
	p.Pad(o.indent(n, v))
	p.Sign(p.Theme.Muted, o.sign(r.node, p.Theme.Glyphs))
	p.Pad(1)
	if n.Kind.Holds() {
		o.holder(p, r.node)
		return
	}
	o.leaf(p, n, r)
}

// sign says whether what a Node holds is shown.
func (o *Outline) sign(i int, g *theme.Glyphs) string {
	switch n := &o.tree.Nodes[i]; {
	case n.Size == 0:
		return " "
	case o.unfolded(i):
		return g.Open
	}
	return g.Closed
}

// holder appends the name of what holds others, and how many.
func (o *Outline) holder(p *widget.Line, i int) {
	n := &o.tree.Nodes[i]
	style := theme.Style("")
	if o.Pairs {
		style = p.Theme.Title
	}
	appendFound(p, style, nameOf(n), o.search.text)
	p.Pad(1)
	var scratch [20]byte
	size := strconv.AppendInt(scratch[:0], int64(n.Size), 10)
	switch {
	case o.Pairs && n.Size == 0:
		p.Text(p.Theme.Muted, "none")
	case o.Pairs:
		p.Digits(p.Theme.Muted, size)
	case n.Kind == probe.List:
		p.Text(p.Theme.Muted, "[")
		p.Digits(p.Theme.Muted, size)
		p.Text(p.Theme.Muted, "]")
	default:
		p.Text(p.Theme.Muted, "{")
		p.Digits(p.Theme.Muted, size)
		p.Text(p.Theme.Muted, "}")
	}
}

// leaf appends a name and its value, a text of JSON in quotes.
func (o *Outline) leaf(p *widget.Line, n *probe.Node, r *row) {
	style := o.valueStyle(n, p.Theme)
	text := o.text(n)[r.from:r.to]
	if o.Pairs {
		used := p.Room
		p.Narrow(o.names, func() { appendFound(p, p.Theme.Muted, nameOf(n), o.search.text) })
		p.Pad(2 + o.names - (used - p.Room))
		appendFound(p, style, text, o.search.text)
		return
	}
	appendFound(p, p.Theme.Muted, nameOf(n), o.search.text)
	p.Text(p.Theme.Muted, ": ")
	quoted := n.Kind == probe.Text && r.to == len(o.text(n)) && r.from == 0
	if quoted {
		p.Text(p.Theme.Muted, `"`)
	}
	appendFound(p, style, text, o.search.text)
	if quoted {
		p.Text(p.Theme.Muted, `"`)
	}
}

// valueStyle is the look of a value: less of what says nothing or is covered.
func (o *Outline) valueStyle(n *probe.Node, t theme.Theme) theme.Style {
	if n.Text == "" || n.Text == "null" || n.Secret() && !o.revealed {
		return t.Muted
	}
	return ""
}

// nameOf is what a Node is called: an item by its number.
func nameOf(n *probe.Node) string {
	if n.Item < 0 {
		return n.Name
	}
	if n.Item < len(itemNames) {
		return itemNames[n.Item]
	}
	return strconv.Itoa(n.Item)
}

// itemNames are made once, and not for each frame.
var itemNames = func() (all [1000]string) {
	for i := range all {
		all[i] = strconv.Itoa(i)
	}
	return all
}()

// appendFound appends text in which what is sought stands out.
func appendFound(p *widget.Line, s theme.Style, text, sought string) {
	const mostBytes = 8 // of a cell
	for p.Room > 0 {
		i := indexFold(text[:min(len(text), mostBytes*p.Room)], sought)
		if i < 0 {
			break
		}
		n := prefixFold(text[i:], sought)
		if p.Text(s, text[:i]); p.Room > 0 {
			p.Text(p.Theme.Warn, text[i:i+n])
		}
		text = text[i+n:]
	}
	if text != "" {
		p.Text(s, text)
	}
}

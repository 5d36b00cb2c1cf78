package detail

import (
	"strconv"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// draw appends what is to be said first, the rows, and a line that says where
// the cursor is and how much is covered.
func (o *outline) draw(b []byte, env pane.Env, above *widget.Sheet) []byte {
	if o.tree == nil {
		return above.Append(b, 0, env.Height)
	}
	o.layout(env)
	top := min(above.Len(), env.Height/2)
	foot := 0
	if env.Height-top >= 2 {
		foot = 1
	}
	o.lines = env.Height - top - foot
	o.scroll.Show(len(o.rows), o.lines)
	b = above.Append(b, 0, top)
	for i := range o.lines {
		if top+i > 0 {
			b = append(b, '\n')
		}
		b = o.line(b, env, o.scroll.Top+i)
	}
	if foot > 0 {
		b = o.appendFoot(append(b, '\n'), env)
	}
	return b
}

// line appends row k, or an empty line.
func (o *outline) line(b []byte, env pane.Env, k int) []byte {
	p := pen{b: b, room: env.Width, theme: env.Theme}
	switch {
	case k >= len(o.rows):
		p.pad(p.room)
	case k == o.scroll.At:
		p.b, p.theme = env.Theme.Selected.Begin(p.b), env.Theme.Plain()
		o.row(&p, env, &o.rows[k])
		p.pad(p.room)
		p.b = env.Theme.Selected.End(p.b)
	default:
		o.row(&p, env, &o.rows[k])
		p.pad(p.room)
	}
	return p.b
}

func (o *outline) row(p *pen, env pane.Env, r *outlineRow) {
	n := &o.tree.Nodes[r.node]
	if !r.first {
		p.pad(o.left(n, env))
		p.found(o.valueStyle(n, p.theme), o.said(n)[r.from:r.to], o.seek.text)
		return
	}
	p.pad(o.indent(n, env))
	p.sign(p.theme.Muted, o.sign(r.node, p.theme.Glyphs))
	p.pad(1)
	if n.Kind.Holds() {
		o.holder(p, r.node)
		return
	}
	o.leaf(p, n, r)
}

// sign says whether what a Node holds is shown.
func (o *outline) sign(i int, g *theme.Glyphs) string {
	switch n := &o.tree.Nodes[i]; {
	case n.Size == 0:
		return " "
	case o.unfolded(i):
		return g.Open
	}
	return g.Closed
}

// holder appends the name of what holds others, and how many.
func (o *outline) holder(p *pen, i int) {
	n := &o.tree.Nodes[i]
	style := theme.Style("")
	if o.pairs {
		style = p.theme.Title
	}
	p.found(style, nameOf(n), o.seek.text)
	p.pad(1)
	var scratch [20]byte
	size := strconv.AppendInt(scratch[:0], int64(n.Size), 10)
	switch {
	case o.pairs && n.Size == 0:
		p.text(p.theme.Muted, "none")
	case o.pairs:
		p.bytes(p.theme.Muted, size)
	case n.Kind == probe.List:
		p.text(p.theme.Muted, "[")
		p.bytes(p.theme.Muted, size)
		p.text(p.theme.Muted, "]")
	default:
		p.text(p.theme.Muted, "{")
		p.bytes(p.theme.Muted, size)
		p.text(p.theme.Muted, "}")
	}
}

// leaf appends a name and its value, a text of JSON in quotes.
func (o *outline) leaf(p *pen, n *probe.Node, r *outlineRow) {
	style := o.valueStyle(n, p.theme)
	text := o.said(n)[r.from:r.to]
	if o.pairs {
		used := p.room
		p.narrow(o.names, func() { p.found(p.theme.Muted, nameOf(n), o.seek.text) })
		p.pad(2 + o.names - (used - p.room))
		p.found(style, text, o.seek.text)
		return
	}
	p.found(p.theme.Muted, nameOf(n), o.seek.text)
	p.text(p.theme.Muted, ": ")
	quoted := n.Kind == probe.Text && r.to == len(o.said(n)) && r.from == 0
	if quoted {
		p.text(p.theme.Muted, `"`)
	}
	p.found(style, text, o.seek.text)
	if quoted {
		p.text(p.theme.Muted, `"`)
	}
}

// valueStyle is the look of a value: less of what says nothing or is covered.
func (o *outline) valueStyle(n *probe.Node, t theme.Theme) theme.Style {
	if n.Text == "" || n.Text == "null" || n.Secret() && !o.off {
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

// A pen appends to a line what there is room for.
type pen struct {
	b     []byte
	room  int
	theme theme.Theme
}

func (p *pen) pad(n int) {
	n = max(0, min(n, p.room))
	p.b = widget.Pad(p.b, n)
	p.room -= n
}

func (p *pen) text(s theme.Style, text string) {
	var used int
	p.b, used = widget.AppendClean(s.Begin(p.b), text, p.room, p.theme.Glyphs)
	p.b = s.End(p.b)
	p.room -= used
}

// sign appends one of podtop's own signs.
func (p *pen) sign(s theme.Style, sign string) {
	if p.room > 0 {
		p.b = s.Append(p.b, sign)
		p.room--
	}
}

// bytes appends what is one cell for each byte.
func (p *pen) bytes(s theme.Style, text []byte) {
	n := min(len(text), p.room)
	p.b = s.End(append(s.Begin(p.b), text[:n]...))
	p.room -= n
}

// narrow has write write into so many cells at most.
func (p *pen) narrow(cells int, write func()) {
	rest := max(0, p.room-cells)
	p.room -= rest
	write()
	p.room += rest
}

// found is text in which what is sought stands out.
func (p *pen) found(s theme.Style, text, sought string) {
	const mostBytes = 8 // of a cell
	for p.room > 0 {
		i := indexFold(text[:min(len(text), mostBytes*p.room)], sought)
		if i < 0 {
			break
		}
		n := prefixFold(text[i:], sought)
		if p.text(s, text[:i]); p.room > 0 {
			p.text(p.theme.Warn, text[i:i+n])
		}
		text = text[i+n:]
	}
	if text != "" {
		p.text(s, text)
	}
}

package containers

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// drawHeads appends the line above the rows. The head of what rows are sorted
// by is marked; if it is not on screen, the first says what it is.
func (p *Pane) drawHeads(b []byte, cols []placed, env pane.Env) []byte {
	used := 0
	nowhere := !slices.ContainsFunc(cols, func(c placed) bool { return slices.ContainsFunc(c.heads, p.order.sorts) })
	for i, c := range cols {
		used += c.width
		if c.heads == nil {
			b = p.spark.appendTitle(b, c.width, env.Theme)
			continue
		}
		for j, h := range c.heads {
			if nowhere && i+j == 0 {
				h = head{"NAME by " + p.order.by.Name, p.order.by.Name}
			}
			b = p.order.appendHead(b, h, c.left, c.width/len(c.heads), env.Theme)
		}
		b = widget.Pad(b, c.width%len(c.heads))
	}
	return widget.Pad(b, env.Width-used)
}

// sorts reports whether rows are sorted by what h stands for.
func (o *order) sorts(h head) bool {
	if o.by == nil {
		return h.metric == byName
	}
	return h.metric == o.by.Name
}

// byName stands for the name where a head has its metric.
const byName = "name"

// appendHead appends one head in width cells.
func (o *order) appendHead(b []byte, h head, left, width int, t theme.Theme) []byte {
	title, style := h.title, t.Muted
	if o.sorts(h) {
		title, style = title+o.arrow(t.Glyphs), t.Title
	}
	if left > 0 {
		b = style.Begin(widget.Pad(b, left))
		return style.End(widget.AppendText(b, title, width-left, t.Glyphs))
	}
	return style.Append(widget.Pad(b, width-utf8.RuneCountInString(title)), title)
}

func (o *order) arrow(g *theme.Glyphs) string {
	if (o.by == nil) != o.inverted {
		return g.Rising
	}
	return g.Falling
}

// appendTitle appends the head of the sparklines: what they span and what a
// full cell is.
func (s *spark) appendTitle(b []byte, width int, t theme.Theme) []byte {
	cores := strconv.FormatFloat(s.cores, 'f', 0, 64)
	title := "60s to " + cores
	if width > 16 {
		title = "60 s, to " + cores + " cores"
	}
	b = t.Muted.Begin(append(b, ' '))
	return t.Muted.End(widget.AppendText(b, title, width-1, t.Glyphs))
}

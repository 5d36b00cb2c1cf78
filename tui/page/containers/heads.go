package containers

import (
	"strconv"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// drawHeads appends the line above the rows, of which so many are shown. The
// head of what rows are sorted by is marked; beside the first stands how many
// alerts scrolling would show.
func (p *Pane) drawHeads(b []byte, cols []placed, env pane.Env, shown int) []byte {
	used := 0
	for _, c := range cols {
		used += c.width
		if c.heads == nil {
			b = p.spark.appendTitle(b, c.width, env)
			continue
		}
		if c.name == "name" {
			b = p.drawNameHead(b, c, env, shown)
			continue
		}
		for _, h := range c.heads {
			if m := model.MetricByName(h.key); m != nil && env.Scale != pane.Absolute && (m.Name == "cpu" || m.Name == "mem") {
				h.title = env.Scale.Title(m)
			}
			b = p.order.appendHead(b, h, c.left, c.width/len(c.heads), env.Theme)
		}
		b = widget.Pad(b, c.width%len(c.heads))
	}
	return widget.Pad(b, env.Width-used)
}

func (p *Pane) drawNameHead(b []byte, c placed, env pane.Env, shown int) []byte {
	const least = 6 // cells, of NAME, the arrow and a gap
	above, below := p.away(p.list.Top, shown)
	away := awayText(above, below, c.width-c.left-least, env.Theme.Glyphs)
	b = p.order.appendHead(b, c.heads[0], c.left, c.width-utf8.RuneCountInString(away), env.Theme)
	return env.Theme.Bad.Append(b, away)
}

// sorts reports whether rows are sorted by what h stands for.
func (o *order) sorts(h head) bool { return h.key == o.by.name }

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
	if (o.by.text != nil) != o.inverted {
		return g.Rising
	}
	return g.Falling
}

// appendTitle appends the head of the sparklines: what they span and what a
// full cell is.
func (s *spark) appendTitle(b []byte, width int, env pane.Env) []byte {
	t := env.Theme
	full := strconv.FormatFloat(s.full, 'f', 0, 64)
	title := env.Span(s.dots) + ", to " + full + [...]string{" cores", "% of host", "% of limit"}[env.Scale]
	if len(title) > width-1 {
		title = env.ShortSpan(s.dots)
		number := full + [...]string{"", "%", "%"}[env.Scale]
		for _, to := range []string{" to " + number, " " + number} {
			if len(title)+len(to) <= width-1 {
				title += to
				break
			}
		}
	}
	b = t.Muted.Begin(append(b, ' '))
	return t.Muted.End(widget.AppendText(b, title, width-1, t.Glyphs))
}

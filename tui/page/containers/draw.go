package containers

import (
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A painter draws one frame's rows.
type painter struct {
	env      pane.Env
	theme    theme.Theme // plain for the row of the cursor
	spark    *spark
	alerts   alerts
	line     int // of the row, from the first on screen
	selected bool
	away     string // where a row is that is pinned; "" of any other
}

// Draw implements pane.Pane.
func (p *Pane) Draw(b []byte, env pane.Env) []byte {
	p.sync(env)
	if env.Height < 1 {
		return b
	}
	if len(p.list.Rows) == 0 {
		return p.drawEmpty(b, env)
	}
	cols := p.columns(env)
	above := p.above(env)
	visible := p.inSight(env.Height - above)
	pinned := len(visible) - len(p.pins)
	p.spark.fill(visible, sparkCells(cols), env)
	if above > 1 {
		b = append(p.drawScope(b, env), '\n')
	}
	b = p.drawHeads(b, cols, env, pinned)
	for i := range env.Height - above {
		b = append(b, '\n')
		if i >= len(visible) {
			b = widget.Pad(b, env.Width)
			continue
		}
		paint := painter{env: env, theme: env.Theme, spark: &p.spark, alerts: p.alerts, line: i, selected: i < pinned && p.list.Top+i == p.list.At}
		if i >= pinned {
			paint.away = p.pointer(p.pins[i-pinned], env)
		}
		b = paint.row(b, cols, &visible[i])
	}
	return b
}

// above is how many lines stand above the rows: the heads, and above them what
// the rows are, if they are not what is usual.
func (p *Pane) above(env pane.Env) int {
	if p.scoped(env) && env.Height > 1 {
		return 2
	}
	return 1
}

// columns are those that fit before a margin of one cell. They are kept, as to
// place them costs more memory than all the rest of a frame.
func (p *Pane) columns(env pane.Env) []placed {
	if p.cols == nil || p.colsFor != env.Width {
		p.cols, p.colsFor = place(p.layout, p.order.by, env.Width-1, env.Theme.Glyphs), env.Width
	}
	return p.cols
}

// pointer says where row i, which is pinned, is. In ASCII the arrows of traffic
// lie on their sides.
func (p *Pane) pointer(i int, env pane.Env) string {
	g := env.Theme.Glyphs
	up, down := g.Up, g.Down
	if g.Charset == theme.ASCII {
		up, down = g.Rising, g.Falling
	}
	if i < p.list.Top {
		return up
	}
	return down
}

// scroll moves the rows on screen as little as shows the cursor.
func (p *Pane) scroll(height int) []row {
	p.list.Show(len(p.list.Rows), height)
	return p.list.Rows[p.list.Top:min(len(p.list.Rows), p.list.Top+max(0, height))]
}

func sparkCells(cols []placed) int {
	for _, c := range cols {
		if c.name == "graph" {
			return c.width - 1
		}
	}
	return 0
}

// row appends one row, exactly as wide as the pane.
func (p *painter) row(b []byte, cols []placed, r *row) []byte {
	if !p.selected {
		return widget.Pad(p.cells(b, cols, r), p.spare(cols))
	}
	look := p.theme.Selected
	p.theme = p.theme.Plain()
	b = p.cells(look.Begin(b), cols, r)
	return look.End(widget.Pad(b, p.spare(cols)))
}

func (p *painter) cells(b []byte, cols []placed, r *row) []byte {
	for i := range cols {
		b = cols[i].draw(table.Cell{B: b, Width: cols[i].width, Theme: p.theme}, p, r)
	}
	return b
}

// spare is the cells at the right that no column uses.
func (p *painter) spare(cols []placed) int {
	n := p.env.Width
	for i := range cols {
		n -= cols[i].width
	}
	return n
}

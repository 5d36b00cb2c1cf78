package containers

import "podtop/tui/pane"

// click puts the cursor on the row that was clicked on, or sorts by the heading:
// the other way round if rows are sorted by it already.
func (p *Pane) click(env pane.Env, at pane.Click) {
	above := p.above(env)
	if at.Y == above-1 && len(p.list.Rows) > 0 {
		p.clickHead(headAt(p.columns(env), at.X))
		return
	}
	i := p.list.Top + at.Y - above
	if pin := at.Y - env.Height + len(p.pins); pin >= 0 && pin < len(p.pins) {
		i = p.pins[pin]
	}
	if at.Y >= above {
		p.list.To(i)
	}
}

func (p *Pane) clickHead(key string) {
	if key == p.order.by.name {
		p.order.inverted = !p.order.inverted
		p.resort()
		return
	}
	p.sortBy(key)
}

// headAt is the sort key of the heading at column x of the screen, "" if there
// is none. A graph has that of what it shows.
func headAt(cols []placed, x int) string {
	for _, c := range cols {
		switch {
		case x >= c.width:
			x -= c.width
		case len(c.heads) == 0:
			return "cpu"
		default:
			return c.heads[min(x/(c.width/len(c.heads)), len(c.heads)-1)].key
		}
	}
	return ""
}

// Package charts draws the past of a container, or of a group, as graphs above
// each other on one time axis, with one cursor through all of them.
package charts

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A Subject is whom graphs are of: as it is in the snapshot shown, or as it was
// last.
type Subject struct {
	Name      string                  // what a person calls it
	Past      model.Key               // whose history it is
	Figures   *model.Figures          // what stands above the graphs where there is no cursor
	Container *model.Container        // nil: it is a group
	Gone      bool                    // the snapshot does not have it
	Owns      func(*model.Event) bool // which marks are on the axis
}

// Charts are graphs above each other. They keep the time cursor, and the scales
// that graphs had last.
type Charts struct {
	time    timeline
	curves  curves
	density density
	plots   [graphs]plot
	idle    idleness
	drawn   drawing
	marks   graph.Marks // of events, reused
	layout  layout
}

// labels is the cells at the left of a graph, for the numbers of its scale.
const labels = 6

// Draw draws as many of some graphs as env is high enough for, the first of
// them first. AppendLine appends the lines.
func (c *Charts) Draw(env pane.Env, of *Subject, which []Graph) {
	d := &c.drawn
	*d = drawing{env: env, of: of, curves: &c.curves, density: &c.density, column: -1}
	if c.layout = stack(env.Height, which, c.idle.quiet); len(c.layout.graphs) == 0 {
		return
	}
	d.axis = c.axis(env)
	if c.time.at != 0 {
		d.column = d.axis.Column(c.time.at)
	}
	if which[0] != Log {
		c.curves.read(env, of.Past, d.axis)
		c.idle.turn(&c.curves, env.Snapshot.Mono)
	}
	c.layout = stack(env.Height, which, c.idle.quiet)
	for i, g := range c.layout.graphs {
		d.draw(g, &c.plots[g], max(0, env.Width-labels), c.layout.heights[i]-1)
	}
}

// axis is the time axis of graphs beside their labels.
func (c *Charts) axis(env pane.Env) graph.Timeline {
	return c.time.axis(env, max(1, (env.Width-labels)*graph.Dots(env.Theme.Glyphs.Charset)))
}

// AppendLine appends line y of what was drawn.
func (c *Charts) AppendLine(b []byte, y int) []byte {
	env, axis := &c.drawn.env, c.drawn.axis
	t := env.Theme
	switch g, row := c.layout.at(y); {
	case row == 0:
		return c.drawn.caption(append(b, ' '), g, env.Width-1)
	case row > 0:
		p := &c.plots[g]
		b = p.scale.AppendLabel(t.Muted.Begin(b), row-1, p.Rows(), labels-1)
		b = append(t.Muted.End(b), ' ')
		return p.AppendRow(b, row-1)
	case y == c.layout.marks:
		return c.appendMarks(widget.Pad(b, labels), axis)
	case y == c.layout.axis:
		b = axis.AppendRow(t.Muted.Begin(widget.Pad(b, labels)), t.Glyphs)
		return t.Muted.End(b)
	}
	return widget.Pad(b, env.Width)
}

// Press moves the time cursor, and reports whether the key was for that.
func (c *Charts) Press(k *KeyMap, env pane.Env, msg tea.KeyPressMsg) bool {
	return c.time.press(k, env, msg)
}

// Click puts the time cursor where a graph is clicked, and reports whether one is.
func (c *Charts) Click(env pane.Env, at pane.Click) bool {
	x, width := at.X-labels, env.Width-labels
	if _, row := c.layout.at(at.Y); row < 0 || x < 0 || x >= width {
		return false
	}
	axis := c.axis(env)
	c.time.at = instant(axis.At(x * axis.Columns / width))
	return true
}

// See puts the time cursor at an instant.
func (c *Charts) See(s *model.Snapshot, at time.Time) { c.time.see(instant(place(s, at))) }

// Put puts the time cursor on a line. What is shown stays where it is, or goes
// along as far as it has to; a line far from it comes to be in the middle.
func (c *Charts) Put(s *model.Snapshot, l *logs.Line) {
	written, _ := logs.ClockOf(s).Place(l.Stamp)
	at := instant(min(place(s, written), s.Mono))
	axis := c.drawn.axis
	if x := axis.Column(at); axis.Columns > 0 && (x < -axis.Columns/2 || x > axis.Columns*3/2) {
		c.time.see(at)
		return
	}
	c.time.at = at
}

// Time is that of the time cursor; zero if there is none.
func (c *Charts) Time(s *model.Snapshot) (t time.Time) {
	if c.time.at != 0 {
		t = wall(s, c.time.at)
	}
	return t
}

// HasCursor reports whether there is a time cursor.
func (c *Charts) HasCursor() bool { return c.time.at != 0 }

// Until is when the column of the time cursor ends; zero if there is no cursor.
func (c *Charts) Until(s *model.Snapshot) (t time.Time) {
	if c.time.at != 0 {
		_, last := c.time.column()
		t = wall(s, last)
	}
	return t
}

// HasColumns reports whether graphs were drawn, so that the time cursor has
// columns to go to.
func (c *Charts) HasColumns() bool { return c.time.columns > 0 }

// Clear takes the time cursor away, and graphs go up to now. It reports whether
// there was something to clear.
func (c *Charts) Clear() bool {
	if c.time.at == 0 && c.time.end == 0 {
		return false
	}
	c.time.at, c.time.end = 0, 0
	return true
}

// Release lets go of the snapshot that was drawn.
func (c *Charts) Release() { c.curves.of, c.drawn = view{}, drawing{} }

package charts

import (
	"math"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// A plot is one graph: a line of words, and below it the canvas with the
// numbers of its scale at the left.
type plot struct {
	graph.Canvas
	glyphs *theme.Glyphs
	scale  graph.Scale
	since  time.Duration // Snapshot.Mono when a smaller scale would have done first; 0: it would not
}

// A Graph is one of those there are.
type Graph int

// Graphs.
const (
	CPU Graph = iota
	Mem
	Net
	Blk
	Log // of lines, if UpdateLog is given a feed
	graphs
)

// All are the graphs of figures, in the order in which there is room for them.
var All = []Graph{CPU, Mem, Net, Blk}

// settling is for how long less must have done before it is less: what jumps
// cannot be read.
const settling = 3 * time.Second

// fit makes the scale one on which most can be seen, and a limit below its top
// row; NaN: there is none. It shrinks only when it has been too large for a
// while.
func (p *plot) fit(env pane.Env, most, limit float64, d model.Dimension) {
	want, now := p.roomFor(limit, graph.ScaleFor(most, d)), env.Snapshot.Mono
	if want.Top >= p.scale.Top || want.Unit != p.scale.Unit {
		p.scale, p.since = want, 0
		return
	}
	if p.since == 0 || p.since > now {
		p.since = now
	}
	if now-p.since >= settling {
		p.scale, p.since = want, 0
	}
}

// roomFor is s, or the first after it on which a limit is not in the top row:
// there its line could not be told from what it holds down.
func (p *plot) roomFor(limit float64, s graph.Scale) graph.Scale {
	rows := float64(p.Rows())
	for rows >= leastLimit && limit <= s.Top && limit*rows > s.Top*(rows-1) {
		next := s.Next()
		if next.Top <= s.Top {
			break
		}
		s = next
	}
	return s
}

// A drawing is what plots are drawn from.
type drawing struct {
	env     pane.Env
	of      *Subject
	axis    graph.Timeline
	curves  *curves
	density *density
	column  int // of the time cursor; -1: there is none
}

// draw draws a graph on the canvas of its plot, of that size.
func (d *drawing) draw(g Graph, p *plot, width, height int) {
	p.Reset(width, height, d.env.Theme)
	p.glyphs = d.env.Theme.Glyphs
	switch g {
	case CPU:
		d.drawCPU(p)
	case Mem:
		d.drawMem(p)
	case Net:
		d.drawMirrored(p, rx, tx)
	case Blk:
		d.drawMirrored(p, read, write)
	case Log:
		d.drawLog(p)
	}
	if d.column >= 0 {
		p.Cursor(d.column)
	}
}

// near is limit if it is not so far above most that the rest could not be seen
// beside it, else most.
func near(most, limit float64) float64 {
	if limit > most && limit <= 6*most {
		return limit
	}
	return most
}

func (d *drawing) drawCPU(p *plot) {
	c, t := d.curves, d.env.Theme
	limit := c.most(cpuLimit)
	p.fit(d.env, near(c.most(cpu), limit), limit, model.Cores)
	p.Shade(c.spans[throttled], 100, t.Warn)
	p.Area(c.spans[cpu], p.scale.Top, t.Graph, t.Muted)
	p.label("limit", p.limit(c.spans[cpuLimit], t), t.Bad)
}

func (d *drawing) drawMem(p *plot) {
	c, t := d.curves, d.env.Theme
	limit := c.most(memLimit)
	p.fit(d.env, near(c.most(mem), limit), limit, model.Bytes)
	p.Stack(p.scale.Top,
		graph.Layer{Spans: c.spans[anon], Style: t.Graph},
		graph.Layer{Spans: c.spans[shmem], Style: t.Third},
		graph.Layer{Spans: c.spans[kernel], Style: t.Second},
		graph.Layer{Spans: c.spans[cache], Style: t.Muted, Light: true})
	p.Peaks(c.spans[mem], p.scale.Top, t.Muted)
	reserved := p.Line(d.of.reserved(), p.scale.Top, t.Good, graph.Dotted)
	row := p.limit(c.spans[memLimit], t)
	if reserved != row {
		p.label("reserved", reserved, t.Good)
	}
	p.label("limit", row, t.Bad)
}

// leastLimit is the rows from which on a graph has the line of a limit: a cell
// has one look, and what is below the line is not to have that of the line. The
// words tell it too.
const leastLimit = 3

// limit draws a limit, and returns the row its line ends in; -1: in none.
func (p *plot) limit(spans []model.Span, t theme.Theme) int {
	if p.Rows() < leastLimit {
		return -1
	}
	return p.Steps(spans, p.scale.Top, t.Bad, graph.Dashed)
}

// label says at the right end of a line in a row what the line is, if the graph
// is so large that not much is covered by that.
func (p *plot) label(text string, row int, s theme.Style) {
	const rows, times = 4, 4
	cells := p.Columns() / graph.Dots(p.glyphs.Charset)
	if p.Rows() >= rows && cells >= times*len(text) {
		p.Text(cells-len(text), row, []byte(text), s)
	}
}

func (d *drawing) drawMirrored(p *plot, up, down int) {
	c, t := d.curves, d.env.Theme
	p.fit(d.env, c.most(up, down), math.NaN(), model.BytesPerSec)
	p.scale.Mirrored = true
	p.Mirror(c.spans[up], c.spans[down], p.scale.Top, t.Graph, t.Second, t.Muted)
}

// reserved is the memory that is protected, as Podman has it on record; NaN if
// none is.
func (s *Subject) reserved() float64 {
	if s.Container == nil {
		return math.NaN()
	}
	if low := s.Container.Limits.Reserve.Float(); low > 0 {
		return low
	}
	return math.NaN()
}

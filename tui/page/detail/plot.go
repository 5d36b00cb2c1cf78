package detail

import (
	"math"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A plot is one graph: a line of words, and below it the canvas with the
// numbers of its scale at the left.
type plot struct {
	graph.Canvas
	glyphs *theme.Glyphs
	scale  graph.Scale
	since  time.Duration // Snapshot.Mono when a smaller scale would have done first; 0: it would not
}

// plots are the four, in their order.
const (
	cpuPlot = iota
	memPlot
	netPlot
	blkPlot
)

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
	env    pane.Env
	about  *about
	curves *curves
	column int // of the time cursor; -1: there is none
}

// draw draws plot number n on its canvas, of that size.
func (d *drawing) draw(n int, p *plot, width, height int) {
	p.Reset(width, height, d.env.Theme)
	p.glyphs = d.env.Theme.Glyphs
	switch n {
	case cpuPlot:
		d.drawCPU(p)
	case memPlot:
		d.drawMem(p)
	case netPlot:
		d.drawMirrored(p, rx, tx)
	case blkPlot:
		d.drawMirrored(p, read, write)
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
	reserved := p.Line(d.about.reserved(), p.scale.Top, t.Good, graph.Dotted)
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
func (a *about) reserved() float64 {
	if a.by != model.ByNone {
		return math.NaN()
	}
	if low := a.last.Limits.Reserve.Float(); low > 0 {
		return low
	}
	return math.NaN()
}

// value is the curve at the cursor, or v, what the figure is now.
func (d *drawing) value(which int, v float64) float64 {
	if d.column >= 0 && d.column < len(d.curves.spans[which]) {
		return d.curves.spans[which][d.column].Avg
	}
	if d.env.Snapshot.Mono > d.curves.of.axis.End { // what is shown is past
		return d.curves.last(which)
	}
	return v
}

// at is the span of a curve at the cursor, or of all that is shown.
func (d *drawing) at(which int) model.Span {
	if d.column >= 0 && d.column < len(d.curves.spans[which]) {
		return d.curves.spans[which][d.column]
	}
	return d.curves.overall(which)
}

// caption appends the line of words above plot number n.
func (d *drawing) caption(b []byte, n, width int) []byte {
	c := widget.Line{B: b, Room: width, Theme: d.env.Theme}
	f := d.about.figures()
	switch n {
	case cpuPlot:
		d.captionCPU(&c, f)
	case memPlot:
		d.captionMem(&c, f)
	case netPlot:
		d.captionNet(&c, f)
	case blkPlot:
		d.captionBlk(&c, f)
	}
	return c.End()
}

func (d *drawing) captionCPU(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "CPU ")
	v := d.value(cpu, f.CPU)
	shown, unit := d.scaled(v, f.CPULimit, float64(d.env.Snapshot.Host.CPUs), model.Cores)
	c.Value("", shown, unit)
	if unit == model.Cores {
		c.Word(t.Muted, " cores")
	}
	s := d.at(cpu)
	c.Named("min", "", s.Min, model.Cores)
	c.Named("max", "", s.Max, model.Cores)
	if share := d.value(throttled, f.ThrottledPct); share > 0 {
		c.Named("throttled", t.Warn, share, model.Percent)
	}
	if limit := d.value(cpuLimit, f.CPULimit); !math.IsNaN(limit) && !math.IsInf(limit, 0) {
		c.Named("limit", "", limit, model.Cores)
		d.by(c, d.about.Container, true)
	}
}

// by says whose limit it is, where it is not the container's own.
func (d *drawing) by(c *widget.Line, of *model.Container, ofCPU bool) {
	if of == nil || d.about.by != model.ByNone {
		return
	}
	path := of.Effective.MemoryBy
	if ofCPU {
		path = of.Effective.CPUBy
	}
	if path == "" || path == of.Path || within(path, of.Path) {
		return
	}
	c.Label(" by ", d.env.Theme.Muted, base(path), 28)
}

// scaled is v as the key for it has it: of the host, of the limit, or as it is.
func (d *drawing) scaled(v, limit, host float64, unit model.Dimension) (float64, model.Dimension) {
	whole := host
	switch d.env.Scale {
	case pane.Absolute:
		return v, unit
	case pane.OfLimit:
		whole = limit
	}
	if !(whole > 0) || math.IsInf(whole, 0) {
		return math.NaN(), model.Percent
	}
	return 100 * v / whole, model.Percent
}

func (d *drawing) captionMem(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "MEM ")
	shown, unit := d.scaled(d.value(mem, f.Mem), f.MemLimit, d.env.Snapshot.Host.MemTotal, model.Bytes)
	c.Value("", shown, unit)
	c.Named("anon", t.Graph, d.value(anon, f.Anon), model.Bytes)
	if v := d.value(shmem, f.Shmem); v > 0 {
		c.Named("shmem", t.Third, v, model.Bytes)
	}
	c.Named("cache", t.Muted, d.value(cache, cacheOf(f.File, f.Shmem)), model.Bytes)
	if limit := d.value(memLimit, f.MemLimit); !math.IsNaN(limit) && !math.IsInf(limit, 0) {
		c.Named("limit", style(f.MemLimitPct >= widget.NearLimit, t.Bad), limit, model.Bytes)
		d.by(c, d.about.Container, false)
	}
	c.Named("kernel", t.Second, d.value(kernel, f.Kernel), model.Bytes)
	c.Named("max", "", d.at(mem).Max, model.Bytes)
	if low := d.about.reserved(); low > 0 {
		c.Named("reserved (on record)", t.Good, low, model.Bytes)
	}
}

func style(is bool, s theme.Style) theme.Style {
	if is {
		return s
	}
	return ""
}

func (d *drawing) captionNet(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "NET")
	if d.about.by == model.ByNone && d.about.last.Net == model.NetHost {
		c.Word(t.Muted, "  the host’s own network: no figures of its own")
		return
	}
	rxNow, txNow := f.NetRx, f.NetTx
	if d.about.by == model.ByNone && !d.about.Gone { // else it has no part in what it shared
		g := d.about.last.WithTraffic()
		rxNow, txNow = g.NetRx, g.NetTx
	}
	d.pair(c, rx, tx, rxNow, txNow, t.Glyphs.Down, t.Glyphs.Up)
	if from := d.about.last.NetFrom; d.about.by == model.ByNone && from != "" {
		c.Label("  shared with ", t.Muted, from, 24)
	}
	if f.NetDrops > 0 {
		c.Named("drops/s", t.Warn, f.NetDrops, model.PerSec)
	}
}

func (d *drawing) captionBlk(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "BLK")
	if math.IsNaN(f.BlkR) && !d.curves.known(read) {
		c.Word(t.Muted, "  not known: no io controller counts for it")
		return
	}
	d.pair(c, read, write, f.BlkR, f.BlkW, "r", "w")
	c.Named("IO/s r", "", f.BlkRIOPS, model.PerSec)
	c.Named("w", "", f.BlkWIOPS, model.PerSec)
}

// pair writes two rates, and the greatest of each.
func (d *drawing) pair(c *widget.Line, up, down int, upNow, downNow float64, upSign, downSign string) {
	t := d.env.Theme
	c.Named(upSign, t.Graph, d.value(up, upNow), model.BytesPerSec)
	c.Named(downSign, t.Second, d.value(down, downNow), model.BytesPerSec)
	c.Named("max "+upSign, "", d.at(up).Max, model.BytesPerSec)
	c.Named(downSign, "", d.at(down).Max, model.BytesPerSec)
}

// within reports whether path is below that of a cgroup.
func within(path, of string) bool { return of != "" && strings.HasPrefix(path, of+"/") }

// base is the last part of a path.
func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

package containers

import (
	"math"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

func drawCPU(c table.Cell, p *painter, r *row) []byte {
	v, d := p.env.Scale.CPU(r.figures(), &p.env.Snapshot.Host)
	return figure(c, v, r.lacks(cpuOf), d)
}

func drawSpark(c table.Cell, p *painter, _ *row) []byte {
	if p.spark.dots == 0 {
		return c.Empty()
	}
	b := p.theme.Graph.Begin(append(c.B, ' '))
	b = graph.AppendSpark(b, p.spark.line(p.line), p.spark.root(), p.theme.Glyphs.Charset)
	return p.theme.Graph.End(b)
}

func drawMem(c table.Cell, p *painter, r *row) []byte {
	v, d := p.env.Scale.Mem(r.figures(), &p.env.Snapshot.Host)
	return figure(c, v, r.lacks(memOf), d)
}

// drawLimit shows what can be killed for, of the limit, as a bar and in
// percent; what else is charged, page cache above all, lighter.
func drawLimit(c table.Cell, p *painter, r *row) []byte {
	if r.container == nil || !r.container.State.Live() {
		return c.Empty()
	}
	limit, ok := r.container.Effective.Memory.Get()
	if !ok || limit == 0 {
		return c.Empty()
	}
	f, style := r.figures(), theme.Style("")
	if f.MemLimitPct >= widget.NearLimit {
		style = p.theme.Bad
	}
	const digits = 5
	bar := c.Width - 1 - digits - 2 // a gap, and behind all a space and the sign
	c.B = graph.AppendBar(append(c.B, ' '), bar, f.MemLimitPct/100, (f.Mem-f.MemHard)/float64(limit), style, p.theme)
	c.Width = digits
	b := c.Above(f.MemLimitPct, widget.NearLimit, p.theme.Bad, model.Percent)
	if f.MemLimitPct >= widget.NearLimit {
		return style.Append(append(b, ' '), p.theme.Glyphs.Warn)
	}
	return widget.Pad(b, 2)
}

// drawNet shows the figures of a network once: where several containers share
// one they stand at the pod, at the one whose network it is or, where neither
// has a row, at the first of them.
func drawNet(c table.Cell, p *painter, r *row) []byte {
	net, half, l := r.net(), c.Width/2, c.Line()
	switch {
	case net == model.NetHost:
		return widget.Pad(widget.AppendRight(c.B, "host", half, p.theme.Muted), c.Width-half)
	case net == model.NetShared && r.brace != noBrace:
		return widget.Pad(widget.AppendRight(c.B, p.braceGlyph(r.brace), half, p.theme.Muted), c.Width-half)
	case net == model.NetShared:
		l.Pad(2)
		l.Narrow(l.Room-2, func() { l.Text(p.theme.Muted, r.container.NetFrom) })
		return l.End()
	}
	return two(c, r, rxOf, txOf)
}

// net is where the traffic of the row stands.
func (r *row) net() model.NetSource {
	switch {
	case r.group != nil:
		return r.group.Net
	case r.carried != nil:
		return model.NetOwn
	}
	return r.container.Net
}

func (p *painter) braceGlyph(at brace) string {
	g := p.theme.Glyphs
	return [...]string{noBrace: " ", braceTop: g.Top, braceMiddle: g.Middle, braceBottom: g.Bottom, braceOnly: g.Only}[at]
}

func drawBlk(c table.Cell, p *painter, r *row) []byte {
	return two(c, r, readOf, writtenOf)
}

// two appends two rates below their heads.
func two(c table.Cell, r *row, v, w of) []byte {
	odd := c.Width % 2
	c.Width /= 2
	c.B = figure(c, v(r.figures()), r.lacks(v), model.BytesPerSec)
	c.B = figure(c, w(r.figures()), r.lacks(w), model.BytesPerSec)
	return widget.Pad(c.B, odd)
}

// drawPSI shows the worst of the three pressures.
func drawPSI(c table.Cell, p *painter, r *row) []byte {
	if r.group != nil {
		return c.Empty()
	}
	f := r.figures()
	return c.High(worst(f.PSICPU, f.PSIMem, f.PSIIO), widget.MuchPressure, model.Percent)
}

// worst is the greatest of the values that are known.
func worst(values ...float64) float64 {
	w := math.NaN()
	for _, v := range values {
		if v > w || math.IsNaN(w) {
			w = v
		}
	}
	return w
}

func drawThrottled(c table.Cell, p *painter, r *row) []byte {
	if r.group != nil {
		return c.Empty()
	}
	return c.High(r.figures().ThrottledPct, widget.MuchThrottled, model.Percent)
}

func drawPids(c table.Cell, p *painter, r *row) []byte {
	return figure(c, r.figures().Pids, r.lacks(pidsOf), model.Number)
}

// drawAge shows how long it has run, or how long ago it ended.
func drawAge(c table.Cell, p *painter, r *row) []byte {
	of := r.container
	if of == nil || of.State.Live() || of.Finished.IsZero() {
		return c.Value(r.figures().Uptime, model.Seconds)
	}
	var scratch [32]byte
	return c.Digits(p.theme.Muted, append(model.AppendAge(scratch[:0], ended(p, of)), " ago"...))
}

func ended(p *painter, c *model.Container) time.Duration {
	return p.env.Snapshot.Time.Sub(c.Finished)
}

func drawImage(c table.Cell, p *painter, r *row) []byte {
	if r.container == nil {
		return c.Empty()
	}
	return text(c, r.container.Image, false, p.theme.Muted)
}

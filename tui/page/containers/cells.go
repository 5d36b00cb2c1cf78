package containers

import (
	"math"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Figures from here on are looked at twice.
const (
	limitHigh     = 90 // percent of a limit
	throttledHigh = 25 // percent of periods
	pressureHigh  = 20 // percent of time
)

func drawCPU(b []byte, p *painter, r *row, width int) []byte {
	v, d := p.env.Scale.CPU(r.figures(), &p.env.Snapshot.Host)
	return p.figure(b, v, r.lacks(cpuOf), d, width)
}

func drawSpark(b []byte, p *painter, _ *row, width int) []byte {
	if p.spark.dots == 0 {
		return widget.Pad(b, width)
	}
	b = p.theme.Graph.Begin(append(b, ' '))
	b = graph.AppendSpark(b, p.spark.line(p.line), p.spark.root(), p.theme.Glyphs.Charset)
	return p.theme.Graph.End(b)
}

func drawMem(b []byte, p *painter, r *row, width int) []byte {
	v, d := p.env.Scale.Mem(r.figures(), &p.env.Snapshot.Host)
	return p.figure(b, v, r.lacks(memOf), d, width)
}

// drawLimit shows what can be killed for, of the limit, as a bar and in
// percent; what else is charged, page cache above all, lighter.
func drawLimit(b []byte, p *painter, r *row, width int) []byte {
	if r.container == nil || !r.container.State.Live() {
		return widget.Pad(b, width)
	}
	limit, ok := r.container.Effective.Memory.Get()
	if !ok || limit == 0 {
		return widget.Pad(b, width)
	}
	f, style := r.figures(), theme.Style("")
	if f.MemLimitPct >= limitHigh {
		style = p.theme.Bad
	}
	bar := width - 8 // gap, space, "100%", space and sign
	b = append(b, ' ')
	b = graph.AppendBar(b, bar, f.MemLimitPct/100, (f.Mem-f.MemHard)/float64(limit), style, p.theme)
	b = p.percent(b, f.MemLimitPct, limitHigh, p.theme.Bad, 5)
	if f.MemLimitPct >= limitHigh {
		return style.Append(append(b, ' '), p.theme.Glyphs.Warn)
	}
	return widget.Pad(b, 2)
}

// percent appends v, in the style for high values if it is one.
func (p *painter) percent(b []byte, v, high float64, style theme.Style, width int) []byte {
	if !(v >= high) {
		return widget.AppendValue(b, v, model.Percent, width, p.theme)
	}
	var scratch [24]byte
	text := model.AppendValue(scratch[:0], v, model.Percent)
	b = style.Begin(widget.Pad(b, width-len(text)))
	return style.End(append(b, text...))
}

// drawNet shows the figures of a network once: where several containers share
// one they stand at the pod, at the one whose network it is or, where neither
// has a row, at the first of them.
func drawNet(b []byte, p *painter, r *row, width int) []byte {
	net, half := r.net(), width/2
	switch {
	case net == model.NetHost:
		b = widget.AppendRight(b, "host", half, p.theme.Muted)
		return widget.Pad(b, width-half)
	case net == model.NetShared && r.brace != noBrace:
		b = widget.AppendRight(b, p.braceGlyph(r.brace), half, p.theme.Muted)
		return widget.Pad(b, width-half)
	case net == model.NetShared:
		b = p.theme.Muted.Begin(append(b, "  "...))
		b, used := widget.AppendClean(b, r.container.NetFrom, width-4, p.theme.Glyphs)
		return widget.Pad(p.theme.Muted.End(b), width-2-used)
	}
	return p.two(b, r, rxOf, txOf, width)
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

func drawBlk(b []byte, p *painter, r *row, width int) []byte {
	return p.two(b, r, readOf, writtenOf, width)
}

// two appends two rates below their heads.
func (p *painter) two(b []byte, r *row, v, w of, width int) []byte {
	b = p.figure(b, v(r.figures()), r.lacks(v), model.BytesPerSec, width/2)
	b = p.figure(b, w(r.figures()), r.lacks(w), model.BytesPerSec, width/2)
	return widget.Pad(b, width%2)
}

// drawPSI shows the worst of the three pressures.
func drawPSI(b []byte, p *painter, r *row, width int) []byte {
	if r.group != nil {
		return widget.Pad(b, width)
	}
	f := r.figures()
	return p.percent(b, worst(f.PSICPU, f.PSIMem, f.PSIIO), pressureHigh, p.theme.Warn, width)
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

func drawThrottled(b []byte, p *painter, r *row, width int) []byte {
	if r.group != nil {
		return widget.Pad(b, width)
	}
	return p.percent(b, r.figures().ThrottledPct, throttledHigh, p.theme.Warn, width)
}

func drawPids(b []byte, p *painter, r *row, width int) []byte {
	return p.figure(b, r.figures().Pids, r.lacks(pidsOf), model.Number, width)
}

// drawAge shows how long it has run, or how long ago it ended.
func drawAge(b []byte, p *painter, r *row, width int) []byte {
	c := r.container
	if c == nil || c.State.Live() || c.Finished.IsZero() {
		return widget.AppendValue(b, r.figures().Uptime, model.Seconds, width, p.theme)
	}
	var scratch [32]byte
	text := append(model.AppendAge(scratch[:0], ended(p, c)), " ago"...)
	b = p.theme.Muted.Begin(widget.Pad(b, width-len(text)))
	return p.theme.Muted.End(append(b, text...))
}

func ended(p *painter, c *model.Container) time.Duration {
	return p.env.Snapshot.Time.Sub(c.Finished)
}

func drawImage(b []byte, p *painter, r *row, width int) []byte {
	if r.container == nil {
		return widget.Pad(b, width)
	}
	b = p.theme.Muted.Begin(append(b, "  "...))
	b = widget.AppendText(b, r.container.Image, width-2, p.theme.Glyphs)
	return p.theme.Muted.End(b)
}

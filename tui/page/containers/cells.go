package containers

import (
	"math"
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// lead is the cells before a name: the cursor's, and a gap.
const lead = 2

// Figures from here on are looked at twice.
const (
	limitHigh     = 90 // percent of a limit
	throttledHigh = 25 // percent of periods
	pressureHigh  = 20 // percent of time
)

func drawName(b []byte, p *painter, r *row, width int) []byte {
	t := p.theme
	b = append(b, ' ')
	if p.selected {
		b = append(b[:len(b)-1], t.Glyphs.Cursor...)
	}
	b = append(b, ' ')
	width -= lead
	if r.pod != nil {
		b = append(append(b, t.Glyphs.Open...), ' ')
		b, width = p.prefix(b, "pod ", width-2)
		return p.owned(b, r.pod.UID, r.pod.User, r.pod.Name, model.ID(r.pod.ID), "", width)
	}
	if r.brace != noBrace {
		b, width = widget.Pad(b, 2), width-2
	}
	c := r.container
	mark := ""
	if c.Unit != "" {
		mark = " .service"
	}
	return p.owned(b, c.UID, c.User, c.Name, c.ID, mark, width)
}

func (p *painter) prefix(b []byte, s string, width int) ([]byte, int) {
	b, used := widget.AppendClean(p.theme.Muted.Begin(b), s, width, p.theme.Glyphs)
	return p.theme.Muted.End(b), width - used
}

// owned appends a name, or the id where nothing of a name can be shown; before
// it whose it is if not that of the user who watches, behind it the mark if
// there is room.
func (p *painter) owned(b []byte, uid int, user, name string, id model.ID, mark string, width int) []byte {
	if uid != p.env.Snapshot.Host.UID && user != "" {
		const most = 10 // cells for a user's name
		spare := max(0, width-most)
		b, width = p.prefix(b, user, width-spare)
		b, width = p.prefix(b, "/", width+spare)
	}
	b, used := widget.AppendClean(b, name, width, p.theme.Glyphs)
	if used == 0 {
		b, used = widget.AppendClean(b, id.Short(), width, p.theme.Glyphs)
	}
	width -= used
	if mark != "" && width >= len(mark) {
		b, width = p.prefix(b, mark, width)
	}
	return widget.Pad(b, width)
}

func drawState(b []byte, p *painter, r *row, width int) []byte {
	if r.container == nil {
		return widget.Pad(b, width)
	}
	is := conditionOf(r.container, p.env.Snapshot.Time, p.theme)
	b = is.style.Append(append(b, ' '), is.sign)
	b = append(b, ' ')
	words := is.style
	if words == p.theme.Good {
		words = "" // what is as it should be need not shine
	}
	b = widget.AppendText(words.Begin(b), is.text, width-3, p.theme.Glyphs)
	return words.End(b)
}

func drawCPU(b []byte, p *painter, r *row, width int) []byte {
	return widget.AppendValue(b, r.figures().CPU, model.Cores, width, p.theme)
}

func drawSpark(b []byte, p *painter, _ *row, width int) []byte {
	if p.spark.dots == 0 {
		return widget.Pad(b, width)
	}
	b = p.theme.Graph.Begin(append(b, ' '))
	b = graph.AppendSpark(b, p.spark.line(p.line), p.spark.full(), p.theme.Glyphs.Charset)
	return p.theme.Graph.End(b)
}

func drawMem(b []byte, p *painter, r *row, width int) []byte {
	return widget.AppendValue(b, r.figures().Mem, model.Bytes, width, p.theme)
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
// one they stand at the pod, or at the one whose network it is.
func drawNet(b []byte, p *painter, r *row, width int) []byte {
	net, half := model.NetUnknown, width/2
	if r.pod != nil {
		net = r.pod.Net
	} else {
		net = r.container.Net
	}
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
	f := r.figures()
	return p.two(b, f.NetRx, f.NetTx, model.BytesPerSec, width)
}

func (p *painter) braceGlyph(at brace) string {
	g := p.theme.Glyphs
	return [...]string{noBrace: " ", braceTop: g.Top, braceMiddle: g.Middle, braceBottom: g.Bottom, braceOnly: g.Only}[at]
}

func drawBlk(b []byte, p *painter, r *row, width int) []byte {
	f := r.figures()
	return p.two(b, f.BlkR, f.BlkW, model.BytesPerSec, width)
}

// two appends two values below their heads.
func (p *painter) two(b []byte, v, w float64, d model.Dimension, width int) []byte {
	b = widget.AppendValue(b, v, d, width/2, p.theme)
	b = widget.AppendValue(b, w, d, width/2, p.theme)
	return widget.Pad(b, width%2)
}

// drawPSI shows the worst of the three pressures.
func drawPSI(b []byte, p *painter, r *row, width int) []byte {
	if r.pod != nil {
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
	if r.pod != nil {
		return widget.Pad(b, width)
	}
	return p.percent(b, r.figures().ThrottledPct, throttledHigh, p.theme.Warn, width)
}

func drawPids(b []byte, p *painter, r *row, width int) []byte {
	return widget.AppendValue(b, r.figures().Pids, model.Number, width, p.theme)
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

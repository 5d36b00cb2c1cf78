package host

import (
	"math"
	"strings"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/column"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A meminfo is /proc/meminfo by its names.
type meminfo []probe.Line

// bytes is what a line says, NaN if there is none.
func (m meminfo) bytes(name string) float64 {
	for i := range m {
		if m[i].Name == name {
			return m[i].Value.Float()
		}
	}
	return math.NaN()
}

// used is what is not available to who wants memory.
func (m meminfo) used() float64 { return m.bytes("MemTotal") - m.bytes("MemAvailable") }

// cached is what can be taken back of it.
func (m meminfo) cached() float64 { return m.bytes("MemAvailable") - m.bytes("MemFree") }

func (m meminfo) swapUsed() float64 { return m.bytes("SwapTotal") - m.bytes("SwapFree") }

// details are the lines of /proc/meminfo that are shown, and how.
var details = []struct{ name, label string }{
	{"MemFree", "free"},
	{"Buffers", "buffers"},
	{"Cached", "cached"},
	{"AnonPages", "anon"},
	{"Mapped", "mapped"},
	{"Shmem", "shmem"},
	{"SReclaimable", "slab reclaimable"},
	{"SUnreclaim", "slab unreclaimable"},
	{"KernelStack", "kernel stacks"},
	{"PageTables", "page tables"},
	{"Dirty", "dirty"},
	{"Writeback", "writeback"},
	{"Committed_AS", "committed"},
	{"CommitLimit", "commit limit"},
	{"SwapCached", "swap cached"},
	{"Hugetlb", "huge pages"},
}

func (p *Page) drawMemory(s *widget.Sheet) {
	m := meminfo(p.host.Got.Memory)
	if m == nil {
		heading(s, "memory", "not known")
		return
	}
	heading(s, "memory", "")
	total, style := m.bytes("MemTotal"), theme.Style("")
	if 100*m.bytes("MemAvailable") < availableLow*total {
		style = s.Theme.Bad
	}
	drawShare(s, "used", m.used()/total, m.cached()/total, style, value(m.used())+" of "+value(total)+", "+value(m.bytes("MemAvailable"))+" available")
	switch swap := m.bytes("SwapTotal"); {
	case swap == 0:
		drawShare(s, "swap", 0, 0, "", "there is none")
	default:
		style = ""
		if m.swaps() {
			style = s.Theme.Warn
		}
		drawShare(s, "swap", m.swapUsed()/swap, 0, style, value(m.swapUsed())+" of "+value(swap))
	}
	drawDetails(s, m)
}

// value writes bytes.
func value(bytes float64) string { return string(model.AppendValue(nil, bytes, model.Bytes)) }

// drawShare adds a bar of a part of a whole and what there is to say of it.
func drawShare(s *widget.Sheet, label string, hard, soft float64, style theme.Style, text string) {
	const name = 8
	bar := min(30, s.Width/3)
	s.Add(func(b []byte) []byte {
		t := s.Theme
		b = t.Muted.Begin(b)
		b = t.Muted.End(widget.AppendText(b, label, min(name, s.Width), t.Glyphs))
		if s.Width < name+bar+2 {
			return widget.Pad(b, s.Width-name)
		}
		look := t.Graph
		if style != "" {
			look = style
		}
		b = graph.AppendBar(b, bar, hard, soft, look, t)
		b = style.Begin(append(b, "  "...))
		b = widget.AppendText(b, t.Glyphs.Own(text), s.Width-name-bar-2, t.Glyphs)
		return style.End(b)
	})
}

// drawDetails adds the lines of /proc/meminfo, some beside each other.
func drawDetails(s *widget.Sheet, m meminfo) {
	const label, number, gap = 18, 7, 2
	per := max(1, (s.Width+gap)/(label+number+gap))
	var known []int
	for i := range details {
		if v := m.bytes(details[i].name); v == v && (v > 0 || !strings.HasPrefix(details[i].label, "huge")) {
			known = append(known, i)
		}
	}
	for i := 0; i < len(known); i += per {
		row := known[i:min(i+per, len(known))]
		s.Add(func(b []byte) []byte {
			left := s.Width
			for j, k := range row {
				if j > 0 {
					b = widget.Pad(b, gap)
					left -= gap
				}
				b = s.Theme.Muted.Begin(b)
				b = s.Theme.Muted.End(widget.AppendText(b, details[k].label, label, s.Theme.Glyphs))
				b = widget.AppendValue(b, m.bytes(details[k].name), model.Bytes, number, s.Theme)
				left -= label + number
			}
			return widget.Pad(b, left)
		})
	}
}

func (p *Page) drawPressure(s *widget.Sheet) {
	r := &p.rates.Pressure
	if p.host.Got.PSI == (model.PSI{}) {
		heading(s, "pressure", "not known")
		return
	}
	heading(s, "pressure", "how much of the time tasks waited for want of it")
	ever := &p.host.Got.PSI
	drawTable(s, pressureColumns, []column.Wait{
		{Name: "CPU", Some: r.CPUSome, SomeEver: ever.CPUSome, NoFull: true},
		{Name: "memory", Some: r.MemSome, Full: r.MemFull, SomeEver: ever.MemSome, FullEver: ever.MemFull},
		{Name: "disks", Some: r.IOSome, Full: r.IOFull, SomeEver: ever.IOSome, FullEver: ever.IOFull},
	})
}

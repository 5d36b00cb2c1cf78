package graph

import (
	"math"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/tui/theme"
)

// frame draws a graph of everything, 120x10, and its axes.
func frame(c *Canvas, m *Marks, b []byte, spans []model.Span, th theme.Theme) []byte {
	c.Reset(112, 10, th)
	s := ScaleFor(0.9, model.Cores)
	drawAll(c, spans, s.Top, th)
	for y := range 10 {
		b = s.AppendLabel(b, y, 10, 7)
		b = append(c.AppendRow(append(b, ' '), y), '\n')
	}
	m.Reset(c.Columns(), th)
	m.Put(7, OOM)
	b = m.AppendRow(b)
	for _, live := range []bool{true, false} {
		b = Timeline{Span: time.Second, Columns: c.Columns(), Live: live}.WholeCells(c.charset).AppendRow(b, th.Glyphs)
	}
	return b
}

// wave is spans with some of everything.
func wave(n int) []model.Span {
	spans := make([]model.Span, n)
	for i := range spans {
		v := 0.4 + 0.3*math.Sin(float64(i)/7)
		spans[i] = model.Span{Min: v / 2, Avg: v, Max: v + float64(i%11)/20}
	}
	return spans
}

func TestFrameDoesNotAllocate(t *testing.T) {
	for _, name := range theme.Names() {
		for _, s := range charsets {
			th, _ := theme.ByName(name, s)
			var c Canvas
			var m Marks
			spans, buf := wave(240), make([]byte, 0, 1<<16)
			if n := testing.AllocsPerRun(20, func() { frame(&c, &m, buf, spans, th) }); n != 0 && !race.Enabled {
				t.Errorf("%s, charset %d: %v allocations, want 0", name, s, n)
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	th := theme.Default(theme.Braille)
	var c Canvas
	var m Marks
	spans, buf := wave(240), make([]byte, 0, 1<<16)
	b.ReportAllocs()
	for b.Loop() {
		buf = frame(&c, &m, buf[:0], spans, th)
	}
}

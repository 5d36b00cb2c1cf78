package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/theme"
)

// A story is what a container went through: idle, a load that its limit holds
// down, a limit that is raised, an OOM kill, a new start.
type story struct {
	cpu, throttled, limit                        []model.Span
	anon, kernel, file, mem, rx, tx, read, wrote []model.Span
}

func tell(columns int) story {
	rnd := rand.New(rand.NewPCG(1, 2))
	var s story
	add := func(to *[]model.Span, avg, peak float64) {
		*to = append(*to, model.Span{Min: avg / 2, Avg: avg, Max: max(avg, peak)})
	}
	for i := range columns {
		x, nan := float64(i)/float64(columns), math.NaN()
		cpu, peak, thr, lim := 0.12+0.05*rnd.Float64(), 0.3+0.1*rnd.Float64(), 0.0, 1.0
		anon, kernel, file := 180+40*x, 24.0, 90+200*x
		rx, tx := 90+60*math.Sin(20*x)+30*rnd.Float64(), 20+8*rnd.Float64()
		read, wrote := 0.0, 2+1.5*math.Sin(31*x)
		switch {
		case x < 0.04: // not known yet
			cpu, peak, anon, kernel, file, rx, tx, read, wrote, lim = nan, nan, nan, nan, nan, nan, nan, nan, nan, nan
		case x > 0.3 && x < 0.5: // held down
			cpu, peak, thr = 0.97, 1, 30+60*x
			rx, tx = rx*2.5, tx*5
		case x >= 0.5 && x < 0.72: // raised
			cpu, peak = 1.3+0.2*rnd.Float64(), 1.9
			anon += 900 * (x - 0.5)
			rx, tx = rx*3, tx*7
		case x >= 0.72 && x < 0.77: // killed
			cpu, peak, anon, kernel, file, rx, tx, read, wrote = nan, nan, nan, nan, nan, nan, nan, nan, nan
		case x >= 0.77:
			anon, file = 60+300*(x-0.77), 50+400*(x-0.77)
			read = 40 * math.Exp(-20*(x-0.77))
		}
		if x >= 0.5 {
			lim = 2
		}
		if i == columns*9/40 { // a spike of 100 ms
			peak = 0.95
		}
		add(&s.cpu, cpu, peak)
		add(&s.throttled, thr, thr)
		add(&s.limit, lim, lim)
		add(&s.anon, anon*(1<<20), 0)
		add(&s.kernel, kernel*(1<<20), 0)
		add(&s.file, file*(1<<20), 0)
		burst := 0.0
		if i == columns*35/40 {
			burst = 300
		}
		add(&s.mem, (anon+kernel+file)*(1<<20), (anon+kernel+file+burst)*(1<<20))
		add(&s.rx, rx*1e3, rx*1.3e3)
		add(&s.tx, tx*1e3, tx*1.5e3)
		add(&s.read, read*(1<<20), read*(3<<19))
		add(&s.wrote, wrote*(1<<20), wrote*(2<<20))
	}
	return s
}

// most is the greatest of all.
func most(all ...[]model.Span) float64 {
	m := 0.0
	for _, spans := range all {
		for _, s := range spans {
			if s.Max > m {
				m = s.Max
			}
		}
	}
	return m
}

// A panel is a graph with its scale.
type panel struct {
	title  string
	canvas *graph.Canvas
	scale  graph.Scale
}

const labels = 6 // cells

func panels(cells, rows int, t theme.Theme) []panel {
	canvas := func() *graph.Canvas {
		c := &graph.Canvas{}
		c.Reset(cells, rows, t)
		return c
	}
	c := canvas()
	s := tell(c.Columns())

	cpu := graph.ScaleFor(most(s.cpu, s.limit), model.Cores)
	c.Area(s.cpu, cpu.Top, t.Graph, t.Muted)
	c.Shade(s.throttled, 100, t.Warn)
	c.Steps(s.limit, cpu.Top, t.Title, graph.Solid)

	m := canvas()
	mem := graph.ScaleFor(1<<30, model.Bytes)
	m.Stack(mem.Top, graph.Layer{Spans: s.anon, Style: t.Graph}, graph.Layer{Spans: s.kernel, Style: t.Second}, graph.Layer{Spans: s.file, Style: t.Muted, Light: true})
	m.Peaks(s.mem, mem.Top, t.Muted)
	m.Line(400<<20, mem.Top, t.Title, graph.Dashed)
	m.Line(800<<20, mem.Top, t.Title, graph.Solid)

	n := canvas()
	net := graph.ScaleFor(most(s.rx, s.tx), model.BytesPerSec)
	net.Mirrored = true
	n.Mirror(s.rx, s.tx, net.Top, t.Graph, t.Second, t.Muted)

	b := canvas()
	blk := graph.ScaleFor(most(s.read, s.wrote), model.BytesPerSec)
	blk.Mirrored = true
	b.Mirror(s.read, s.wrote, blk.Top, t.Graph, t.Second, t.Muted)
	all := []panel{{"cpu", c, cpu}, {"memory", m, mem}, {"network", n, net}, {"block", b, blk}}
	for _, p := range all {
		p.canvas.Cursor(c.Columns() * 5 / 8)
	}
	return all
}

// picture is four graphs, two beside each other, with their time axes.
func picture(cells, rows int, t theme.Theme) string {
	all := panels(cells, rows, t)
	columns := all[0].canvas.Columns()
	var marks graph.Marks
	marks.Reset(columns, t)
	for x, m := range map[float64]graph.Mark{0.3: graph.Threshold, 0.5: graph.Limit, 0.72: graph.OOM, 0.77: graph.Restart, 0.9: graph.Health, 0.95: graph.Bench} {
		marks.Put(int(x*float64(columns)), m)
	}
	line := graph.Timeline{Span: time.Minute / time.Duration(columns), Columns: columns, Live: true}
	var out []byte
	for i := 0; i < len(all); i += 2 {
		for _, p := range all[i : i+2] {
			out = fmt.Appendf(out, "%*s %s%*s  ", labels, "", t.Title.Render(p.title), cells-len(p.title), "")
		}
		out = append(out, '\n')
		for y := range rows {
			for _, p := range all[i : i+2] {
				out = p.scale.AppendLabel(t.Muted.Begin(out), y, rows, labels)
				out = p.canvas.AppendRow(append(t.Muted.End(out), ' '), y)
				out = append(out, "  "...)
			}
			out = append(out, '\n')
		}
		for range 2 {
			out = append(out, strings.Repeat(" ", labels+1)...)
			out = append(marks.AppendRow(out), "  "...)
		}
		out = append(out, '\n')
		for range 2 {
			out = append(out, strings.Repeat(" ", labels+1)...)
			out = line.AppendRow(t.Muted.Begin(out), t.Glyphs)
			out = append(t.Muted.End(out), "  "...)
		}
		out = append(out, '\n')
	}
	return string(out)
}

// TestPicture is there to be looked at.
func TestPicture(t *testing.T) {
	check := func(name, themed string, c theme.Charset, rows int) {
		t.Run(name, func(t *testing.T) {
			th, _ := theme.ByName(themed, c)
			golden.RequireEqual(t, strings.ReplaceAll(picture(50, rows, th), "\x1b", "␛"))
		})
	}
	for _, rows := range []int{3, 6} {
		check(fmt.Sprintf("blocks/%d", rows), "", theme.Blocks, rows)
		check(fmt.Sprintf("ascii/%d", rows), "", theme.ASCII, rows)
		for _, name := range theme.Names() {
			check(fmt.Sprintf("%s/%d", name, rows), name, theme.Braille, rows)
		}
	}
}

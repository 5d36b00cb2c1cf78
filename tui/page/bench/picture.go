package bench

import (
	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/charts"
	"podtop/tui/frame"
	"podtop/tui/plot"
)

// A picture is graphs of the subject, and how the values lie that were measured.
type picture struct {
	charts charts.Charts
	plots  plot.Plots
}

const (
	tallPlot    = 1 + 24 + 1 // lines of a plot beside graphs
	leastGraphs = charts.Least + 2
	goodGraph   = 8   // rows from which on there are more graphs
	beside      = 150 // cells from which on both are beside each other
	gutter      = 2   // cells between them
)

// A layout is which part of the picture has how many lines, or cells.
type layout struct {
	graphs, graphsWidth int
	plot, plotWidth     int // of each
}

// lay shares out a room among graphs and n plots. Those come first.
func lay(width, height, n int, graphs bool) layout {
	l := layout{graphsWidth: width, plotWidth: width}
	switch {
	case n == 0 && graphs:
		l.graphs = height
	case n == 0:
	case graphs && width >= beside && height >= leastGraphs:
		l.graphs, l.graphsWidth = height, width*3/5
		l.plotWidth = width - l.graphsWidth - gutter
		l.plot = min(height/n, tallPlot)
	case graphs && height-n*plot.Least >= leastGraphs:
		l.graphs = max(leastGraphs, min(height-n*plot.Least, height/2))
		l.plot = min((height-l.graphs)/n, plot.Most)
		l.graphs = height - n*l.plot
	default:
		l.plot = min(height/n, plot.Most)
	}
	if l.graphs < leastGraphs {
		l.graphs = 0
	}
	if l.plot < plot.Least-1 {
		l.plot = 0
	}
	return l
}

// which are the graphs that there is room for.
func which(height int) []charts.Graph {
	switch {
	case height >= len(charts.All)*goodGraph:
		return charts.All
	case height >= 2*charts.Least+2:
		return charts.All[:2]
	}
	return charts.All[:1]
}

// draw draws the picture into the lines that are left; of nil: without graphs.
func (p *picture) draw(f *frame.Frame, of *charts.Subject, shapes []bench.Shape) {
	l := lay(f.Env.Width, f.Left(), len(shapes), of != nil)
	env := f.Env
	env.Width, env.Height = l.graphsWidth, l.graphs
	if l.graphs > 0 {
		p.charts.Draw(env, of, which(l.graphs))
	}
	p.plots.Draw(shapes, l.plotWidth, l.plot, env.Theme)
	if l.graphsWidth < f.Env.Width {
		p.drawBeside(f, l)
		return
	}
	for y := range l.graphs {
		f.Raw(func(b []byte) []byte { return p.charts.AppendLine(b, y) })
	}
	for y := range p.plots.Lines() {
		f.Raw(func(b []byte) []byte { return p.plots.AppendLine(b, y) })
	}
}

// drawBeside draws the plots at the right of the graphs.
func (p *picture) drawBeside(f *frame.Frame, l layout) {
	for y := range l.graphs {
		f.Raw(func(b []byte) []byte {
			b = append(p.charts.AppendLine(b, y), "  "...)
			return p.plots.AppendLine(b, y)
		})
	}
}

// release lets go of the snapshot that was drawn.
func (p *picture) release() { p.charts.Release() }

// charted is whom the graphs are of; nil: nobody.
func (p *Page) charted(s *model.Snapshot) *charts.Subject {
	if p.of.Name == "" {
		return nil
	}
	of := &charts.Subject{Name: p.of.Name, Past: p.of, Figures: &gone, Gone: true, Owns: p.owns}
	if c := p.container(s); c != nil {
		of.Figures, of.Container, of.Gone = &c.Figures, c, false
	}
	return of
}

// owns reports whether an event is about the container.
func (p *Page) owns(e *model.Event) bool { return e.Key == p.of }

package charts

import (
	"math"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/graph"
	"podtop/tui/widget"
)

// lineCurves are lines a second in the columns of the axis, each line in one of
// them: the gravest that it is known to be in.
type lineCurves struct{ errors, warnings, stderr, others []model.Span }

// read makes curves of what is known, of columns that are so long. It returns the
// greatest sum.
func (c *lineCurves) read(columns []logs.Column, span time.Duration) (most float64) {
	c.errors, c.warnings, c.stderr, c.others = c.errors[:0], c.warnings[:0], c.stderr[:0], c.others[:0]
	for i := range columns {
		l := &columns[i]
		grave := min(l.AtLeast(logs.Err), l.Lines)
		warned := min(l.AtLeast(logs.Warn), l.Lines)
		written := max(warned, l.Stderr)
		c.errors = appendRate(c.errors, grave, span)
		c.warnings = appendRate(c.warnings, warned-grave, span)
		c.stderr = appendRate(c.stderr, written-warned, span)
		c.others = appendRate(c.others, l.Lines-written, span)
		if l.LinesShare == 1 && l.Lines == 0 {
			c.others[i] = model.Span{} // none were written, and that is known
		}
		most = max(most, rate(l.Lines, span))
	}
	return most
}

// appendRate appends so many lines as lines a second; none are not drawn.
func appendRate(to []model.Span, n uint64, span time.Duration) []model.Span {
	v := math.NaN()
	if n > 0 {
		v = rate(n, span)
	}
	return append(to, model.Span{Min: v, Avg: v, Max: v})
}

func rate(n uint64, d time.Duration) float64 { return float64(n) / max(d, 1).Seconds() }

// drawLog draws lines of stderr below the others, which are light, and below them
// those of which it is known that they are errors or warnings.
func (d *drawing) drawLog(p *plot) {
	l, t := d.density, d.env.Theme
	most := 0.0
	if l.log != nil {
		l.show(d.env, d.axis)
		most = l.curves.read(l.columns, d.axis.Span)
	}
	p.fit(d.env, most, math.NaN(), model.PerSec)
	if l.log == nil {
		return
	}
	p.Stack(p.scale.Top,
		graph.Layer{Spans: l.curves.errors, Style: t.Bad},
		graph.Layer{Spans: l.curves.warnings, Style: t.Warn},
		graph.Layer{Spans: l.curves.stderr, Style: t.Second},
		graph.Layer{Spans: l.curves.others, Style: t.Graph, Light: true})
}

func (d *drawing) captionLog(c *widget.Line) {
	l, t := d.density, d.env.Theme
	c.Word(t.Title, "LOG")
	switch {
	case l.log == nil:
		c.Word(t.Muted, "  not read")
		return
	case l.newest.at == 0 && l.err != nil:
		c.Label("  lines could not be counted: ", t.Warn, l.err.Error(), 80)
		return
	case l.newest.at == 0:
		c.Word(t.Muted, "  not counted yet")
		return
	}
	lines, stderr := l.rates(d)
	c.Word("", " ")
	c.Value("", lines, model.PerSec)
	c.Word(t.Muted, " lines/s")
	c.Named("stderr", t.Second, stderr, model.PerSec)
	c.Named("max", "", l.most(d.axis.Span), model.PerSec)
	d.captionLevels(c)
	if l.filtered() {
		c.Word(t.Muted, "  those left out are counted, too")
	}
	if begin := l.begin(d.env); begin > d.axis.At(0) {
		var scratch [16]byte
		c.Word(t.Muted, "  begins ")
		c.WordBytes("", l.since.In(d.env.Snapshot.Time.Location()).AppendFormat(scratch[:0], time.TimeOnly))
	}
}

// captionLevels says how many errors and warnings there are at the cursor, or in
// all that is shown.
func (d *drawing) captionLevels(c *widget.Line) {
	from, to := d.column, d.column+1
	if d.column < 0 {
		from, to = 0, d.axis.Column(d.env.Snapshot.Mono)+1
	}
	var sum logs.Counts
	all := true
	for x := from; x < min(to, len(d.density.columns)); x++ {
		l := &d.density.columns[x]
		sum.Add(l.Counts)
		all = all && (l.LevelsShare == 1 || l.LinesShare == 1 && l.Lines == 0)
	}
	grave := sum.AtLeast(logs.Err)
	if !all && sum.AtLeast(logs.Debug) == 0 {
		return
	}
	c.Named("errors", style(grave > 0, d.env.Theme.Bad), float64(grave), model.Number)
	c.Named("warnings", style(grave < sum.AtLeast(logs.Warn), d.env.Theme.Warn), float64(sum.AtLeast(logs.Warn)-grave), model.Number)
	if !all {
		c.Word(d.env.Theme.Muted, " of what is loaded")
	}
}

// rates are the lines a second at the cursor, or of the last second that is shown:
// all, and those of stderr.
func (l *density) rates(d *drawing) (lines, stderr float64) {
	from, to := d.column, d.column+1
	if d.column < 0 {
		to = min(d.axis.Columns, d.axis.Column(d.env.Snapshot.Mono-d.axis.Span+1)+1)
		from = max(0, to-int((time.Second+d.axis.Span-1)/d.axis.Span))
	}
	var sum logs.Counts
	for x := from; x < to; x++ {
		if x >= len(l.columns) || l.columns[x].LinesShare < 1 {
			return math.NaN(), math.NaN()
		}
		sum.Add(l.columns[x].Counts)
	}
	whole := d.axis.Span * time.Duration(max(1, to-from))
	return rate(sum.Lines, whole), rate(sum.Stderr, whole)
}

// most is the most lines a second in a column.
func (l *density) most(span time.Duration) float64 {
	most := uint64(0)
	for i := range l.columns {
		most = max(most, l.columns[i].Lines)
	}
	return rate(most, span)
}

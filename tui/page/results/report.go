package results

import (
	"strings"
	"time"

	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/pane"
	"podtop/tui/plot"
	"podtop/tui/widget"
)

// slow is how long nothing may be heard before that is worth a word.
const slow = 3 * time.Second

// linesOf are one report as text, or two compared.
func linesOf(of []*bench.Report, names []string, width int) []string {
	if len(of) == 1 {
		return split(of[0].TableIn(width))
	}
	before, after := of[0], of[1]
	all := bench.CompareApart(before, after)
	if len(all) == 0 {
		return split(bench.Paragraph(nothingInCommon(before, after), width))
	}
	lines := split(bench.DifferenceTable(all, names[0], names[1], width))
	if differ := bench.MachineDifferences(&before.Machine, &after.Machine); len(differ) > 0 {
		lines = append(append(lines, ""), split(bench.Paragraph("What they were measured on differs: "+strings.Join(differ, "; "), width))...)
	}
	return append(append(lines, ""), split(bench.Paragraph(bench.ApartIsWeaker, width))...)
}

// nothingInCommon says why two reports cannot be compared.
func nothingInCommon(before, after *bench.Report) string {
	if before.Kind == after.Kind {
		return "They have nothing in common that can be compared: not all was measured."
	}
	return "They have nothing in common that can be compared: one is of " + before.Kind + ", the other of " + after.Kind + "."
}

func split(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }

// draw draws the report, or both: as text, and where there is room below that how the
// values lie, and in which order they came.
func (s *shown) draw(f *frame.Frame) {
	t := f.Env.Theme
	f.Line(func(l *widget.Line) {
		l.Word(t.Title, "result")
		l.Text("", "  "+strings.Join(s.names, "  against  "))
	})
	f.Blank(1)
	switch {
	case s.err != nil:
		f.Text(t.Warn, t.Glyphs.Warn+" ", "It cannot be read: "+s.err.Error(), 4)
		return
	case s.reports == nil && f.Env.Now-s.since >= slow:
		f.Text("", "", "reading it for "+pane.FormatDuration(f.Env.Now-s.since)+t.Glyphs.Ellipsis, 1)
		return
	case s.reports == nil:
		f.Text("", "", "reading it"+t.Glyphs.Ellipsis, 1)
		return
	}
	s.text.make(s.reports, s.names, f.Env.Width-2)
	l := s.lay(f.Left())
	s.text.Draw(f, l.text)
	s.drawOrder(f, l.order)
	s.drawPlots(f, l.plots)
}

// shapesOf are those of one report, or the first of each of two that measured the same.
func shapesOf(reports []*bench.Report, names []string) []bench.Shape {
	if len(reports) == 1 {
		return reports[0].Shapes()
	}
	var all []bench.Shape
	for i, r := range reports {
		of := r.Shown()
		if len(of) != 1 || of[0].Path() != reports[0].Shown()[0].Path() {
			return nil
		}
		shape := r.Shapes()[0]
		shape.Name = names[i] + ", " + shape.Name
		all = append(all, shape)
	}
	return all
}

// A layout is how many lines each part has, with the blank above it; 0: none.
type layout struct{ text, order, plots int }

// leastText is how many lines of the text are shown at least.
const leastText = 8

// lay shares out so many lines. Where there is not room for all, the values in their
// order come before how they lie.
func (s *shown) lay(lines int) layout {
	text, l := len(s.text.Lines), layout{}
	room := lines - min(text, leastText)
	if height := orderHeight(len(s.series())); height > 0 && room >= height {
		l.order = height
	}
	least := 1 + len(s.shapes)*plot.Least
	if len(s.shapes) == 0 || room < l.order+least {
		l.text = min(text, lines-l.order)
		return l
	}
	l.text = min(text, lines-max(l.order+least, min(lines-text, lines*2/3)))
	l.plots = lines - l.text - l.order
	return l
}

// drawOrder draws the values in their order.
func (s *shown) drawOrder(f *frame.Frame, lines int) {
	if lines > 0 {
		f.Blank(1)
		s.order.draw(f, s.series(), s.at, s.valueTexts())
	}
}

// drawPlots draws how the values lie.
func (s *shown) drawPlots(f *frame.Frame, lines int) {
	if lines == 0 {
		return
	}
	f.Blank(1)
	s.plots.Draw(s.shapes, f.Env.Width, min((lines-1)/len(s.shapes), plot.Most), f.Env.Theme)
	for y := range s.plots.Lines() {
		f.Raw(func(b []byte) []byte { return s.plots.AppendLine(b, y) })
	}
}

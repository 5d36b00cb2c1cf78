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
		return split("They have nothing in common that can be compared: one is of " + before.Kind + ", the other of " + after.Kind + ".\n")
	}
	lines := split(bench.DifferenceTable(all, names[0], names[1], width))
	if differ := bench.MachineDifferences(&before.Machine, &after.Machine); len(differ) > 0 {
		lines = append(append(lines, ""), split(bench.Paragraph("What they were measured on differs: "+strings.Join(differ, "; "), width))...)
	}
	return append(append(lines, ""), split(bench.Paragraph(bench.ApartIsWeaker, width))...)
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
	s.drawText(f, min(len(s.text.lines), max(f.Left()-s.pictureHeight(f.Left()), min(f.Left(), leastText))))
	s.drawPicture(f)
}

// leastText is how many lines of the text are shown at least.
const leastText = 8

func (s *shown) drawText(f *frame.Frame, room int) {
	o := &s.text
	o.room = room
	o.top.Within(len(o.lines), room)
	below := o.top.Below(len(o.lines), room)
	for y := range room {
		if below > 0 && y == room-1 {
			f.Raw(func(b []byte) []byte {
				return widget.AppendBelow(append(b, ' '), f.Env.Width-1, below, f.Env.Theme)
			})
			continue
		}
		f.Line(func(l *widget.Line) { l.Text("", f.Env.Theme.Glyphs.Prose(o.lines[o.top.Top+y])) })
	}
}

// shapes are those of the report, or the first of each of both.
func (s *shown) shapes() []bench.Shape {
	const bins = 60
	if len(s.reports) == 1 {
		return s.reports[0].Shapes(bins)
	}
	var all []bench.Shape
	for i, r := range s.reports {
		of := r.Shapes(bins)
		if len(of) != 1 || i > 0 && of[0].Unit != all[0].Unit {
			return nil
		}
		of[0].Name = s.names[i] + ", " + of[0].Name
		all = append(all, of[0])
	}
	return all
}

// pictureHeight is how many of so many lines the picture has where it has any.
func (s *shown) pictureHeight(lines int) int {
	least := len(s.shapes())*plot.Least + 1
	if s.series() != nil {
		least += orderHeight
	}
	if least == 1 || lines-least < leastText {
		return 0
	}
	return max(least, min(lines-len(s.text.lines), lines*2/3))
}

// drawPicture draws the values in their order, and how they lie.
func (s *shown) drawPicture(f *frame.Frame) {
	shapes := s.shapes()
	if of := s.series(); of != nil && f.Left() > orderHeight {
		f.Blank(1)
		s.order.draw(f, of, s.at, s.valueText())
	}
	if len(shapes) == 0 || f.Left() < len(shapes)*plot.Least+1 {
		return
	}
	f.Blank(1)
	s.plots.Draw(shapes, f.Env.Width, min(f.Left()/len(shapes), plot.Most), f.Env.Theme)
	for y := range s.plots.Lines() {
		f.Raw(func(b []byte) []byte { return s.plots.AppendLine(b, y) })
	}
}

package bench

import (
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// over is the report of a run that is over, as text.
type over struct {
	of    *bench.Report
	width int
	lines []string
	top   widget.Scroll
	room  int // lines it had when it was drawn last
}

// table makes the report text of a width, unless it is that already.
func (o *over) table(r *bench.Report, width int) {
	if r == nil || o.of == r && o.width == width {
		return
	}
	o.of, o.width = r, width
	blocks := strings.Split(strings.TrimRight(r.Table(), "\n"), "\n\n")
	if r.Arms != nil && len(blocks) > 1 {
		blocks = slices.Delete(blocks, 1, 2) // the verdict stands above the table
	}
	o.lines = strings.Split(strings.Join(blocks, "\n\n"), "\n")
}

func (o *over) scroll(lines int) { o.top.Read(lines, len(o.lines), max(1, o.room)) }

// drawOver draws what the run came to: in a sentence, as the table of its report and,
// where there is room below that, as a picture.
func (p *Page) drawOver(f *frame) {
	r, o, t := p.run, &p.over, f.env.Theme
	f.blank(1)
	switch s, text := r.headline(); s {
	case model.Info:
		f.text(t.Title, "", text, 3)
	default:
		f.text(widget.SeverityStyle(s, t), t.Glyphs.Warn+" ", text, 4)
	}
	p.drawNext(f)
	f.blank(1)
	o.table(r.progress.Report, f.env.Width-2)
	o.room = min(len(o.lines), f.left())
	o.top.Within(len(o.lines), o.room)
	below := o.top.Below(len(o.lines), o.room)
	for y := range o.room {
		if below > 0 && y == o.room-1 {
			f.raw(func(b []byte) []byte { return widget.AppendBelow(append(b, ' '), f.env.Width-1, below, t) })
			continue
		}
		f.line(func(l *widget.Line) { l.Text("", t.Glyphs.Prose(o.lines[o.top.Top+y])) })
	}
	const least = 1 + leastPlot
	if f.left() >= least {
		f.blank(1)
		p.picture.draw(f, p.charted(f.env.Snapshot), r.progress.Shapes)
	}
}

// drawNext draws under which name the result was kept, and what can be done now.
func (p *Page) drawNext(f *frame) {
	t, k := f.env.Theme, p.keys
	if kept := p.run.progress.Kept; kept != "" {
		f.text(t.Muted, "", "kept as "+kept, 1)
	}
	f.line(func(l *widget.Line) {
		for _, does := range []string{pane.First(k.Run) + " all results", pane.First(k.Again) + " the same once more", "esc what else there is"} {
			l.Word(t.Muted, t.Glyphs.Own(does)+"  ")
		}
	})
}

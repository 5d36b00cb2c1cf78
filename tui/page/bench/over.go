package bench

import (
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/pane"
	"podtop/tui/plot"
	"podtop/tui/widget"
)

// over is the report of a run that is over, as text.
type over struct {
	of    *bench.Report
	width int
	text  frame.Reading
}

// table makes the report text of a width, unless it is that already.
func (o *over) table(r *bench.Report, width int) {
	if r == nil || o.of == r && o.width == width {
		return
	}
	o.of, o.width = r, width
	blocks := strings.Split(strings.TrimRight(r.TableIn(width), "\n"), "\n\n")
	if r.Arms != nil && len(blocks) > 1 {
		blocks = slices.Delete(blocks, 1, 2) // the verdict stands above the table
	}
	o.text.Lines = strings.Split(strings.Join(blocks, "\n\n"), "\n")
}

// drawOver draws what the run came to: in a sentence, as the table of its report and,
// where there is room below that, as a picture.
func (p *Page) drawOver(f *frame.Frame) {
	r, o, t := p.run, &p.over, f.Env.Theme
	f.Blank(1)
	switch s, text := r.headline(); s {
	case model.Info:
		f.Text(t.Title, "", text, 3)
	default:
		f.Text(widget.SeverityStyle(s, t), t.Glyphs.Warn+" ", text, 4)
	}
	p.drawNext(f)
	f.Blank(1)
	o.table(r.progress.Report, f.Env.Width-2)
	o.text.Draw(f, min(len(o.text.Lines), f.Left()))
	const least = 1 + plot.Least
	if f.Left() >= least {
		f.Blank(1)
		p.picture.draw(f, p.charted(f.Env.Snapshot), r.progress.Shapes)
	}
}

// drawNext draws under which name the result was kept, and what can be done now.
func (p *Page) drawNext(f *frame.Frame) {
	t, k := f.Env.Theme, p.keys
	if kept := p.run.progress.Kept; kept != "" {
		f.Text(t.Muted, "", "kept as "+kept, 1)
	}
	f.Line(func(l *widget.Line) {
		all := []string{pane.First(k.Results) + " all results", pane.First(k.Again) + " the same once more", "esc what else there is"}
		if p.run.progress.Kept != "" {
			all = append([]string{pane.First(k.Run) + " this result"}, all...)
		}
		for _, does := range all {
			l.Word(t.Muted, t.Glyphs.Own(does)+"  ")
		}
	})
}

package bench

import (
	"strconv"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// slow is how long nothing may be heard before that is worth a word.
const slow = 3 * time.Second

// mostNotes is how many of the last notes are shown while it runs.
const mostNotes = 2

// drawRun draws how far the run has come, and what it does meanwhile.
func (p *Page) drawRun(f *frame.Frame) {
	r, t := p.run, f.Env.Theme
	f.Line(func(l *widget.Line) { r.drawProgress(l, f.Env) })
	f.Raw(func(b []byte) []byte { return r.appendBar(b, f.Env.Width, t) })
	notes := r.progress.Notes
	for _, note := range notes[max(0, len(notes)-mostNotes):] {
		f.Text(t.Muted, "", note, 1)
	}
	f.Blank(1)
	p.picture.draw(f, p.charted(f.Env.Snapshot), r.progress.Shapes)
}

// drawProgress draws what is being done, how much of it is done, and for how long it
// takes still.
func (r *run) drawProgress(l *widget.Line, env pane.Env) {
	t, phase := env.Theme, r.progress.Phase
	if phase == "" {
		phase = "beginning"
	}
	if r.stopping {
		l.Word(t.Warn, t.Glyphs.Own("stopping, removing its containers…"))
		l.Word(t.Muted, "  esc leaves")
	} else {
		l.Text("", t.Glyphs.Prose(phase))
		r.drawCount(l)
	}
	switch waits := env.Now - r.heard; {
	case r.err != nil:
		l.Word(t.Bad, "  nothing more is heard of it: ")
		l.Text(t.Bad, t.Glyphs.Prose(r.err.Error()))
	case waits >= slow:
		l.Word(t.Warn, "  nothing heard for "+pane.FormatDuration(waits))
	}
	if !r.stopping {
		l.Word(t.Muted, "  esc stops it")
	}
}

// drawCount draws how much is measured, and for how long it goes on at most.
func (r *run) drawCount(l *widget.Line) {
	switch pr := &r.progress; {
	case pr.All > 0:
		l.Word("", ", "+strconv.Itoa(pr.Done)+" of "+strconv.Itoa(pr.All))
	case pr.Done > 0:
		l.Word("", ", "+model.Plural(pr.Done, "value", "values"))
	}
	if left := r.progress.Left; left > 0 {
		l.Word("", ", "+leftText(left)+" left at most")
	}
}

// leftText is a time that is left, rounded up: a second less than one is one.
func leftText(d time.Duration) string { return pane.FormatDuration(d + time.Second - 1) }

// appendBar appends how much is done, as a bar.
func (r *run) appendBar(b []byte, width int, t theme.Theme) []byte {
	style := t.Good
	if r.stopping {
		style = t.Warn
	}
	b = graph.AppendBar(append(b, ' '), max(0, width-2), done(&r.progress, r.choice.Job.Time), 0, style, t)
	return append(b, ' ')
}

// done is how much of a run is done, from 0 to 1: by what is measured or, where the
// time ends it, by that, whichever is more.
func done(p *bench.Progress, whole time.Duration) float64 {
	part := 0.0
	if p.All > 0 {
		part = float64(p.Done) / float64(p.All)
	}
	if p.Left > 0 && whole > p.Left {
		part = max(part, 1-float64(p.Left)/float64(whole))
	}
	return min(1, part)
}

package bench

import (
	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// Draw implements pane.Pane.
func (p *Page) Draw(b []byte, env pane.Env) []byte {
	if env.Height < 1 {
		return b
	}
	f := &frame.Frame{B: b, Env: env}
	p.drawTitle(f)
	switch {
	case p.run == nil:
		p.drawChoices(f)
	case p.isOver():
		p.drawOver(f)
	default:
		p.drawRun(f)
	}
	return f.Fill()
}

// drawTitle draws of what the benchmark is, and what it is.
func (p *Page) drawTitle(f *frame.Frame) {
	t := f.Env.Theme
	f.Line(func(l *widget.Line) {
		l.Word(t.Title, "benchmark")
		l.Text("", "  "+p.subject(f.Env.Snapshot))
		if p.run == nil {
			return
		}
		c := &p.run.choice
		l.Text(t.Muted, "  "+t.Glyphs.Prose(c.Name+timeText(", ", c.Job.Time)))
		if c.Job.Limits != "" {
			l.Text(t.Muted, ", against "+c.Job.Limits)
		}
	})
}

// detailHeight is how many lines there are at least below the list, for what is said
// of a choice.
const detailHeight = 7

// drawChoices draws the choices, and below them what is to be said of the one under
// the cursor.
func (p *Page) drawChoices(f *frame.Frame) {
	c := &p.choices
	if texts := p.noChoices(f.Env); texts != nil {
		f.Notice(texts)
		return
	}
	f.Blank(1)
	height := max(1, min(len(c.list.Rows), f.Left()-detailHeight))
	below := c.list.Fit(height)
	for i := range height {
		at := c.list.Top + i
		if below > 0 && i == height-1 {
			f.Raw(func(b []byte) []byte { return widget.AppendBelow(b, f.Env.Width, below, f.Env.Theme) })
			continue
		}
		p.drawChoice(f, &c.list.Rows[at], at == c.list.At)
	}
	f.Blank(1)
	if of := c.list.Current(); of != nil {
		p.drawDetail(f, of)
	}
	if c.asking.Err != nil {
		f.Text(f.Env.Theme.Warn, "", "asked once more: "+c.asking.Err.Error(), 2)
	}
	p.drawPast(f)
}

// noChoices says why there are no choices; nil where there are some.
func (p *Page) noChoices(env pane.Env) []string {
	c := &p.choices
	switch waits := env.Now - c.since; {
	case env.Bencher == nil:
		return []string{"Nobody runs benchmarks here."}
	case len(c.list.Rows) > 0:
		return nil
	case c.asking.Err != nil:
		return []string{"What can be run is not known: " + env.Theme.Glyphs.Prose(c.asking.Err.Error()), "It is asked again in a few seconds."}
	case c.asking.At > 0:
		return []string{"There is nothing to run here."}
	case c.since == 0 && env.Frozen:
		return []string{"The screen is frozen: what can be run is asked when it goes on."}
	case c.since > 0 && waits >= slow:
		return []string{"asking Podman for " + pane.FormatDuration(waits) + "…"}
	}
	return []string{"asking Podman…"}
}

const timeWidth = 8 // cells of how long a choice takes

// drawChoice draws a row of the list.
func (p *Page) drawChoice(f *frame.Frame, of *bench.Choice, cursor bool) {
	t := f.Env.Theme
	sign, style := " ", t.Muted
	if cursor {
		sign = t.Glyphs.Cursor
	}
	if of.Reason == "" {
		style = ""
	}
	if cursor {
		style = t.Selected
	}
	f.Raw(func(b []byte) []byte {
		b = append(style.Begin(b), sign...)
		b = append(b, ' ')
		name := min(p.nameWidth(f.Env), f.Env.Width-timeWidth-6)
		b = widget.AppendText(b, t.Glyphs.Prose(of.Name), name, t.Glyphs)
		b = append(b, "  "...)
		b = widget.AppendText(b, timeText("", p.choices.timed(of).Job.Time), timeWidth, t.Glyphs)
		b = widget.AppendText(b, t.Glyphs.Prose(of.Reason), f.Env.Width-name-timeWidth-4, t.Glyphs)
		return style.End(b)
	})
}

// nameWidth is how wide the longest name is.
func (p *Page) nameWidth(env pane.Env) (width int) {
	for i := range p.choices.list.Rows {
		width = max(width, widget.Width(p.choices.list.Rows[i].Name, env.Theme.Glyphs))
	}
	return width
}

// drawDetail draws all that is to be known of a choice before it is run.
func (p *Page) drawDetail(f *frame.Frame, of *bench.Choice) {
	t := f.Env.Theme
	choice := p.choices.timed(of)
	if of.Reason != "" {
		f.Text(t.Warn, t.Glyphs.Alert+" ", "It cannot run here: "+of.Reason, 4)
	}
	f.Text("", "", of.Load, 3)
	f.Text("", "$ ", commandText(choice.Job), 3)
	for _, command := range of.Runs {
		f.Text(t.Muted, "$ ", command, 3)
	}
	switch {
	case of.Reason != "":
	case choice.Job.Kind == kindAB:
		f.Text(t.Muted, "", pane.First(p.keys.Run)+" asks for the other limits", 1)
	default:
		keys := pane.First(p.keys.Shorter) + " " + pane.First(p.keys.Longer) + " how long, " + pane.First(p.keys.Run) + " runs it"
		f.Text(t.Muted, "", t.Glyphs.Own(keys), 1)
	}
}

// drawPast draws what the container has taken so far, where there is much room.
func (p *Page) drawPast(f *frame.Frame) {
	const least = 12
	if p.of.Name != "" && f.Left() >= least {
		f.Blank(1)
		p.picture.draw(f, p.charted(f.Env.Snapshot), nil)
	}
}

// click puts the cursor on the choice that was clicked.
func (p *Page) click(env pane.Env, at pane.Click) {
	const head = 2
	c := &p.choices.list
	if row := at.Y - head; p.run == nil && p.noChoices(env) == nil && row >= 0 && row < env.Height-head-detailHeight {
		c.To(c.Top + row)
	}
}

// gone are the figures of a container that is not there.
var gone = model.Unknown()

package detail

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// graphs is the tab that shows nothing beside the graphs.
type graphs struct{}

func (graphs) Title() string                                     { return "Graphs" }
func (graphs) Update(pane.Env, *poll.Subject, tea.Msg) tea.Cmd   { return nil }
func (graphs) Draw(b []byte, _ pane.Env, _ *poll.Subject) []byte { return b }

// Draw implements pane.Pane.
func (p *Page) Draw(b []byte, env pane.Env) []byte {
	p.sync(env)
	d := p.drawing(env)
	p.drawBody(env)
	rest := p.body
	for y := range env.Height {
		if y > 0 {
			b = append(b, '\n')
		}
		switch l := &p.layout; {
		case y == 0:
			b = p.appendTitle(b, env)
		case y == l.strip:
			b = p.appendStrip(b, env)
		default:
			b, rest = p.appendLine(b, env, d, y, rest)
		}
	}
	return b
}

// drawBody draws the tab.
func (p *Page) drawBody(env pane.Env) {
	p.body = p.body[:0]
	if r := p.layout.tab; r.w > 0 && r.h > 0 {
		if p.notNow(r.h) {
			p.body = widget.AppendText(env.Theme.Muted.Begin(p.body), "now, not at the cursor", r.w, env.Theme.Glyphs)
			p.body = append(env.Theme.Muted.End(p.body), '\n')
		}
		p.body = p.tabs[p.tab].Draw(p.body, p.within(env), &p.about.Subject)
	}
}

// axis is the time axis of graphs of so many cells.
func (p *Page) axis(env pane.Env, cells int) graph.Timeline {
	return p.time.axis(env, max(1, cells*graph.Dots(env.Theme.Glyphs.Charset)))
}

// drawing lays out the page, and draws the plots.
func (p *Page) drawing(env pane.Env) *drawing {
	d := &p.drawn
	*d = drawing{env: env, about: &p.about, curves: &p.curves, column: -1}
	if p.layout = p.lay(env); len(p.layout.graphs) == 0 {
		return d
	}
	axis := p.axis(env, p.layout.graphs[0].w-labels)
	p.curves.read(env, p.about.past, axis)
	if p.time.at > 0 {
		d.column = axis.Column(p.time.at)
	}
	p.idle.turn(&p.curves, env.Snapshot.Mono)
	p.layout = p.lay(env)
	for i, g := range p.layout.graphs {
		d.draw(i, &p.plots[i], max(0, g.w-labels), g.h-1)
	}
	return d
}

// appendLine appends a line below the strip: of the graphs, of the tab, or of
// both, side by side. It returns the lines of the tab that are left.
func (p *Page) appendLine(b []byte, env pane.Env, d *drawing, y int, rest []byte) (_, left []byte) {
	l := &p.layout
	inTab := y >= l.tab.y && y < l.tab.y+l.tab.h
	switch {
	case l.beside:
		b = p.appendGraphs(b, env, d, y)
		b = append(env.Theme.Muted.Append(b, env.Theme.Glyphs.Time), between[1:]...)
	case !inTab:
		return p.appendGraphs(b, env, d, y), rest
	}
	var line []byte
	line, rest, _ = bytes.Cut(rest, []byte("\n"))
	return append(b, line...), rest
}

// appendGraphs appends line y of what is at the left, or above the tab.
func (p *Page) appendGraphs(b []byte, env pane.Env, d *drawing, y int) []byte {
	l := &p.layout
	for i, g := range l.graphs {
		switch {
		case y == g.y:
			return d.caption(append(b, ' '), i, g.w-1)
		case y > g.y && y < g.y+g.h:
			t := env.Theme
			b = p.plots[i].scale.AppendLabel(t.Muted.Begin(b), y-g.y-1, g.h-1, labels-1)
			b = append(t.Muted.End(b), ' ')
			return p.plots[i].AppendRow(b, y-g.y-1)
		}
	}
	switch {
	case len(l.graphs) == 0:
	case l.marks.h > 0 && y == l.marks.y:
		b = widget.Pad(b, labels)
		return p.appendMarks(b, env, d.curves.of.axis)
	case y == l.axis.y:
		b = widget.Pad(b, labels)
		b = d.curves.of.axis.AppendRow(env.Theme.Muted.Begin(b), env.Theme.Glyphs)
		return env.Theme.Muted.End(b)
	}
	w := env.Width
	if l.beside {
		w = l.tab.x - len(between)
	}
	return widget.Pad(b, w)
}

// appendTitle appends the first line: what the page is about, and when.
func (p *Page) appendTitle(b []byte, env pane.Env) []byte {
	t, a := env.Theme, &p.about
	c := widget.Line{B: append(b, ' '), Room: env.Width - 2, Theme: t}
	c.Label("", t.Title, a.name(), 48)
	p.when = p.appendWhen(p.when[:0], env)
	if len(p.when) > 0 {
		c.Word("", "  ")
		c.WordBytes(t.Alarm, p.when)
	}
	switch {
	case a.Gone && !a.met:
		c.Word("", "  ")
		c.Word(t.Warn, "not there; what is known of it is its past")
	case a.Gone:
		c.Word("", "  ")
		c.Word(t.Warn, "no more; seen last at "+a.seen.Format(time.TimeOnly))
	}
	if a.by == model.ByNone {
		p.titleOf(&c, env)
	} else {
		p.titleOfGroup(&c, env)
	}
	return append(c.End(), ' ')
}

// appendWhen appends what instant is read, if it is not now.
func (p *Page) appendWhen(b []byte, env pane.Env) []byte {
	snap, layout := env.Snapshot, time.TimeOnly
	if p.time.span < time.Second {
		layout = "15:04:05.0"
	}
	switch {
	case p.time.at > 0:
		at := wall(snap, p.time.at)
		b = at.AppendFormat(append(b, "at "...), layout)
		if ago := snap.Time.Sub(at); ago >= time.Second {
			b = append(model.AppendAge(append(b, ", "...), ago), " ago"...)
		}
	case p.time.end > 0:
		b = wall(snap, p.time.end).AppendFormat(append(b, "until "...), layout)
	}
	return b
}

func (p *Page) titleOf(c *widget.Line, env pane.Env) {
	a, t := &p.about, env.Theme
	o := &a.last
	if !a.Gone {
		c.Label("  ", stateStyle(o, t), stateText(o), 64)
	}
	if o.OldName() {
		c.Word(t.Muted, "  its name when it was started, by conmon")
	}
	for _, f := range []struct{ name, text string }{
		{"  pod ", o.PodName}, {"  project ", o.Project}, {"  unit ", o.Unit}, {"  ", o.Image}, {"  id ", o.ID.Short()}, {"  user ", o.Owner()},
	} {
		if f.text == "" {
			continue
		}
		c.Label(f.name, "", f.text, 40)
	}
}

func (p *Page) titleOfGroup(c *widget.Line, env pane.Env) {
	g := &p.about.group
	live := 0
	for _, i := range g.Members {
		if env.Snapshot.Containers[i].State.Live() {
			live++
		}
	}
	c.Named("running", "", float64(live), model.Number)
	c.Named("of", "", float64(len(g.Members)), model.Number)
	switch t := env.Theme; {
	case g.Degraded(env.Snapshot):
		c.Word("", "  ")
		c.Word(t.Warn, t.Glyphs.Warn+" degraded")
	case g.State != "":
		c.Label("  ", "", g.State, 16)
	}
	c.Label("  user ", "", g.Owner(), 24)
}

// stateText is the state in a word or two.
func stateText(o *model.Container) string {
	text := string(o.State)
	switch {
	case o.Restarting():
		text = "restarting, " + strconv.Itoa(int(o.RestartsLately)) + "x in " + string(model.AppendAge(nil, o.CountedFor()))
	case text == "":
		text = "state not known"
	case o.State == model.Failed && o.StartError != "":
		text += " to start: " + o.StartError
	case o.State.Live() && o.Health == "starting": // which is no state of the container's
		text += ", health: starting"
	case o.State.Live() && o.Health != "":
		text += ", " + o.Health
	case !o.State.Live() && o.Cause.Kind == model.OOM:
		text = o.Cause.Text
	case o.State == model.Exited && o.OOMKilled:
		text = "killed for want of memory"
	case o.State == model.Exited || o.State == model.Stopped:
		text += " " + string(model.AppendValue(nil, float64(o.ExitCode), model.Number))
		if o.Cause.Text != "" {
			text += ": " + o.Cause.Text
		}
	}
	return text
}

func stateStyle(o *model.Container, t theme.Theme) theme.Style {
	switch {
	case o.Restarting(), o.State.Live() && o.Health == "unhealthy", o.State == model.Failed, o.OOMKilled && !o.State.Live(), !o.State.Live() && o.ExitCode != 0:
		return t.Bad
	case o.State == model.Running:
		return t.Good
	}
	return t.Warn
}

// appendStrip appends the titles of the tabs, that on screen standing out, as
// many around it as there is room for.
func (p *Page) appendStrip(b []byte, env pane.Env) []byte {
	t := env.Theme
	c := widget.Line{B: append(b, ' '), Room: env.Width - 1, Theme: t}
	from, to := p.titles(env.Width - 1)
	if from > 0 {
		c.Word(t.Muted, t.Glyphs.Ellipsis+" ")
	}
	for i := from; i < to; i++ {
		if i > from {
			c.Word(t.Muted, " ")
		}
		if i == p.tab {
			c.Word(t.Selected, " "+p.tabs[i].Title()+" ")
		} else {
			c.Word(t.Muted, " "+p.tabs[i].Title()+" ")
		}
	}
	if to < len(p.tabs) {
		c.Word(t.Muted, " "+t.Glyphs.Ellipsis)
	}
	return c.End()
}

// titles are the tabs whose titles fit into so many cells: from the first on,
// but for that on screen.
func (p *Page) titles(width int) (from, to int) {
	for from = 0; ; from++ {
		used := 2
		for to = from; to < len(p.tabs); to++ {
			used += 3 + utf8.RuneCountInString(p.tabs[to].Title())
			if used+2 > width && to+1 < len(p.tabs) || used > width {
				break
			}
		}
		if to > p.tab || from >= p.tab {
			return from, to
		}
	}
}

// tabAt is the tab whose title is at cell x; -1 if none is.
func (p *Page) tabAt(env pane.Env, x int) int {
	from, to := p.titles(env.Width - 1)
	at := 1
	if from > 0 {
		at += 2
	}
	for i := from; i < to; i++ {
		if i > from {
			at++
		}
		end := at + 2 + utf8.RuneCountInString(p.tabs[i].Title())
		if x >= at && x < end {
			return i
		}
		at = end
	}
	return -1
}

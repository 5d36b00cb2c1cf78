package detail

import (
	"bytes"
	"strconv"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
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
	p.layout = p.lay(env)
	p.charts.Draw(p.aside(env), &p.about.chart, p.layout.which)
	p.drawBody(env)
	p.drawTail(env)
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
		case l.tail.h > 0 && y >= l.tail.y:
			b = p.appendTailLine(b, env, y-l.tail.y)
		default:
			b, rest = p.appendLine(b, env, y, rest)
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

// appendLine appends a line below the strip: of the graphs, of the tab, or of
// both, side by side. It returns the lines of the tab that are left.
func (p *Page) appendLine(b []byte, env pane.Env, y int, rest []byte) (_, left []byte) {
	l := &p.layout
	switch inTab := y >= l.tab.y && y < l.tab.y+l.tab.h; {
	case l.beside:
		b = p.charts.AppendLine(b, y-l.graphs.y)
		b = append(env.Theme.Muted.Append(b, env.Theme.Glyphs.Time), between[1:]...)
	case !inTab:
		return p.charts.AppendLine(b, y-l.graphs.y), rest
	}
	var line []byte
	line, rest, _ = bytes.Cut(rest, []byte("\n"))
	return append(b, line...), rest
}

// appendTitle appends the first line: what the page is about, and when.
func (p *Page) appendTitle(b []byte, env pane.Env) []byte {
	t, a := env.Theme, &p.about
	c := widget.Line{B: append(b, ' '), Room: env.Width - 2, Theme: t}
	c.Label("", t.Title, a.chart.Name, 48)
	p.when = p.charts.AppendWhen(p.when[:0], env.Snapshot)
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

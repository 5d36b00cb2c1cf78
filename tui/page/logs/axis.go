package logs

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/charts"
	"podtop/tui/feed"
	"podtop/tui/pane"
)

// An axis is the graphs above the lines: how many were written, and of one
// container what it took meanwhile. The time cursor stands at the line under the
// cursor, or that goes to what was written up to the time cursor.
type axis struct {
	charts charts.Charts
	leads  bool      // the time cursor was moved, and lines follow it
	until  time.Time // lines were last asked for around it

	synced  *model.Snapshot
	subject charts.Subject
	gone    model.Figures
}

const (
	leastHeight   = 30    // of a page from which on there is an axis
	figuresHeight = 37    // from which on there are graphs of one container's figures, too
	graphHeight   = 1 + 3 // of each, with its line of words
	belowGraphs   = 1 + 1 // marks, and the axis
)

var (
	linesAlone  = []charts.Graph{charts.Log}
	withFigures = []charts.Graph{charts.CPU, charts.Mem, charts.Log}
)

// graphs are those that there is room for, and how many rows they take: the lines
// have at least half of the page.
func (p *Page) graphs(env pane.Env) (which []charts.Graph, rows int) {
	if p.preferences.bare || !p.mayHaveGraphs(env) {
		return nil, 0
	}
	which = linesAlone
	if _, one := p.about.one(); one && env.Height >= figuresHeight {
		which = withFigures
	}
	return which, len(which)*graphHeight + belowGraphs
}

func (p *Page) mayHaveGraphs(env pane.Env) bool {
	return env.Logs != nil && len(p.about.wanted) > 0 && env.Height >= leastHeight
}

// hasGraphs reports whether there are graphs above the lines.
func (p *Page) hasGraphs(env pane.Env) bool {
	_, rows := p.graphs(env)
	return rows > 0
}

// drawGraphs appends the graphs, a line each behind a newline.
func (p *Page) drawGraphs(b []byte, env pane.Env) []byte {
	which, rows := p.graphs(env)
	if rows == 0 {
		return b
	}
	env.Height = rows
	p.axis.charts.Draw(env, p.subject(env), which)
	for y := range rows {
		b = p.axis.charts.AppendLine(append(b, '\n'), y)
	}
	return b
}

// subject is whom the graphs are of.
func (p *Page) subject(env pane.Env) *charts.Subject {
	a := &p.axis
	if a.synced == env.Snapshot {
		return &a.subject
	}
	a.synced, a.gone = env.Snapshot, model.Unknown()
	a.subject = charts.Subject{Figures: &a.gone, Gone: true, Owns: p.about.owns}
	k, one := p.about.one()
	if !one {
		return &a.subject
	}
	a.subject.Name, a.subject.Past = k.Name, k
	if c := env.Snapshot.ContainerOf(k); c != nil {
		a.subject.Figures, a.subject.Container, a.subject.Gone = &c.Figures, c, false
	}
	return &a.subject
}

// updateGraphs takes in a message, and then has one of the two cursors go to where
// the other is.
func (p *Page) updateGraphs(env pane.Env, msg tea.Msg) tea.Cmd {
	a := &p.axis
	if !p.hasGraphs(env) {
		a.leads = false
		a.charts.CloseLog()
		return nil
	}
	return tea.Batch(a.charts.UpdateLog(env, &p.feed, msg), p.meet(env))
}

func (p *Page) meet(env pane.Env) tea.Cmd {
	a := &p.axis
	switch l := p.current(); {
	case p.lines.follow:
		a.leads = false
		a.charts.Clear()
	case a.leads && !a.charts.HasCursor(): // it went on to now
		return p.toNewest(env)
	case a.leads:
		return p.toTime(env)
	case l != nil:
		a.charts.Put(env.Snapshot, l)
	}
	return nil
}

// toTime puts the cursor on the last line that was written up to the time cursor,
// and asks for the lines around it where it is not among those held. The time
// cursor stays where it is: else it would not come out of a time without lines.
func (p *Page) toTime(env pane.Env) tea.Cmd {
	a := &p.axis
	n, until := a.charts.LineAt(env.Snapshot, &p.feed), a.charts.Until(env.Snapshot)
	away := n < p.feed.First() && !p.feed.HasOldest() || n >= p.feed.End()-1 && !p.feed.HasYoungest()
	p.lines.at = n
	p.show(env)
	if _, opens := p.feed.Opens(env); opens || !away || until.Equal(a.until) {
		return nil
	}
	a.until = until
	return p.feed.Show(env, feed.AtTime(until))
}

// pressTime moves the time cursor, and reports whether the key was for that.
func (p *Page) pressTime(env pane.Env, msg tea.KeyPressMsg) bool {
	if !p.hasGraphs(env) || !p.axis.charts.Press(&p.keys.Time, env, msg) {
		return false
	}
	p.lead()
	return true
}

// clickGraphs puts the time cursor where a graph is clicked; y is the row of the
// graphs.
func (p *Page) clickGraphs(env pane.Env, x, y int) {
	if _, env.Height = p.graphs(env); p.axis.charts.Click(env, pane.Click{X: x, Y: y}) {
		p.lead()
	}
}

// lead has the lines follow the time cursor.
func (p *Page) lead() {
	if p.axis.charts.HasCursor() {
		p.stay()
	}
	p.axis.leads, p.axis.until = true, time.Time{}
}

// release lets go of the snapshot that was drawn.
func (a *axis) release() {
	a.charts.Release()
	a.synced, a.subject.Container, a.subject.Figures = nil, nil, &a.gone
}

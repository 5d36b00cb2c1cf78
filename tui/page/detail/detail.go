// Package detail is the page of one container, or of a group of them: what it
// did, as graphs on one time axis, and beside them all else there is to know.
package detail

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/charts"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/tab/health"
	"podtop/tui/tab/inspect"
	"podtop/tui/tab/limits"
	"podtop/tui/tab/members"
	"podtop/tui/tab/memory"
	"podtop/tui/tab/network"
	"podtop/tui/tab/pressure"
	"podtop/tui/tab/processes"
	"podtop/tui/tab/storage"
	"podtop/tui/tab/unit"
	"podtop/tui/widget"
)

// A Page is about one container, by its Key: when that is made anew, the page
// goes on with it. When it is no more, the page stays with what was.
type Page struct {
	keys   *KeyMap
	about  about
	shared *poll.Shared // nil for a group
	tabs   []tab.Tab    // the first shows graphs alone
	tab    int
	charts charts.Charts
	begin  time.Time // where the time cursor is to be put; zero: nowhere
	tail   tail
	closed bool

	preferences Preferences

	layout layout
	when   []byte // of the title: what is read, reused
	body   []byte // of the tab, as it is drawn
	found  string
}

var (
	_ pane.Pane      = (*Page)(nil)
	_ pane.Finder    = (*Page)(nil)
	_ pane.Describer = (*Page)(nil)
	_ pane.Clearer   = (*Page)(nil)
	_ pane.Closer    = (*Page)(nil)
	_ pane.Releaser  = (*Page)(nil)
)

// newPage returns the page of a container.
func newPage(k *KeyMap, d pane.Detail) *Page {
	p := &Page{keys: k, about: about{key: d.Key}, shared: poll.NewShared(), begin: d.At}
	p.about.chart.Owns = p.about.owns
	p.tabs = append([]tab.Tab{graphs{}}, newTabs(&k.KeyMap, p.shared)...)
	p.choose(d.Tab)
	return p
}

// newMembers returns the page of a group.
func newMembers(k *KeyMap, m pane.Members) *Page {
	p := &Page{keys: k, about: about{key: m.Key, by: m.By}, tab: 1}
	p.about.chart.Owns = p.about.owns
	p.tabs = []tab.Tab{graphs{}, members.New(&k.KeyMap, p.about.members)}
	return p
}

// About implements pane.About.
func (p *Page) About() (k model.Key, ok bool) { return p.about.key, !p.ofGroup() }

// ofGroup reports whether the page is about a group.
func (p *Page) ofGroup() bool { return p.about.by != model.ByNone }

// Tab is the title of the tab on screen.
func (p *Page) Tab() string { return p.tabs[p.tab].Title() }

// choose shows the tab of that title or, if there is none, the one after the
// graphs.
func (p *Page) choose(title string) {
	if i := slices.IndexFunc(p.tabs, func(t tab.Tab) bool { return t.Title() == title }); i >= 0 {
		p.tab = i
	} else if len(p.tabs) > 1 {
		p.tab = 1
	}
}

// Update implements pane.Pane.
func (p *Page) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	p.sync(env)
	return tea.Batch(p.handle(env, msg), p.updateTail(env, msg))
}

func (p *Page) handle(env pane.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return p.press(env, msg)
	case pane.Tick:
		return p.updateTab(env, p.tab, msg)
	case pane.Wheel:
		return p.wheel(env, msg.Lines)
	case pane.Click:
		return p.click(env, msg)
	}
	var cmds []tea.Cmd
	for i := range p.tabs { // the answer to what one of them asked for
		cmds = append(cmds, p.updateTab(env, i, msg))
	}
	return tea.Batch(cmds...)
}

func (p *Page) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.keys; {
	case key.Matches(msg, k.Next):
		return p.turn(env, 1)
	case key.Matches(msg, k.Previous):
		return p.turn(env, -1)
	case key.Matches(msg, k.Alone):
		p.preferences.alone = !p.preferences.alone
		return nil
	case key.Matches(msg, k.Now):
		p.charts.Clear()
		return nil
	case p.charts.Press(&k.Time, p.aside(env), msg):
		return nil
	}
	return p.updateTab(env, p.tab, msg)
}

// turn shows the tab n further on.
func (p *Page) turn(env pane.Env, n int) tea.Cmd {
	p.tab = (p.tab + n + len(p.tabs)) % len(p.tabs)
	return p.updateTab(env, p.tab, pane.Tick{})
}

// updateTab sends a message to tab i, with the room that the tab on screen has.
func (p *Page) updateTab(env pane.Env, i int, msg tea.Msg) tea.Cmd {
	return p.tabs[i].Update(p.within(env), &p.about.Subject, msg)
}

// within is env for the tab on screen.
func (p *Page) within(env pane.Env) pane.Env {
	l := p.lay(env)
	env.Width, env.Height = l.tab.w, l.tab.h
	if p.notNow(l.tab.h) {
		env.Height--
	}
	return env
}

// aside is env for the graphs.
func (p *Page) aside(env pane.Env) pane.Env {
	g := p.lay(env).graphs
	env.Width, env.Height = g.w, g.h
	return env
}

// notNow reports whether a tab so high says that it shows the present, where
// graphs are read at another time.
func (p *Page) notNow(height int) bool { return p.charts.HasCursor() && height >= widget.LeastBelow }

// lay is where things are in a page of that size.
func (p *Page) lay(env pane.Env) layout {
	if p.preferences.alone && p.tab != 0 {
		return layAlone(env.Width, env.Height)
	}
	return lay(env.Width, env.Height, p.tab == 0, p.hasLog(env))
}

func (p *Page) sync(env pane.Env) {
	p.about.sync(env)
	if p.shared != nil {
		p.shared.Inspect.Reconcile(&p.about.last, p.about.health)
	}
	if !p.begin.IsZero() && !env.Snapshot.Time.IsZero() {
		p.charts.See(env.Snapshot, p.begin)
		p.begin = time.Time{}
	}
}

// Find implements pane.Finder.
func (p *Page) Find(env pane.Env, text string) {
	p.found = text
	p.sync(env)
	for i := range p.tabs {
		if f, ok := p.tabs[i].(tab.Finder); ok {
			f.Find(p.within(env), &p.about.Subject, text)
		}
	}
}

// Found implements pane.Finder.
func (p *Page) Found() string { return p.found }

// Chosen implements pane.Chooser: the container, while it is there, or the
// member under the cursor.
func (p *Page) Chosen(env pane.Env) (*model.Container, string) {
	p.sync(env)
	if c, ok := p.tabs[p.tab].(tab.Chooser); ok {
		return c.Chosen()
	}
	switch {
	case p.ofGroup():
		return nil, "this is a " + p.about.by.String()
	case p.about.Gone:
		return nil, p.about.name() + " is no more"
	}
	return p.about.Container, ""
}

// Tabs are the titles of the tabs of a container's page.
func Tabs() []string {
	titles := []string{graphs{}.Title()}
	for _, t := range newTabs(&tab.KeyMap{}, poll.NewShared()) {
		titles = append(titles, t.Title())
	}
	return titles
}

// Group implements pane.Grouper.
func (p *Page) Group(env pane.Env) *model.Group {
	p.sync(env)
	if !p.ofGroup() {
		return nil
	}
	return &p.about.group
}

// Value is what stands under the cursor and can be copied, that of time first;
// "" if nothing does.
func (p *Page) Value(env pane.Env) string {
	p.sync(env)
	if p.charts.HasCursor() {
		return p.charts.Instant(env, &p.about.chart)
	}
	if v, ok := p.tabs[p.tab].(tab.Valuer); ok {
		return v.Value(env, &p.about.Subject)
	}
	return ""
}

// Describe implements pane.Describer: what the time cursor is on.
func (p *Page) Describe(env pane.Env) (model.Severity, string) {
	p.sync(env)
	return p.charts.EventText(env.Snapshot, &p.about.chart)
}

// Clear implements pane.Clearer: the time cursor leaves, and graphs go up to now.
func (p *Page) Clear() bool { return p.charts.Clear() }

// wheel is as many lines up or down.
func (p *Page) wheel(env pane.Env, lines int) tea.Cmd {
	press := tea.KeyPressMsg{Code: tea.KeyDown}
	if lines < 0 {
		press.Code, lines = tea.KeyUp, -lines
	}
	var cmds []tea.Cmd
	for range lines {
		cmds = append(cmds, p.updateTab(env, p.tab, press))
	}
	return tea.Batch(cmds...)
}

// click shows the tab whose title is clicked, or puts the time cursor where a
// graph is.
func (p *Page) click(env pane.Env, at pane.Click) tea.Cmd {
	l := p.lay(env)
	if at.Y == l.strip {
		if i := p.tabAt(env, at.X); i >= 0 {
			return p.turn(env, i-p.tab)
		}
		return nil
	}
	p.charts.Click(p.aside(env), pane.Click{X: at.X - l.graphs.x, Y: at.Y - l.graphs.y})
	return nil
}

// Close implements pane.Closer.
func (p *Page) Close() {
	p.closed = true
	p.tail.feed.Close()
}

// Release implements pane.Releaser.
func (p *Page) Release() {
	p.tail.feed.Rest()
	p.about.synced = nil
	p.charts.Release()
	for _, t := range p.tabs {
		if r, ok := t.(tab.Releaser); ok {
			r.Release()
		}
	}
}

// newTabs returns the tabs in the order of the strip, which ask together.
func newTabs(k *tab.KeyMap, a *poll.Shared) []tab.Tab {
	return []tab.Tab{
		limits.New(k, a),
		pressure.New(k, a),
		processes.New(k, a),
		memory.New(k, a),
		network.New(k, a),
		storage.New(k, a),
		health.New(k, a),
		unit.New(k, a),
		inspect.New(k, a),
		inspect.NewEnv(k, a),
	}
}

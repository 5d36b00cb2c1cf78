package detail

import (
	"podtop/tui/pane"
	"podtop/tui/tab"
)

// Idle implements pane.Idler.
func (p *Page) Idle(env pane.Env, name string) bool {
	p.sync(env)
	switch name {
	case "earlier": // no graph was drawn yet, so there is no column to go to
		return p.time.columns == 0
	case "open":
		t, ok := p.tabs[p.tab].(tab.Opener)
		return !ok || !t.Opens(p.within(env))
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

// Opens implements tab.Opener.
func (m *members) Opens(pane.Env) bool {
	m.sync()
	return m.scroll.At < len(m.rows)
}

// Opens implements tab.Opener.
func (p *processes) Opens(pane.Env) bool { return p.opened || p.rows.len() > 0 }

// Opens implements tab.Opener.
func (t *inspect) Opens(env pane.Env) bool {
	t.sync()
	return t.outline.Opens(view(env))
}

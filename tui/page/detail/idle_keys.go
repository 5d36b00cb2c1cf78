package detail

import (
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// An opener is a tab in which enter can do something.
type opener interface {
	// opens reports whether it does, where the cursor is.
	opens(pane.Env) bool
}

// Idle implements pane.Idler.
func (p *Page) Idle(env pane.Env, name string) bool {
	p.sync(env)
	switch name {
	case "earlier": // no graph was drawn yet, so there is no column to go to
		return p.time.columns == 0
	case "open":
		t, ok := p.tabs[p.tab].(opener)
		return !ok || !t.opens(p.within(env))
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

func (m *members) opens(pane.Env) bool {
	m.sync()
	return m.list.Current() != nil
}

func (p *processes) opens(pane.Env) bool { return p.opened || p.list.Current() != nil }

func (t *inspect) opens(env pane.Env) bool {
	t.sync()
	return t.outline.opens(env)
}

// opens reports whether there is something in the value that the cursor is on
// that can be folded or unfolded, or a text that its line has no room for.
func (o *outline) opens(env pane.Env) bool {
	i := o.at()
	if i < 0 {
		return false
	}
	n := &o.tree.Nodes[i]
	if n.Kind.Holds() {
		return n.Size > 0
	}
	return o.left(n, env)+widget.Width(o.said(n), env.Theme.Glyphs) > env.Width
}

package detail

import (
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// inspect is the tab of all that Podman has on record, and that of some of it.
type inspect struct {
	outline
	*asked
	name  string
	of    func(*inspected) *probe.Tree
	above widget.Sheet
}

func newInspect(k *KeyMap, a *asked) tab {
	return &inspect{
		outline: outline{keys: k}, asked: a,
		name: "Inspect", of: func(i *inspected) *probe.Tree { return i.whole },
	}
}

// newEnv returns the tab of the environment, the labels and the annotations.
func newEnv(k *KeyMap, a *asked) tab {
	return &inspect{
		outline: outline{keys: k, pairs: true, all: true}, asked: a,
		name: "Env", of: func(i *inspected) *probe.Tree { return i.named },
	}
}

func (t *inspect) title() string { return t.name }

func (t *inspect) update(env pane.Env, s *subject, msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		t.sync()
		t.press(env, k)
		return nil
	}
	if !t.asked.inspect.take(env, msg) && msg == (pane.Tick{}) {
		return t.asked.inspect.ask(env, s)
	}
	return nil
}

// sync has the outline show the last answer.
func (t *inspect) sync() {
	if q := &t.asked.inspect; q.has() {
		t.show(t.of(q.Got))
	}
}

func (t *inspect) draw(b []byte, env pane.Env, s *subject) []byte {
	t.sync()
	t.above.Begin(env.Width, env.Theme)
	if q := &t.asked.inspect; !q.tell(&t.above, env, s) {
		t.tree = nil
		adviseService(&t.above, env, s)
	} else if q.tellLess(&t.above); t.tree.Cut != "" {
		t.above.Para(env.Theme.Warn, "Not all of it is here: "+t.tree.Cut+".")
	}
	return t.outline.draw(b, env, &t.above)
}

// find implements finder.
func (t *inspect) find(env pane.Env, _ *subject, text string) {
	t.sync()
	t.lookFor(text)
}

// value implements valuer.
func (t *inspect) value(env pane.Env, _ *subject) string {
	t.sync()
	return t.outline.value(env)
}

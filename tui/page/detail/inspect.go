package detail

import (
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// inspect is the tab of all that Podman has on record, and that of some of it.
type inspect struct {
	outline
	*poll.Shared
	name  string
	of    func(*poll.Inspected) *probe.Tree
	above widget.Sheet
}

func newInspect(k *KeyMap, a *poll.Shared) tab {
	return &inspect{
		outline: outline{keys: k}, Shared: a,
		name: "Inspect", of: func(i *poll.Inspected) *probe.Tree { return i.Whole },
	}
}

// newEnv returns the tab of the environment, the labels and the annotations.
func newEnv(k *KeyMap, a *poll.Shared) tab {
	return &inspect{
		outline: outline{keys: k, pairs: true, all: true}, Shared: a,
		name: "Env", of: func(i *poll.Inspected) *probe.Tree { return i.Named },
	}
}

func (t *inspect) title() string { return t.name }

func (t *inspect) update(env pane.Env, s *poll.Subject, msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		t.sync()
		t.press(env, k)
		return nil
	}
	if !t.Shared.Inspect.Take(env, msg) && msg == (pane.Tick{}) {
		return t.Shared.Inspect.Ask(env, s)
	}
	return nil
}

// sync has the outline show the last answer.
func (t *inspect) sync() {
	if q := &t.Shared.Inspect; q.Has() {
		t.show(t.of(q.Got))
	}
}

func (t *inspect) draw(b []byte, env pane.Env, s *poll.Subject) []byte {
	t.sync()
	t.above.Begin(env.Width, env.Theme)
	if q := &t.Shared.Inspect; !q.WriteState(&t.above, env, s) {
		t.tree = nil
		poll.AdviseService(&t.above, env, s)
	} else if q.WriteNotes(&t.above); t.tree.Cut != "" {
		t.above.Para(env.Theme.Warn, "Not all of it is here: "+t.tree.Cut+".")
	}
	return t.outline.draw(b, env, &t.above)
}

// find implements finder.
func (t *inspect) find(env pane.Env, _ *poll.Subject, text string) {
	t.sync()
	t.lookFor(text)
}

// value implements valuer.
func (t *inspect) value(env pane.Env, _ *poll.Subject) string {
	t.sync()
	return t.outline.value(env)
}

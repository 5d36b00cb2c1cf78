// Package inspect is the tab of all that Podman has on record, and that of some
// of it.
package inspect

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/tree"
	"podtop/tui/widget"
)

// inspect is what the tab shows.
type inspect struct {
	keys    *tab.KeyMap
	record  *poll.InspectPoll
	outline tree.Outline
	name    string
	part    func(*poll.Inspected) *probe.Tree // that the outline shows
	above   widget.Sheet
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &inspect{
		keys: k, record: &a.Inspect, outline: tree.Outline{RevealKey: pane.First(k.Reveal)},
		name: "Inspect", part: func(i *poll.Inspected) *probe.Tree { return i.Whole },
	}
}

// NewEnv returns the tab of the environment, the labels and the annotations.
func NewEnv(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &inspect{
		keys: k, record: &a.Inspect, outline: tree.Outline{Pairs: true, Unfolded: true, RevealKey: pane.First(k.Reveal)},
		name: "Env", part: func(i *poll.Inspected) *probe.Tree { return i.Named },
	}
}

// Title implements tab.Tab.
func (t *inspect) Title() string { return t.name }

// Update implements tab.Tab.
func (t *inspect) Update(env pane.Env, s *poll.Subject, msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		t.sync()
		t.press(env, k)
		return nil
	}
	if !t.record.Take(env, msg) && msg == (pane.Tick{}) {
		return t.record.Ask(env, s)
	}
	return nil
}

func (t *inspect) press(env pane.Env, msg tea.KeyPressMsg) {
	if lines, ok := t.keys.Lines(msg, t.outline.Page()); ok {
		t.outline.Move(view(env), lines)
		return
	}
	switch k := t.keys; {
	case key.Matches(msg, k.Choose):
		t.outline.Toggle(view(env))
	case key.Matches(msg, k.FoldAll):
		t.outline.FoldAll(view(env))
	case key.Matches(msg, k.Reveal):
		t.outline.Reveal()
	case key.Matches(msg, k.FoundNext):
		t.outline.Next(view(env), 1)
	case key.Matches(msg, k.FoundLast):
		t.outline.Next(view(env), -1)
	}
}

// view is the room for the outline.
func view(env pane.Env) tree.View {
	return tree.View{Width: env.Width, Height: env.Height, Theme: env.Theme}
}

// sync has the outline show the last answer.
func (t *inspect) sync() {
	if t.record.Has() {
		t.outline.Show(t.part(t.record.Got))
	}
}

// Draw implements tab.Tab.
func (t *inspect) Draw(b []byte, env pane.Env, s *poll.Subject) []byte {
	t.sync()
	t.above.Begin(env.Width, env.Theme)
	if !t.record.WriteState(&t.above, env, s) {
		t.outline.Show(nil)
		poll.AdviseService(&t.above, env, s)
	} else if t.record.WriteNotes(&t.above); t.outline.Tree().Cut != "" {
		t.above.Para(env.Theme.Warn, "Not all of it is here: "+t.outline.Tree().Cut+".")
	}
	return t.outline.Draw(b, view(env), &t.above)
}

// Find implements tab.Finder.
func (t *inspect) Find(env pane.Env, _ *poll.Subject, text string) {
	t.sync()
	t.outline.Find(text)
}

// Value implements tab.Valuer.
func (t *inspect) Value(env pane.Env, _ *poll.Subject) string {
	t.sync()
	return t.outline.Value(view(env))
}

// Opens implements tab.Opener.
func (t *inspect) Opens(env pane.Env) bool {
	t.sync()
	return t.outline.Opens(view(env))
}

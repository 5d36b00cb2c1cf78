// Package containers is the list of containers.
package containers

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
)

// A Pane lists containers, the members of a pod below it.
type Pane struct {
	KeyMap KeyMap

	all    bool // containers that are long gone, too
	order  order
	cursor cursor
	top    int // the first row on screen

	rows   []row
	synced *model.Snapshot // what rows were made of; nil: make them anew
	spark  spark

	cols    []placed
	colsFor int // the width cols are for
}

var _ pane.Pane = (*Pane)(nil)

// New returns a Pane with the default keys, sorted by CPU.
func New() *Pane { return &Pane{KeyMap: DefaultKeyMap(), order: order{by: model.MetricByName("cpu")}} }

// Keys implements pane.Pane.
func (p *Pane) Keys() []pane.Group { return p.KeyMap.Groups() }

// Update implements pane.Pane.
func (p *Pane) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	p.sync(env)
	switch msg := msg.(type) {
	case pane.Chosen:
		p.sortBy(sortKeys()[msg])
	case tea.KeyPressMsg:
		if p.move(env, msg) {
			return nil
		}
		return p.press(env, msg)
	}
	return nil
}

// move handles the keys that move the cursor.
func (p *Pane) move(env pane.Env, msg tea.KeyPressMsg) bool {
	k, page := p.KeyMap, max(1, env.Height-2)
	switch {
	case key.Matches(msg, k.Up):
		p.cursor.step(p.rows, -1)
	case key.Matches(msg, k.Down):
		p.cursor.step(p.rows, 1)
	case key.Matches(msg, k.PageUp):
		p.cursor.step(p.rows, -page)
	case key.Matches(msg, k.PageDown):
		p.cursor.step(p.rows, page)
	case key.Matches(msg, k.Top):
		p.cursor = cursor{}
	case key.Matches(msg, k.Bottom):
		p.cursor.step(p.rows, len(p.rows))
	default:
		return false
	}
	return true
}

// press handles the other keys.
func (p *Pane) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.KeyMap; {
	case key.Matches(msg, k.All):
		p.all, p.synced = !p.all, nil
	case key.Matches(msg, k.Sort):
		return p.openSort(env)
	case key.Matches(msg, k.ByCPU):
		p.sortBy(model.MetricByName("cpu"))
	case key.Matches(msg, k.ByMem):
		p.sortBy(model.MetricByName("mem"))
	case key.Matches(msg, k.Invert):
		p.order.inverted = !p.order.inverted
		p.resort()
	case key.Matches(msg, k.Pause):
		return p.pause()
	}
	return nil
}

// pause asks to pause the container under the cursor, or to let it go on. From
// then on the cursor stays with it: its figures change, and with them its row.
func (p *Pane) pause() tea.Cmd {
	if len(p.rows) == 0 {
		return pane.Say(model.Info, "no container to pause")
	}
	p.cursor.step(p.rows, 0)
	r := p.rows[p.cursor.index(p.rows)]
	switch {
	case r.container == nil:
		return pane.Say(model.Info, "this is a pod: choose one of its containers to pause")
	case r.container.Can(model.Pause):
		return pane.Do(model.Pause, r.container)
	case r.container.Can(model.Unpause):
		return pane.Do(model.Unpause, r.container)
	}
	return pane.Say(model.Info, r.container.Name+" cannot be paused: it is not a running Podman container")
}

// sync makes the rows of a new snapshot.
func (p *Pane) sync(env pane.Env) {
	if p.synced == env.Snapshot {
		return
	}
	p.synced = env.Snapshot
	p.rows = p.order.rows(p.rows[:0], env.Snapshot, p.all)
}

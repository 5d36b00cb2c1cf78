// Package containers is the list of containers.
package containers

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
)

// A Pane lists containers, the members of a pod below it.
type Pane struct {
	keys *KeyMap

	choice choice
	order  order
	cursor cursor
	moved  time.Duration // Snapshot.Mono when the cursor was moved last
	top    int           // the first row on screen
	pins   []int         // rows drawn below the others, for what is wrong with them
	drawn  []row         // reused

	rows     []row
	synced   *model.Snapshot // what rows were made of; nil: make them anew
	alerts   alerts
	some, of int // how many containers are shown, of how many
	// allChanges is whether other rows are shown where all are, or are not.
	allChanges bool
	spark      spark

	layout  Layout
	cols    []placed // nil: place them anew
	colsFor int      // the width cols are for
}

var (
	_ pane.Pane   = (*Pane)(nil)
	_ pane.Keeper = (*Pane)(nil)
)

// Update implements pane.Pane.
func (p *Pane) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	p.sync(env)
	switch msg := msg.(type) {
	case pane.Chosen:
		p.sortBy(sortKeys()[msg].name)
	case pane.Arranged:
		p.arranged(msg)
	case pane.Click:
		p.click(env, msg)
	case pane.Wheel:
		p.wheel(env, msg.Lines)
	case sortBy:
		p.sortBy(string(msg))
	case toggleColumn:
		p.toggleColumn(string(msg))
	case pane.GoTo:
		return p.goTo(env, msg.Key)
	case tea.KeyPressMsg:
		if p.move(env, msg) {
			p.moved = env.Snapshot.Mono
			return nil
		}
		return p.press(env, msg)
	}
	return nil
}

// move handles the keys that move the cursor.
func (p *Pane) move(env pane.Env, msg tea.KeyPressMsg) bool {
	k := p.keys
	lines, moves := k.Lines(msg, max(1, env.Height-p.above(env)-1))
	switch {
	case key.Matches(msg, k.Top):
		p.cursor = cursor{}
	case moves:
		p.cursor.step(p.rows, lines)
	case key.Matches(msg, k.Next):
		p.cursor.seek(p.rows, 1)
	case key.Matches(msg, k.Previous):
		p.cursor.seek(p.rows, -1)
	default:
		return false
	}
	return true
}

// press handles the other keys.
func (p *Pane) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.keys; {
	case key.Matches(msg, k.All):
		p.choice.all, p.synced = !p.choice.all, nil
	case key.Matches(msg, k.Sort):
		p.openSort(env)
	case key.Matches(msg, k.Columns):
		p.openColumns(env)
	case key.Matches(msg, k.ByCPU):
		p.sortBy("cpu")
	case key.Matches(msg, k.ByMem):
		p.sortBy("mem")
	case key.Matches(msg, k.Invert):
		p.order.inverted = !p.order.inverted
		p.resort()
	case key.Matches(msg, k.Group):
		return p.nextGrouping(env)
	case key.Matches(msg, k.Open):
		p.open(env)
	case key.Matches(msg, k.Fold):
		return p.setFold(true)
	case key.Matches(msg, k.Unfold):
		return p.setFold(false)
	case key.Matches(msg, k.Mark):
		p.mark(env)
	}
	return nil
}

// sync makes the rows of a new snapshot.
func (p *Pane) sync(env pane.Env) {
	if env.Filter.String() != p.choice.filter.String() {
		p.choice.filter = env.Filter
		p.resort()
	}
	if p.order.scale != env.Scale {
		p.order.scale = env.Scale
		p.resort()
	}
	if p.synced == env.Snapshot {
		return
	}
	p.synced, p.choice.marks = env.Snapshot, env.Marks
	p.alerts.take(env.Snapshot)
	p.order.alerts = p.alerts
	p.rows = p.order.rows(p.rows[:0], env.Snapshot, &p.choice)
	p.some, p.of = p.choice.count(env.Snapshot)
	p.allChanges = p.choice.allChanges(env.Snapshot)
}

// Package events is the list of what happened.
package events

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/table"
)

// A Pane lists events, the newest first.
type Pane struct {
	keys   *KeyMap
	checks bool // health checks that change nothing are shown
	query  query

	list   table.List[int, uint64] // of places in synced, by the number of the event
	table  table.Table[row]
	row    row           // the one that is being drawn
	of     int           // how many rows there are with those that are not looked for
	hidden int           // health checks that are not shown
	synced []model.Event // what rows are of
	made   bool          // rows are up to date

	folds  map[int]*fold // by place in synced, of rows that stand for several events
	under  map[int]int   // the places that are folded: of the row they are in
	last   map[model.Key]*fold
	spares []*fold // to be used again
}

var (
	_ pane.Pane      = (*Pane)(nil)
	_ pane.Finder    = (*Pane)(nil)
	_ pane.Describer = (*Pane)(nil)
	_ pane.Chooser   = (*Pane)(nil)
	_ pane.Valuer    = (*Pane)(nil)
)

// New returns the list.
func New(k *KeyMap) *Pane {
	p := &Pane{keys: k, table: table.Of(slices.Clone(columns)), folds: map[int]*fold{}, under: map[int]int{}, last: map[model.Key]*fold{}}
	p.list.Key = func(place *int) uint64 { return p.synced[*place].N }
	return p
}

// Update implements pane.Pane.
func (p *Pane) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	p.sync(env)
	switch msg := msg.(type) {
	case pane.Click:
		p.click(env, msg)
	case pane.Wheel:
		p.list.Wheel(msg.Lines, p.room(env))
	case tea.KeyPressMsg:
		return p.press(env, msg)
	}
	return nil
}

func (p *Pane) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	lines, moves := p.keys.Lines(msg, max(1, p.room(env)-1))
	switch k := p.keys; {
	case key.Matches(msg, k.Top):
		p.list.First()
	case moves:
		p.list.Step(lines)
	case key.Matches(msg, k.Checks):
		p.checks, p.made = !p.checks, false
	case key.Matches(msg, k.Open):
		return p.open(env)
	}
	return nil
}

// open opens the page of what the event under the cursor is about, at its time.
func (p *Pane) open(env pane.Env) tea.Cmd {
	e := p.at()
	switch {
	case e == nil:
		return nil
	case e.Key.Name == "":
		return pane.Say(model.Info, "nothing to open: it is about no container")
	case e.Type == "pod":
		env.Open(pane.Members{By: model.ByPod, Key: e.Key})
	default:
		env.Open(pane.Detail{Key: e.Key, At: e.Time})
	}
	return nil
}

// Idle implements pane.Idler.
func (p *Pane) Idle(env pane.Env, name string) bool {
	if name == "open" {
		p.sync(env)
		e := p.at()
		return e == nil || e.Key.Name == ""
	}
	c, _ := p.Chosen(env)
	return pane.IdleFor(c, name)
}

// at is the event under the cursor, or nil.
func (p *Pane) at() *model.Event {
	if place := p.list.Current(); place != nil {
		return p.shown(*place)
	}
	return nil
}

// Chosen implements pane.Chooser: the container of the event, while it is there.
func (p *Pane) Chosen(env pane.Env) (*model.Container, string) {
	p.sync(env)
	e := p.at()
	switch {
	case e == nil:
		return nil, "nothing has happened"
	case e.Key.Name == "" || e.Type == "pod":
		return nil, "the event is about no container"
	}
	if c := env.Snapshot.ContainerOf(e.Key); c != nil {
		return c, ""
	}
	return nil, e.Name + " is no more"
}

// Value implements pane.Valuer.
func (p *Pane) Value(env pane.Env) string {
	p.sync(env)
	if e := p.at(); e != nil {
		return sentence(e, env.Snapshot)
	}
	return ""
}

// Describe implements pane.Describer: all of an event that its row has no room for.
func (p *Pane) Describe(env pane.Env) (model.Severity, string) {
	p.sync(env)
	e := p.at()
	if e == nil || p.fits(e, env) {
		return model.Info, ""
	}
	return e.Severity, sentence(e, env.Snapshot)
}

// Package processes is the tab of the container's processes.
package processes

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// processes is what the tab shows.
type processes struct {
	*poll.Shared
	keys   *tab.KeyMap
	opened bool      // the one under the cursor fills the tab
	found  string    // what is looked for
	above  tab.Lines // what is above the list
	one    tab.Lines // the process that is open
	last   process   // it, as it was last
	table  table.Table[process]
	list   table.List[process, probe.ProcessKey]
	of     *probe.Processes // the answer that the list is of
	cpu    []float64        // cores, of each process in it
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &processes{keys: k, Shared: a, table: table.Of(slices.Clone(processColumns)), list: table.List[process, probe.ProcessKey]{
		Key:    func(p *process) probe.ProcessKey { return p.Key() },
		Orders: processOrders,
	}}
}

// Title implements tab.Tab.
func (*processes) Title() string { return "Processes" }

// Update implements tab.Tab.
func (p *processes) Update(env pane.Env, s *poll.Subject, msg tea.Msg) tea.Cmd {
	p.sync()
	if p.Take(env, msg) {
		p.Release()
		return nil
	}
	switch msg := msg.(type) {
	case pane.Tick:
		return p.tick(env, s)
	case tea.KeyPressMsg:
		p.press(env, msg)
	}
	return nil
}

func (p *processes) tick(env pane.Env, s *poll.Subject) tea.Cmd {
	ask := p.Processes.Ask(env, s, pane.Prober.Processes)
	if !p.opened {
		return ask
	}
	return tea.Batch(ask, p.AskMemory(env, s))
}

func (p *processes) press(env pane.Env, msg tea.KeyPressMsg) {
	switch {
	case key.Matches(msg, p.keys.Choose):
		p.open(env)
	case p.opened:
		p.one.Press(env, p.keys, msg)
	case key.Matches(msg, p.keys.Sort):
		p.list.Resort()
		p.above.Release()
	case key.Matches(msg, p.keys.FoundNext):
		p.seek(1)
	case key.Matches(msg, p.keys.FoundLast):
		p.seek(-1)
	case key.Matches(msg, p.keys.Top):
		p.list.First()
	default:
		if lines, ok := p.keys.Lines(msg, max(1, p.listed(env)-1)); ok {
			p.list.Step(lines)
		}
	}
}

// open shows the process under the cursor and its memory, here and in the
// Memory tab, or the list again.
func (p *processes) open(env pane.Env) {
	if p.opened {
		p.opened = false
		return
	}
	at := p.list.Current()
	if at == nil {
		return
	}
	p.list.To(p.list.At)
	p.opened = true
	p.one.Top()
	p.Chosen = at.Key()
	p.keep(at)
	p.Memory.Soon()
	p.one.Release()
}

// Find implements tab.Finder.
func (p *processes) Find(_ pane.Env, _ *poll.Subject, text string) {
	p.sync()
	p.found = text
	p.above.Release()
	if at := p.list.Current(); text != "" && at != nil && !at.has(text) {
		p.seek(1)
	}
}

// seek moves the cursor to the next process that was looked for, or the one
// before, round the ends.
func (p *processes) seek(step int) {
	if p.found != "" {
		p.list.Seek(step, func(one *process) bool { return one.has(p.found) })
	}
}

// Value implements tab.Valuer: the command line under the cursor.
func (p *processes) Value(env pane.Env, _ *poll.Subject) string {
	p.sync()
	at := p.list.Current()
	if at == nil {
		return ""
	}
	return widget.Clean(strings.TrimSpace(at.CommandLine()), env.Theme.Glyphs)
}

// Release has both texts written anew before they are shown.
func (p *processes) Release() {
	p.above.Release()
	p.one.Release()
}

// Opens implements tab.Opener.
func (p *processes) Opens(pane.Env) bool { return p.opened || p.list.Current() != nil }

package detail

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// processes is the tab of the container's processes.
type processes struct {
	*asked
	keys   *KeyMap
	opened bool    // the one under the cursor fills the tab
	found  string  // what is looked for
	above  body    // what is above the list
	one    body    // the process that is open
	last   process // it, as it was last
	table  table.Table[process]
	list   table.List[process, probe.Who]
	of     *probe.Processes // the answer that the list is of
	cpu    []float64        // cores, of each process in it
}

func newProcesses(k *KeyMap, a *asked) tab {
	return &processes{keys: k, asked: a, above: body{keys: k}, one: body{keys: k}, table: table.Of(slices.Clone(processColumns)), list: table.List[process, probe.Who]{
		Key:    func(p *process) probe.Who { return p.Who() },
		Orders: processOrders,
	}}
}

func (*processes) title() string { return "Processes" }

func (p *processes) update(env pane.Env, s *subject, msg tea.Msg) tea.Cmd {
	p.sync()
	if p.take(env, msg) {
		p.anew()
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

func (p *processes) tick(env pane.Env, s *subject) tea.Cmd {
	ask := p.processes.ask(env, s, pane.Prober.Processes)
	if !p.opened {
		return ask
	}
	return tea.Batch(ask, p.askMemory(env, s))
}

func (p *processes) press(env pane.Env, msg tea.KeyPressMsg) {
	switch {
	case key.Matches(msg, p.keys.Choose):
		p.open(env)
	case p.opened:
		p.one.press(env, msg)
	case key.Matches(msg, p.keys.Sort):
		p.list.Resort()
		p.above.anew()
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
	p.opened, p.one.scroll = true, widget.Scroll{}
	p.choose(at.Who())
	p.keep(at)
	p.memory.Soon()
	p.one.anew()
}

// find implements finder.
func (p *processes) find(_ pane.Env, _ *subject, text string) {
	p.sync()
	p.found = text
	p.above.anew()
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

// value implements valuer: the command line under the cursor.
func (p *processes) value(env pane.Env, _ *subject) string {
	p.sync()
	at := p.list.Current()
	if at == nil {
		return ""
	}
	return widget.Clean(strings.TrimSpace(at.command()), env.Theme.Glyphs)
}

// anew has both texts written anew before they are shown.
func (p *processes) anew() {
	p.above.anew()
	p.one.anew()
}

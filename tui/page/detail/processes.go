package detail

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

// processes is the tab of the container's processes.
type processes struct {
	*poll.Shared
	keys   *tab.KeyMap
	by     int           // in processKeys
	cursor probe.Who     // none: on the first, whichever that is
	at     int           // where the cursor's process was last
	opened bool          // the one under the cursor fills the tab
	found  string        // what is looked for
	scroll widget.Scroll // of the list
	above  tab.Lines     // what is above it
	one    tab.Lines     // the process that is open
	last   process       // it, as it was last
	table  table.Table[processRow]
	row    processRow  // the one that is being drawn
	rows   processRows // as they are shown
}

func newProcesses(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &processes{keys: k, Shared: a, table: table.Of(slices.Clone(processColumns))}
}

// Title implements tab.Tab.
func (*processes) Title() string { return "Processes" }

// Update implements tab.Tab.
func (p *processes) Update(env pane.Env, s *poll.Subject, msg tea.Msg) tea.Cmd {
	p.rows.sync(p.Processes.Got, p.Processes.Before, processKeys[p.by].less)
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
		p.by = (p.by + 1) % len(processKeys)
		p.rows.of = nil
		p.above.Release()
	case key.Matches(msg, p.keys.FoundNext):
		p.seek(1)
	case key.Matches(msg, p.keys.FoundLast):
		p.seek(-1)
	default:
		p.move(env, msg)
	}
}

// move moves the cursor.
func (p *processes) move(env pane.Env, msg tea.KeyPressMsg) {
	p.scroll.At = p.index()
	lines, ok := p.keys.Lines(msg, max(1, p.listed(env)-1))
	if !ok {
		return
	}
	p.scroll.Move(lines, p.rows.len())
	p.to(p.scroll.At)
	if key.Matches(msg, p.keys.Top) {
		p.cursor = probe.Who{}
	}
}

// index is the row of the cursor; that of a process that has ended is now its
// neighbour's.
func (p *processes) index() int {
	if p.cursor == (probe.Who{}) {
		return 0
	}
	if i := p.rows.index(p.cursor); i >= 0 {
		p.at = i
	}
	return max(0, min(p.at, p.rows.len()-1))
}

// to puts the cursor on a row.
func (p *processes) to(row int) {
	if row >= 0 && row < p.rows.len() {
		p.cursor, p.at = p.rows.process(row).Who(), row
	}
}

// open shows the process under the cursor and its memory, here and in the
// Memory tab, or the list again.
func (p *processes) open(env pane.Env) {
	if p.opened {
		p.opened = false
		return
	}
	if p.rows.len() == 0 {
		return
	}
	p.to(p.index())
	p.opened = true
	p.one.Top()
	p.Chosen = p.cursor
	p.Memory.Soon()
	p.one.Release()
}

// Find implements tab.Finder.
func (p *processes) Find(_ pane.Env, _ *poll.Subject, text string) {
	p.rows.sync(p.Processes.Got, p.Processes.Before, processKeys[p.by].less)
	p.found = text
	p.above.Release()
	if text != "" && p.rows.len() > 0 && !p.rows.process(p.index()).has(text) {
		p.seek(1)
	}
}

// seek moves the cursor to the next process that was looked for, or the one
// before, round the ends.
func (p *processes) seek(step int) {
	n := p.rows.len()
	for i, at := 0, p.index(); p.found != "" && i < n; i++ {
		at = (at + step + n) % n
		if p.rows.process(at).has(p.found) {
			p.to(at)
			return
		}
	}
}

// Value implements tab.Valuer: the command line under the cursor.
func (p *processes) Value(env pane.Env, _ *poll.Subject) string {
	p.rows.sync(p.Processes.Got, p.Processes.Before, processKeys[p.by].less)
	if p.rows.len() == 0 {
		return ""
	}
	return widget.Clean(strings.TrimSpace(p.rows.process(p.index()).CommandLine()), env.Theme.Glyphs)
}

// Release has both texts written anew before they are shown.
func (p *processes) Release() {
	p.above.Release()
	p.one.Release()
}

// Opens implements tab.Opener.
func (p *processes) Opens(pane.Env) bool { return p.opened || p.rows.len() > 0 }

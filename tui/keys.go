package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// A command is what a key does wherever it is pressed.
type command struct {
	name string
	key.Binding
	do func(*App, tea.KeyPressMsg) tea.Cmd
}

type commands []command

// urgent commands work in front of dialogs, too.
func urgent() commands {
	return commands{
		{"quit", pane.Bind("quit", "ctrl+c"), quit},
		{"redraw", pane.Bind("draw the screen anew", "ctrl+l"), func(*App, tea.KeyPressMsg) tea.Cmd { return tea.ClearScreen }},
		{"suspend", pane.Bind("suspend", "ctrl+z"), func(a *App, _ tea.KeyPressMsg) tea.Cmd { return a.suspend() }},
	}
}

// everywhere are the commands that work on every page, but for those that open
// one.
func everywhere() commands {
	return commands{
		{"help", pane.Bind("help", "?"), act(func(a *App) { a.overlay.Open(a.help()) })},
		{"back", pane.Bind("back, quit at the top", "q"), back},
		{"close", pane.Bind("close, clear", "esc"), act((*App).clear)},
		{"filter", pane.Bind("filter, or find", "/"), act((*App).openPrompt)},
		{"alerts", pane.Bind("what is wrong, and what was", "!"), act(func(a *App) { a.overlay.Open(overlay.Alerts(&a.keys.dialog, a.shown, notes, listID, a.visit)) })},
		{"palette", pane.Bind("find a thing to do, a place", ":"), act((*App).openPalette)},
		{"shell", pane.Bind("shell in the container", "e"), func(a *App, _ tea.KeyPressMsg) tea.Cmd { return a.shell(false) }},
		{"copy", pane.Bind("copy name, id, value …", "y"), func(a *App, _ tea.KeyPressMsg) tea.Cmd { return a.copyWhat() }},
		{"unmark", pane.Bind("unmark all", "U"), act(func(a *App) { a.marks.Clear() })},
		{"window", pane.Bind("time window of graphs", "0", "1", "2", "3", "4", "5", "6", "7", "8"), func(a *App, msg tea.KeyPressMsg) tea.Cmd {
			a.setWindow(slices.Index(a.keys.everywhere.binding("window").Keys(), msg.String()))
			return nil
		}},
		{"scale", pane.Bind("cores, % of host, of limit", "v"), act((*App).nextScale)},
		{"freeze", pane.Bind("freeze what is shown", "Z"), act((*App).toggleFreeze)},
		{"mouse", pane.Bind("mouse, or select text", "ctrl+o"), act((*App).toggleMouse)},
		{"faster", pane.Bind("sample faster", "+", "="), act(func(a *App) { a.setPace(-1) })},
		{"slower", pane.Bind("sample slower", "-"), act(func(a *App) { a.setPace(1) })},
	}
}

func quit(a *App, _ tea.KeyPressMsg) tea.Cmd {
	for i := range a.pages.stack {
		a.pages.stack[i].close()
	}
	return tea.Quit
}

// back leaves the page in front, or podtop with the last.
func back(a *App, msg tea.KeyPressMsg) tea.Cmd {
	if a.pages.atTop() {
		if op := a.operation; op != nil && op.doing && !op.leaving {
			op.leaving = true
			return nil
		}
		return quit(a, msg)
	}
	a.leave()
	return a.tick()
}

// act is a command that needs to know no more than that it was asked for.
func act(do func(*App)) func(*App, tea.KeyPressMsg) tea.Cmd {
	return func(a *App, _ tea.KeyPressMsg) tea.Cmd {
		do(a)
		return nil
	}
}

// matching is the command that a key is for, or nil.
func (c commands) matching(msg tea.KeyPressMsg) *command {
	for i := range c {
		if key.Matches(msg, c[i].Binding) {
			return &c[i]
		}
	}
	return nil
}

func (c commands) binding(name string) *key.Binding {
	for i := range c {
		if c[i].name == name {
			return &c[i].Binding
		}
	}
	return &key.Binding{}
}

func (c commands) keys() []pane.Key {
	var all []pane.Key
	for i := range c {
		all = append(all, pane.Key{Name: c[i].name, Binding: &c[i].Binding})
	}
	return all
}

// A keyMap is every key there is, but for those of the pages, of which it has
// the ones that open them.
type keyMap struct {
	urgent, everywhere, changes commands
	writing                     overlay.WritingKeys
	dialog                      overlay.KeyMap
	prompt                      promptKeys
}

func defaultKeyMap(t pageTable) *keyMap {
	return &keyMap{
		urgent: urgent(), everywhere: t.openers(everywhere()), changes: changes(),
		writing: overlay.DefaultWritingKeys(), dialog: overlay.DefaultKeyMap(), prompt: defaultPromptKeys(),
	}
}

// general are the keys that work on every page.
func (k *keyMap) general() pane.Group {
	return pane.Group{Title: "everywhere", Keys: append(k.everywhere.keys(), k.urgent.keys()...)}
}

// change are the keys that change something.
func (k *keyMap) change() pane.Group { return pane.Group{Title: "change", Keys: k.changes.keys()} }

// layers are the keys that work at the same time: on each page, in a dialog,
// and while a filter is written.
func (k *keyMap) layers(pages [][]pane.Group) [][]pane.Group {
	always := pane.Group{Keys: k.urgent.keys()}
	var layers [][]pane.Group
	for _, page := range pages {
		layers = append(layers, append([]pane.Group{k.general(), k.change()}, page...))
	}
	return append(layers, append(k.dialog.Groups(), always), []pane.Group{k.prompt.group(), always}, []pane.Group{k.writing.Group(), always})
}

// all are the keys as help lists them, with those of some pages.
func (k *keyMap) all(pages ...[]pane.Group) []pane.Group {
	all := []pane.Group{k.general()}
	for _, page := range pages {
		all = append(all, page...)
	}
	return append(append(all, k.change(), k.prompt.group(), k.writing.Group()), k.dialog.Groups()...)
}

// Keys are all keys by group, each name once, with those that wanted names
// changed: several keys with blanks between them, none to switch it off. It
// refuses what would not work.
func Keys(wanted map[string]string) ([]pane.Group, error) {
	table := newPageTable()
	k := defaultKeyMap(table)
	if err := pane.Remap(k.layers(table.keys()), wanted); err != nil {
		return nil, err
	}
	return once(k.all(table.keys()...)), nil
}

// once is groups without the keys that one before them has too.
func once(groups []pane.Group) []pane.Group {
	had := map[string]bool{}
	for i := range groups {
		g := &groups[i]
		g.Keys = slices.DeleteFunc(slices.Clone(g.Keys), func(k pane.Key) bool { return had[k.Name] })
		for _, k := range g.Keys {
			had[k.Name] = true
		}
	}
	return groups
}

// press sends a key to whoever should have it: the dialog in front, then the
// app, then the focused pane.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	if a.inShell {
		return nil
	}
	if c := a.keys.urgent.matching(msg); c != nil {
		return c.do(a, msg)
	}
	switch {
	case a.overlay.Front() != nil:
		return a.overlay.Update(msg)
	case a.search.prompt != nil:
		return a.write(msg)
	}
	a.message.read = true
	cmd := a.command(msg)
	if a.message.read {
		a.message = message{}
	}
	return cmd
}

// command does what a key stands for on this page.
func (a *App) command(msg tea.KeyPressMsg) tea.Cmd {
	if c := a.keys.everywhere.matching(msg); c != nil {
		return c.do(a, msg)
	}
	if c := a.keys.changes.matching(msg); c != nil {
		return c.do(a, msg)
	}
	if !a.oddKeySaid && !knows(a.pages.front().row.keys(), msg) {
		a.oddKeySaid = true
		a.say(model.Info, "there is no key "+msg.String()+"; "+pane.First(a.key("help"))+" lists them")
		return nil
	}
	return a.send(a.focus(), msg)
}

func knows(groups []pane.Group, msg tea.KeyPressMsg) bool {
	for _, g := range groups {
		for _, k := range g.Keys {
			if key.Matches(msg, *k.Binding) {
				return true
			}
		}
	}
	return false
}

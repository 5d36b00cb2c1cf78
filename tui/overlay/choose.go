package overlay

import (
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
)

// An Entry is something that can be chosen, and what comes of it.
type Entry struct {
	Name, Text string
	Words      string // that a palette finds it by, too
	Do         func() tea.Cmd
}

// Choose returns a Dialog that lets the user choose one of the entries.
func Choose(k *KeyMap, title string, entries []Entry) Dialog {
	m := &menu{Menu: pane.Menu{Title: title}, keys: k, chosen: func(i int) tea.Cmd { return entries[i].Do() }}
	for _, e := range entries {
		m.Items = append(m.Items, pane.Item{Name: e.Name, Text: e.Text})
	}
	return m
}

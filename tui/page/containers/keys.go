package containers

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the container list.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	All, Sort, ByCPU, ByMem, Invert         key.Binding
	Pause                                   key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	bind := func(shown, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
	}
	return KeyMap{
		Up:       bind("k ↑", "up", "k", "up"),
		Down:     bind("j ↓", "down", "j", "down"),
		PageUp:   bind("pgup", "a page up", "pgup"),
		PageDown: bind("pgdn", "a page down", "pgdown"),
		Top:      bind("g", "first row, and stay", "g", "home"),
		Bottom:   bind("G", "last row", "G", "end"),
		All:      bind("a", "all, or those that matter", "a"),
		Sort:     bind("s", "sort by …", "s"),
		ByCPU:    bind("P", "sort by CPU", "P"),
		ByMem:    bind("M", "sort by memory", "M"),
		Invert:   bind("I", "invert the order", "I"),
		Pause:    bind("F", "pause, or go on", "F"),
	}
}

// Groups are the keys as help lists them.
func (k KeyMap) Groups() []pane.Group {
	return []pane.Group{
		{Title: "list", Keys: []key.Binding{k.Down, k.Up, k.PageDown, k.PageUp, k.Top, k.Bottom, k.All, k.Sort, k.ByCPU, k.ByMem, k.Invert}},
		{Title: "change", Keys: []key.Binding{k.Pause}},
	}
}

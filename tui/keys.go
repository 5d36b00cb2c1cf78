package tui

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// keyMap is the keys that mean the same everywhere.
type keyMap struct {
	Help, Back, Quit, Close key.Binding
	Freeze, Faster, Slower  key.Binding
	Redraw, Suspend         key.Binding
}

func defaultKeyMap() keyMap {
	bind := func(shown, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
	}
	return keyMap{
		Help:    bind("?", "help", "?"),
		Back:    bind("q", "back, quit at the top", "q"),
		Quit:    bind("ctrl+c", "quit", "ctrl+c"),
		Close:   bind("esc", "close, clear the message", "esc"),
		Freeze:  bind("Z", "freeze what is shown", "Z"),
		Faster:  bind("+", "sample faster", "+", "="),
		Slower:  bind("-", "sample slower", "-"),
		Redraw:  bind("ctrl+l", "draw the screen anew", "ctrl+l"),
		Suspend: bind("ctrl+z", "suspend", "ctrl+z"),
	}
}

func (k keyMap) group() pane.Group {
	return pane.Group{Title: "everywhere", Keys: []key.Binding{
		k.Help, k.Back, k.Quit, k.Close, k.Freeze, k.Faster, k.Slower, k.Redraw, k.Suspend,
	}}
}

// Keys are the keys that mean the same everywhere, for help and documentation.
func Keys() pane.Group { return defaultKeyMap().group() }

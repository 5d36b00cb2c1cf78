package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
)

// KeyMap is the keys of dialogs.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Choose, Leave, Read, Agree              key.Binding
	Toggle, MoveUp, MoveDown                key.Binding // where parts are arranged
	Wider, Narrower, Defaults               key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Up:       pane.Bind("up", "k", "up"),
		Down:     pane.Bind("down", "j", "down"),
		PageUp:   pane.Bind("a page up", "pgup"),
		PageDown: pane.Bind("a page down", "pgdown"),
		Top:      pane.Bind("the first", "g", "home"),
		Bottom:   pane.Bind("the last", "G", "end"),
		Choose:   pane.Bind("choose", "enter"),
		Leave:    pane.Bind("leave", "esc", "q"),
		Read:     pane.Bind("leave a text", "?", "f1"),
		Agree:    pane.Bind("do it", "y"),
		Toggle:   pane.Bind("show it, or not", "space"),
		MoveUp:   pane.Bind("move it up", "K"),
		MoveDown: pane.Bind("move it down", "J"),
		Wider:    pane.Bind("wider", "+", "="),
		Narrower: pane.Bind("narrower, or as it needs", "-"),
		Defaults: pane.Bind("the defaults", "d"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{Title: "dialogs", Keys: []pane.Key{
		pane.Named("down", &k.Down),
		pane.Named("up", &k.Up),
		pane.Named("page-down", &k.PageDown),
		pane.Named("page-up", &k.PageUp),
		pane.Named("top", &k.Top),
		pane.Named("bottom", &k.Bottom),
		pane.Named("choose", &k.Choose),
		pane.Named("leave", &k.Leave),
		pane.Named("leave-text", &k.Read),
		pane.Named("agree", &k.Agree),
		pane.Named("show", &k.Toggle),
		pane.Named("move-down", &k.MoveDown),
		pane.Named("move-up", &k.MoveUp),
		pane.Named("wider", &k.Wider),
		pane.Named("narrower", &k.Narrower),
		pane.Named("defaults", &k.Defaults),
	}}}
}

// travel is where a cursor among n lines goes from at by a key.
func (k *KeyMap) travel(msg tea.KeyPressMsg, at, n int) int {
	const page = 10
	switch {
	case key.Matches(msg, k.Up):
		at--
	case key.Matches(msg, k.Down):
		at++
	case key.Matches(msg, k.Top):
		at = 0
	case key.Matches(msg, k.Bottom):
		at = n - 1
	case key.Matches(msg, k.PageUp):
		at -= page
	case key.Matches(msg, k.PageDown):
		at += page
	}
	return max(0, min(at, n-1))
}

// travels reports whether a key moves a cursor.
func (k *KeyMap) travels(msg tea.KeyPressMsg) bool {
	return key.Matches(msg, k.Up, k.Down, k.Top, k.Bottom, k.PageUp, k.PageDown)
}

// more says which keys scroll.
func (k *KeyMap) more() string { return pane.First(k.Down) + " " + pane.First(k.Up) + " more" }

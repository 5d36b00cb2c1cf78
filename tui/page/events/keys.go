package events

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the list of events.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Open, Checks                            key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Up:       pane.Bind("up", "k", "up"),
		Down:     pane.Bind("down", "j", "down"),
		PageUp:   pane.Bind("a page up", "pgup"),
		PageDown: pane.Bind("a page down", "pgdown"),
		Top:      pane.Bind("the newest, and stay", "g", "home"),
		Bottom:   pane.Bind("the oldest", "G", "end"),
		Open:     pane.Bind("the container at that time", "enter"),
		Checks:   pane.Bind("show health checks, or not", "h"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{
		Title: "events",
		Keys: []pane.Key{
			pane.Named("down", &k.Down),
			pane.Named("up", &k.Up),
			pane.Named("page-down", &k.PageDown),
			pane.Named("page-up", &k.PageUp),
			pane.Named("top", &k.Top),
			pane.Named("bottom", &k.Bottom),
			pane.Named("open", &k.Open),
			pane.Named("checks", &k.Checks),
		},
		Text: []string{
			"/ finds words: of the kind (start, stop, restart, oom, health, limit, pause, alert, check, image …), of whose it is, what happened and who tells. All have to be there; one with ! before it must not.",
		},
	}}
}

package events

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the list of events.
type KeyMap struct {
	pane.Moves
	Open, Checks key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:  pane.DefaultMoves("the newest, and stay", "the oldest"),
		Open:   pane.Bind("the container at that time", "enter"),
		Checks: pane.Bind("show health checks, or not", "h"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{
		Title: "events",
		Keys: k.Moves.With(
			pane.Named("open", &k.Open),
			pane.Named("checks", &k.Checks),
		),
		Text: []string{
			"/ finds words: of the kind (start, stop, restart, oom, health, limit, pause, alert, check, image …), of whose it is, what happened and who tells. All have to be there; one with ! before it must not.",
		},
	}}
}

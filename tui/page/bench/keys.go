package bench

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the page of a benchmark.
type KeyMap struct {
	pane.Moves
	Run, Shorter, Longer, Again, Results key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:   pane.DefaultMoves("the first", "the last"),
		Run:     pane.Bind("run it; then its result", "enter"),
		Shorter: pane.Bind("a shorter time", "left"),
		Longer:  pane.Bind("a longer time", "right"),
		Again:   pane.Bind("the same once more", "r"),
		Results: pane.Bind("all results", "a"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{
		Title: "benchmark",
		Keys: k.Moves.With(
			pane.Named("run", &k.Run),
			pane.Named("shorter", &k.Shorter),
			pane.Named("longer", &k.Longer),
			pane.Named("again", &k.Again),
			pane.Named("results", &k.Results),
		),
		Text: []string{
			"esc stops what runs and removes its containers; leaving the page does so, too. When it is over, esc leads back to what there is to choose.",
		},
	}}
}

package results

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the page of results.
type KeyMap struct {
	pane.Moves
	Open, Mark, Earlier, Later, Older, Newer, Save key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:   pane.DefaultMoves("the first", "the last"),
		Open:    pane.Bind("show it, compare the marked", "enter"),
		Mark:    pane.Bind("mark one of two to compare", "space"),
		Earlier: pane.Bind("the value before", "left"),
		Later:   pane.Bind("the next value", "right"),
		Older:   pane.Bind("the older result", "]"),
		Newer:   pane.Bind("the newer result", "["),
		Save:    pane.Bind("save it as JSON …", "ctrl+s"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{
		Title: "results",
		Keys: k.Moves.With(
			pane.Named("open", &k.Open),
			pane.Named("mark", &k.Mark),
			pane.Named("earlier", &k.Earlier),
			pane.Named("later", &k.Later),
			pane.Named("older", &k.Older),
			pane.Named("newer", &k.Newer),
			pane.Named("save", &k.Save),
		),
		Text: []string{"What was measured apart is compared more weakly than by ab, which measures both in turn."},
	}}
}

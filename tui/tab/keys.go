package tab

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys that work in a tab.
type KeyMap struct {
	pane.Moves
	Choose, Sort, Reveal, FoundNext, FoundLast key.Binding
	FoldAll                                    key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:     pane.DefaultMoves("the first", "the last"),
		Choose:    pane.Bind("open, fold or unfold", "enter"),
		Sort:      pane.Bind("sort by what comes next", "s"),
		Reveal:    pane.Bind("show what is covered, or not", "x"),
		FoundNext: pane.Bind("next that was found", "n"),
		FoundLast: pane.Bind("the one before", "N"),
		FoldAll:   pane.Bind("fold all, or unfold", "z"),
	}
}

// Keys are the keys as help lists them.
func (k *KeyMap) Keys() []pane.Key {
	return k.Moves.With(
		pane.Named("open", &k.Choose),
		pane.Named("sort-next", &k.Sort),
		pane.Named("reveal", &k.Reveal),
		pane.Named("fold-all", &k.FoldAll),
		pane.Named("next", &k.FoundNext),
		pane.Named("previous", &k.FoundLast),
	)
}

package host

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the page of the host.
type KeyMap struct {
	pane.Moves
	Sort, Again key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves: pane.DefaultMoves("the first", "the last"),
		Sort:  pane.Bind("sort by what comes next", "s"),
		Again: pane.Bind("ask again, Podman too", "r"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{Title: "host", Keys: k.Moves.With(
		pane.Named("sort-next", &k.Sort),
		pane.Named("ask-again", &k.Again),
	)}}
}

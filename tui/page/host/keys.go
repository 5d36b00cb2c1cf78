package host

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the page of the host.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Sort, Again                             key.Binding
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
		Sort:     pane.Bind("sort by what comes next", "s"),
		Again:    pane.Bind("ask again, Podman too", "r"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{Title: "host", Keys: []pane.Key{
		pane.Named("down", &k.Down),
		pane.Named("up", &k.Up),
		pane.Named("page-down", &k.PageDown),
		pane.Named("page-up", &k.PageUp),
		pane.Named("top", &k.Top),
		pane.Named("bottom", &k.Bottom),
		pane.Named("sort-next", &k.Sort),
		pane.Named("ask-again", &k.Again),
	}}}
}

// move is how many lines a key scrolls by, of a page of so many.
func (k *KeyMap) move(pressed keyed, height int) (lines int, ok bool) {
	const far = 1 << 20
	for _, m := range []struct {
		key.Binding
		lines int
	}{
		{k.Up, -1}, {k.Down, 1}, {k.PageUp, 1 - height}, {k.PageDown, height - 1}, {k.Top, -far}, {k.Bottom, far},
	} {
		if key.Matches(pressed, m.Binding) {
			return m.lines, true
		}
	}
	return 0, false
}

// keyed is what has the name of a key.
type keyed interface{ String() string }

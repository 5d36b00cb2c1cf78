package charts

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the time cursor.
type KeyMap struct{ Earlier, Later, EarlierPage, LaterPage key.Binding }

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Earlier:     pane.Bind("time cursor back", "left"),
		Later:       pane.Bind("time cursor on", "right"),
		EarlierPage: pane.Bind("a page back in time", "shift+left"),
		LaterPage:   pane.Bind("a page on in time", "shift+right"),
	}
}

// Group is the keys as help lists them, and others after them.
func (k *KeyMap) Group(others ...pane.Key) pane.Group {
	return pane.Group{Title: "graphs", Keys: append([]pane.Key{
		pane.Named("earlier", &k.Earlier),
		pane.Named("later", &k.Later),
		pane.Named("earlier-page", &k.EarlierPage),
		pane.Named("later-page", &k.LaterPage),
	}, others...)}
}

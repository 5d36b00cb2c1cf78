package detail

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
	"podtop/tui/tab"
)

// KeyMap is the keys of the page of a container, or of a group.
type KeyMap struct {
	Next, Previous, Alone                  key.Binding // which tab
	Earlier, Later, EarlierPage, LaterPage key.Binding // time cursor
	Now                                    key.Binding
	tab.KeyMap                             // in a tab
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Next:        pane.Bind("next tab", "tab", "]"),
		Previous:    pane.Bind("the tab before", "[", "shift+tab"),
		Alone:       pane.Bind("tab alone, or beside graphs", "w"),
		Earlier:     pane.Bind("time cursor back", "left"),
		Later:       pane.Bind("time cursor on", "right"),
		EarlierPage: pane.Bind("a page back in time", "shift+left"),
		LaterPage:   pane.Bind("a page on in time", "shift+right"),
		Now:         pane.Bind("graphs up to now, no cursor", "."),
		KeyMap:      tab.DefaultKeyMap(),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{
		{Title: "graphs", Keys: []pane.Key{
			pane.Named("earlier", &k.Earlier),
			pane.Named("later", &k.Later),
			pane.Named("earlier-page", &k.EarlierPage),
			pane.Named("later-page", &k.LaterPage),
			pane.Named("now", &k.Now),
		}},
		{Title: "tabs", Keys: append([]pane.Key{
			pane.Named("next-tab", &k.Next),
			pane.Named("previous-tab", &k.Previous),
			pane.Named("tab-alone", &k.Alone),
		}, k.KeyMap.Keys()...)},
	}
}

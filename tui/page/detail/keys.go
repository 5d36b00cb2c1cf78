package detail

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/charts"
	"podtop/tui/pane"
	"podtop/tui/tab"
)

// KeyMap is the keys of the page of a container, or of a group.
type KeyMap struct {
	Next, Previous, Alone key.Binding // which tab
	Time                  charts.KeyMap
	Now                   key.Binding // without a time cursor
	tab.KeyMap                        // in a tab
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Next:     pane.Bind("next tab", "tab", "]"),
		Previous: pane.Bind("the tab before", "[", "shift+tab"),
		Alone:    pane.Bind("tab alone, or beside graphs", "w"),
		Now:      pane.Bind("graphs up to now, no cursor", "."),
		Time:     charts.DefaultKeyMap(),
		KeyMap:   tab.DefaultKeyMap(),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{
		k.Time.Group(pane.Named("now", &k.Now)),
		{Title: "tabs", Keys: append([]pane.Key{
			pane.Named("next-tab", &k.Next),
			pane.Named("previous-tab", &k.Previous),
			pane.Named("tab-alone", &k.Alone),
		}, k.KeyMap.Keys()...)},
	}
}

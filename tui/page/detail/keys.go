package detail

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the page of a container, or of a group.
type KeyMap struct {
	Next, Previous, Alone                      key.Binding // tab
	Earlier, Later, EarlierPage, LaterPage     key.Binding // time cursor
	Now                                        key.Binding
	pane.Moves                                 // in a tab
	Choose, Sort, Reveal, FoundNext, FoundLast key.Binding
	FoldAll                                    key.Binding
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
		Moves:       pane.DefaultMoves("the first", "the last"),
		Choose:      pane.Bind("open, fold or unfold", "enter"),
		Sort:        pane.Bind("sort by what comes next", "s"),
		Reveal:      pane.Bind("show what is covered, or not", "x"),
		FoundNext:   pane.Bind("next that was found", "n"),
		FoundLast:   pane.Bind("the one before", "N"),
		FoldAll:     pane.Bind("fold all, or unfold", "z"),
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
		}, k.Moves.With(
			pane.Named("open", &k.Choose),
			pane.Named("sort-next", &k.Sort),
			pane.Named("reveal", &k.Reveal),
			pane.Named("fold-all", &k.FoldAll),
			pane.Named("next", &k.FoundNext),
			pane.Named("previous", &k.FoundLast),
		)...)},
	}
}

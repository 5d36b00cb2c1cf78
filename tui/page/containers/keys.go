package containers

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the container list.
type KeyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Next, Previous                          key.Binding
	All, Sort, ByCPU, ByMem, Invert         key.Binding
	Group, Open, Fold, Unfold               key.Binding
	Columns, Mark                           key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Up:       pane.Bind("up", "k", "up"),
		Down:     pane.Bind("down", "j", "down"),
		PageUp:   pane.Bind("a page up", "pgup"),
		PageDown: pane.Bind("a page down", "pgdown"),
		Top:      pane.Bind("first row, and stay", "g", "home"),
		Bottom:   pane.Bind("last row", "G", "end"),
		Next:     pane.Bind("next container", "n"),
		Previous: pane.Bind("the one before", "N"),
		All:      pane.Bind("all, or those that matter", "a"),
		Sort:     pane.Bind("sort by …", "s"),
		ByCPU:    pane.Bind("sort by CPU", "P"),
		ByMem:    pane.Bind("sort by memory", "M"),
		Invert:   pane.Bind("invert the order", "I"),
		Columns:  pane.Bind("columns …", "c"),
		Group:    pane.Bind("group by what comes next", "p"),
		Open:     pane.Bind("page of the container, group", "enter"),
		Fold:     pane.Bind("fold, or go to the head", "left"),
		Unfold:   pane.Bind("unfold", "right"),
		Mark:     pane.Bind("mark, or not", "space"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{
		{Title: "list", Keys: []pane.Key{
			pane.Named("down", &k.Down),
			pane.Named("up", &k.Up),
			pane.Named("page-down", &k.PageDown),
			pane.Named("page-up", &k.PageUp),
			pane.Named("top", &k.Top),
			pane.Named("bottom", &k.Bottom),
			pane.Named("next", &k.Next),
			pane.Named("previous", &k.Previous),
			pane.Named("open", &k.Open),
			pane.Named("mark", &k.Mark),
			pane.Named("all", &k.All),
			pane.Named("sort", &k.Sort),
			pane.Named("sort-cpu", &k.ByCPU),
			pane.Named("sort-mem", &k.ByMem),
			pane.Named("invert", &k.Invert),
			pane.Named("columns", &k.Columns),
			pane.Named("group", &k.Group),
			pane.Named("fold", &k.Fold),
			pane.Named("unfold", &k.Unfold),
		}},
	}
}

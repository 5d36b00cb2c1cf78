package containers

import (
	"charm.land/bubbles/v2/key"

	"podtop/tui/pane"
)

// KeyMap is the keys of the container list.
type KeyMap struct {
	pane.Moves
	Next, Previous                  key.Binding
	All, Sort, ByCPU, ByMem, Invert key.Binding
	Group, Open, Fold, Unfold       key.Binding
	Columns, Mark                   key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:    pane.DefaultMoves("first row, and stay", "last row"),
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
		{Title: "list", Keys: k.Moves.With(
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
		)},
		{Title: "order", Text: []string{"Rows change places every two seconds at most, so that they can be read: in between their figures run ahead of the order. A key that sorts does so at once."}},
		{Title: "groups", Text: groupsHelp},
		{Title: "narrow screens", Text: []string{leavingText()}},
	}
}

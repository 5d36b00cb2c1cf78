package tui

import "podtop/tui/pane"

// AllKeys are all keys by group, on each page where they work.
func AllKeys() []pane.Group {
	table := newPageTable()
	return defaultKeyMap(table).all(table.keys()...)
}

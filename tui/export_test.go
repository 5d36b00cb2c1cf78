package tui

import "podtop/tui/pane"

// AllKeys are all keys by group, on each page where they work.
func AllKeys() []pane.Group {
	table := newPageTable()
	return defaultKeyMap(table).all(table.keys()...)
}

// PageKeys are the keys that open pages.
func PageKeys() []string {
	var keys []string
	for _, row := range newPageTable() {
		keys = append(keys, row.opener.Keys()...)
	}
	return keys
}

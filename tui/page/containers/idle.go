package containers

import (
	"slices"

	"podtop/tui/pane"
)

// ofRows are the keys that do nothing where there is no row.
var ofRows = []string{"open", "sort-cpu", "sort-mem"}

// Idle implements pane.Idler.
func (p *Pane) Idle(env pane.Env, name string) bool {
	p.sync(env)
	switch {
	case slices.Contains(ofRows, name):
		return len(p.list.Rows) == 0
	case name == "all":
		return !p.allChanges
	case len(p.list.Rows) == 0:
		return pane.IdleFor(nil, name)
	}
	return pane.IdleFor(p.list.Current().container, name)
}

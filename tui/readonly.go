package tui

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// changeTitle is the title of the keys that change something.
const changeTitle = "change"

// canChange reports whether a key that works everywhere changes or burdens
// something, or leads to where anything can be changed.
func canChange(name string) bool { return name == "shell" || name == "bench" }

// usable are groups without the keys that are of no use where the host may only
// be watched. They still say so when they are pressed.
func (a *App) usable(groups []pane.Group) []pane.Group {
	if a.Actor != nil {
		return groups
	}
	var left []pane.Group
	for _, g := range groups {
		if g.Title == changeTitle {
			continue
		}
		g.Keys = slices.DeleteFunc(slices.Clone(g.Keys), func(k pane.Key) bool { return canChange(k.Name) })
		left = append(left, g)
	}
	return left
}

// keepsOut reports whether a page is for what changes or burdens something, where
// the host may only be watched.
func (a *App) keepsOut(row *pageRow) bool { return a.Actor == nil && canChange(row.opener.name) }

// useless reports whether the key called name is of no use here: because the host
// may only be watched, or because it does nothing to what is chosen.
func (a *App) useless(name string) bool {
	switch {
	case a.Actor == nil && canChange(name), name == "shell" && a.Shell == nil, name == "bench" && a.Bencher == nil:
		return true
	case name == "pause" && a.pages.atTop() && a.marks.Len() > 0:
		return !a.anyMarked(pane.Pauses)
	}
	p, ok := a.front().(pane.Idler)
	if !ok {
		return name == "shell" || name == "bench" || name == "pause"
	}
	return p.Idle(a.env(a.focus()), name)
}

// anyMarked reports whether does is true of a container that is marked.
func (a *App) anyMarked(does func(*model.Container) bool) bool {
	snap := a.shown()
	for i := range snap.Containers {
		if c := &snap.Containers[i]; a.marks.Has(c.Key) && does(c) {
			return true
		}
	}
	return false
}

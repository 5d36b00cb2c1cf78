package tui

import (
	"slices"

	"podtop/model"
	"podtop/tui/pane"
)

// findings is all that is wrong or missing, what needs a person first at the
// head: alerts before notes of the same severity, but for the worst, by which
// what the alerts say may be old.
func (a *App) findings() []model.Note {
	snap := a.shown()
	var all, others []model.Note
	for _, n := range notes(snap) {
		if n.Severity == model.Bad {
			all = append(all, n)
		} else {
			others = append(others, n)
		}
	}
	for i := range snap.Alerts {
		all = append(all, noteOf(&snap.Alerts[i]))
	}
	all = append(all, others...)
	slices.SortStableFunc(all, func(x, y model.Note) int { return int(y.Severity) - int(x.Severity) })
	return all
}

// noteOf is an alert with what to do about it. What does not hold any more is no
// more than news.
func noteOf(f *model.Alert) model.Note {
	text := f.Text
	if !f.Holds() {
		return model.Note{Severity: model.Info, Source: f.Name, Text: text}
	}
	if f.Advice != "" {
		text += "; " + f.Advice
	}
	return model.Note{Severity: f.Severity, Source: f.Name, Text: text}
}

// ownAlert is the worst that is wrong with the container whose page is on
// screen, or nil.
func (a *App) ownAlert() *model.Alert {
	p, ok := a.front().(pane.About)
	if !ok {
		return nil
	}
	k, ok := p.About()
	if !ok {
		return nil
	}
	return a.shown().AlertOf(k)
}

// notes are what podtop itself lacks.
func notes(snap *model.Snapshot) []model.Note {
	all := slices.Clone(snap.Notes)
	for i := range all {
		all[i].Text = all[i].String()
	}
	if n := nameless(snap); n > 0 {
		text := model.Plural(n, "container of another user has", "containers of other users have") + " an id only: others' names need root"
		all = append(all, model.Note{Severity: model.Info, Source: "podtop", Text: text})
	}
	return all
}

// nameless is how many containers of others nobody tells the name of to a user
// who is not root.
func nameless(snap *model.Snapshot) int {
	n := 0
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if self := snap.Host.UID; self != 0 && !c.Known && c.Key.UID != self {
			n++
		}
	}
	return n
}

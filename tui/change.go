package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// changes are the commands that change containers: those that are marked, on
// the list, or else the one that is chosen. Each asks first.
func changes() commands {
	return commands{
		{"stop", pane.Bind("stop, or start", "S"), change(model.Stop, model.Start)},
		{"restart", pane.Bind("restart", "R"), change(model.Restart)},
		{"pause", pane.Bind("pause, or go on", "F"), change(model.Pause, model.Unpause)},
		{"signal", pane.Bind("send a signal …", "K"), changing((*App).openSignals)},
		{"remove", pane.Bind("remove", "D"), change(model.Remove)},
		{"limits", pane.Bind("limits …", "L"), changing((*App).openLimits)},
		{"check", pane.Bind("run the health check", "C"), change(model.Healthcheck)},
	}
}

// change is a command that does the first of verbs that makes sense.
func change(verbs ...model.Verb) func(*App, tea.KeyPressMsg) tea.Cmd {
	return changing(func(a *App) tea.Cmd {
		all, left := a.targets("to " + string(verbs[0]))
		if len(all)+len(left) == 0 {
			return nil
		}
		return a.propose(all, left, "", verbs...)
	})
}

// changing is a command there is none of where podtop may only watch.
func changing(do func(*App) tea.Cmd) func(*App, tea.KeyPressMsg) tea.Cmd {
	return func(a *App, _ tea.KeyPressMsg) tea.Cmd {
		if a.readOnly() {
			return nil
		}
		return do(a)
	}
}

// readOnly reports whether nothing may be changed, and says so then.
func (a *App) readOnly() bool {
	if a.Actor == nil {
		a.say(model.Warn, "read-only: podtop was started so that it changes nothing")
	}
	return a.Actor == nil
}

// propose plans the first of verbs that makes sense for any of all, for those
// for which it does.
func (a *App) propose(all []*model.Container, left []string, signal string, verbs ...model.Verb) tea.Cmd {
	verb := sensible(all, verbs)
	msg := pane.DoMsg{Left: left}
	for _, c := range all {
		if c.Can(verb) {
			msg.Actions = append(msg.Actions, model.Action{Verb: verb, Target: c.Target(), Signal: signal})
		} else {
			msg.Left = append(msg.Left, c.Name+" "+refusal(c, verb))
		}
	}
	return a.plan(msg)
}

// sensible is the first of verbs that one of all can be done.
func sensible(all []*model.Container, verbs []model.Verb) model.Verb {
	for _, v := range verbs {
		for _, c := range all {
			if c.Can(v) {
				return v
			}
		}
	}
	return verbs[0]
}

// targets are the containers a change is for: on the list all that are marked,
// with those of them that are gone; else the one that is chosen. If there is
// none, why has been said.
func (a *App) targets(what string) (all []*model.Container, gone []string) {
	if !a.pages.atTop() || a.marks.Len() == 0 {
		if c := a.chosen(what); c != nil {
			all = append(all, c)
		}
		return all, nil
	}
	snap := a.shown()
	for i := range snap.Containers {
		if c := &snap.Containers[i]; a.marks.Has(c.Key) {
			all = append(all, c)
		}
	}
	for _, name := range a.marks.Gone(snap) {
		gone = append(gone, name+" is gone")
	}
	return all, gone
}

// refusal says why c is left as it is.
func refusal(c *model.Container, v model.Verb) string {
	switch {
	case c.Runtime != model.Podman:
		return "is not Podman's"
	case v == model.Healthcheck && c.Health == "" && c.State == model.Running:
		return "has no health check"
	case c.State == model.NoState:
		return "is in a state nobody knows"
	}
	return "is " + string(c.State)
}

// openSignals lets the user choose a signal.
func (a *App) openSignals() tea.Cmd {
	all, left := a.targets("to send a signal to")
	if len(all)+len(left) == 0 {
		return nil
	}
	return a.signal(all, left)
}

// signal lets the user choose one for all, if any of them can be sent one.
func (a *App) signal(all []*model.Container, left []string) tea.Cmd {
	if !slices.ContainsFunc(all, func(c *model.Container) bool { return c.Can(model.Kill) }) {
		return a.propose(all, left, "", model.Kill) // which says why not
	}
	var entries []overlay.Entry
	for _, s := range model.Signals {
		entries = append(entries, overlay.Entry{Name: s.Name, Text: s.Does, Do: func() tea.Cmd { return a.propose(all, left, s.Name, model.Kill) }})
	}
	a.overlay.Open(overlay.Choose(&a.keys.dialog, "send a signal to the first process of "+called(all), entries))
	return nil
}

// called is the name of one, or how many there are.
func called(all []*model.Container) string {
	if len(all) == 1 {
		return all[0].Name
	}
	return model.Plural(len(all), "container", "containers")
}

// changeEntries are the palette's for c: what makes sense for it now.
func (a *App) changeEntries(c *model.Container) (all []overlay.Entry) {
	if a.Actor == nil {
		return nil
	}
	target := c.Target()
	for _, v := range []model.Verb{model.Start, model.Stop, model.Restart, model.Pause, model.Unpause, model.Remove, model.Healthcheck} {
		if !c.Can(v) {
			continue
		}
		action := model.Action{Verb: v, Target: target}
		all = append(all, overlay.Entry{Name: action.Operation(c.Name), Text: "shows what it does, and asks", Do: func() tea.Cmd {
			return a.plan(pane.DoMsg{Actions: []model.Action{action}})
		}})
	}
	if c.Can(model.Kill) {
		all = append(all, overlay.Entry{Name: c.Name + ": signal …", Text: "choose one to send it", Do: func() tea.Cmd { return a.signal([]*model.Container{c}, nil) }})
	}
	if c.Can(model.Update) {
		all = append(all, overlay.Entry{Name: c.Name + ": limits …", Text: "change what it may use", Do: func() tea.Cmd { return a.limitsOf(c) }},
			overlay.Entry{Name: "undo limits of " + c.Name, Text: "take back the last change: shows what it does, and asks", Do: func() tea.Cmd { return a.undo(target) }})
	}
	return all
}

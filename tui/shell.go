package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// A Sheller knows the ways into a container.
type Sheller interface {
	// Shells are the ways in, the best first.
	Shells(context.Context, probe.Target, model.State) ([]Shell, error)
	// Podman is the podman command that knows the container, as the user could
	// type it; "" if there is none.
	Podman(probe.Target) string
}

// A Shell is one way in: a program that is handed the terminal.
type Shell struct {
	Title   string
	Command string // what the user could type instead
	Inside  bool   // it is the container's own
	// Open hands the terminal over, and takes it back when the shell ends. The
	// screen does not wait for it: sampling goes on.
	Open func(context.Context) error
}

// shellsIn is how long looking for ways in may take.
const shellsIn = 5 * time.Second

// An appMsg is the answer to what the app asked for: it does what follows from it.
type appMsg interface{ apply(*App) tea.Cmd }

type (
	shellsMsg struct {
		name string
		ways []Shell
		err  error
		all  bool // the user wants to choose
	}
	shellEndMsg struct {
		name string
		err  error
	}
)

// shell asks for the ways into the chosen container; if all, the user is to
// choose among them.
func (a *App) shell(all bool) tea.Cmd {
	c := a.chosen("to open a shell in")
	switch {
	case c == nil:
		return nil
	case a.Actor == nil:
		a.say(model.Warn, "read-only: a shell could change anything, so none is opened")
		return nil
	case a.Shell == nil:
		a.say(model.Info, "no shell: "+c.Name+" is not for real")
		return nil
	}
	s, state := probe.TargetOf(c), c.State
	return func() tea.Msg {
		ways, err := pane.Await(a.ctx, shellsIn, func(ctx context.Context) ([]Shell, error) { return a.Shell.Shells(ctx, s, state) })
		return shellsMsg{c.Name, ways, err, all}
	}
}

func (m shellsMsg) apply(a *App) tea.Cmd {
	switch {
	case m.err != nil:
		a.say(model.Bad, m.err.Error())
		return nil
	case len(m.ways) > 0 && m.ways[0].Inside && !m.all:
		return a.enter(m.name, m.ways[0])
	}
	title := "no shell in " + m.name + "; open one of the host’s?"
	if m.all {
		title = "shell in " + m.name
	}
	var entries []overlay.Entry
	for _, w := range m.ways {
		entries = append(entries, overlay.Entry{Name: w.Title, Text: w.Command, Do: func() tea.Cmd { return a.enter(m.name, w) }})
	}
	a.overlay.Open(overlay.Choose(&a.keys.dialog, title, entries))
	return nil
}

// enter hands the terminal to a shell.
func (a *App) enter(name string, w Shell) tea.Cmd {
	a.say(model.Info, "$ "+w.Command)
	a.inShell = true
	return func() tea.Msg { return shellEndMsg{name, w.Open(a.ctx)} }
}

func (m shellEndMsg) apply(a *App) tea.Cmd {
	a.inShell = false
	if m.err != nil {
		a.say(model.Warn, "the shell in "+m.name+": "+m.err.Error())
		return nil
	}
	a.say(model.Info, "back from "+m.name)
	return nil
}

// chosen is the container that is chosen on this page, or nil: then it says
// why. What for completes the sentence.
func (a *App) chosen(what string) *model.Container {
	p, ok := a.front().(pane.Chooser)
	if !ok {
		a.say(model.Info, "no container is chosen here "+what)
		return nil
	}
	c, reason := p.Chosen(a.env(a.focus()))
	if c == nil {
		a.say(model.Info, reason+": choose a container "+what)
	}
	return c
}

package tui

import (
	"context"
	"testing"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
)

// door has one way into each container.
type door struct{ sudo }

func (door) Shells(context.Context, probe.Target, model.State) ([]Shell, error) {
	return []Shell{{Title: "its own sh", Command: "podman exec -it web sh", Inside: true, Open: func(context.Context) error { return nil }}}, nil
}

// What is typed from when a shell is asked for until it has ended is for the
// shell: podtop may read it before the terminal is handed over.
func TestKeysAreForTheShell(t *testing.T) {
	q := tea.KeyPressMsg{Code: 'q', Text: "q"}
	a := appOn(modeltest.Busy().Samples(301), Options{Shell: door{}})
	_, open := a.Update(a.shellAnswer())
	if open == nil || !a.inShell {
		t.Fatal("no shell is opened")
	}
	if _, cmd := a.Update(q); cmd != nil {
		t.Errorf("q did %T", cmd())
	}
	a.Update(open())
	if _, cmd := a.Update(q); cmd == nil || cmd() != tea.Quit() {
		t.Error("afterwards q does not quit")
	}
}

// shellAnswer is what comes of asking for the ways into a container.
func (a *App) shellAnswer() tea.Msg {
	ways, err := a.Shell.Shells(a.ctx, probe.Target{}, model.Running)
	return shellsMsg{"web", ways, err, false}
}

package tui

import (
	"podtop/tui/page/containers"
	"podtop/tui/pane"
)

// Choices are what the user can choose on the screen and would find again. The
// zero Choices are the defaults.
type Choices struct {
	List   containers.Choices
	Window string // a pane.Window; "": 1 min
}

// Choices are what the user has chosen last. It is for when the screen is gone.
func (a *App) Choices() Choices {
	return Choices{List: a.list().Choices(), Window: a.window.String()}
}

// choose takes what was chosen before; unknown names are taken for the defaults.
func (a *App) choose(c Choices) {
	a.window = pane.Minute1
	if w, ok := pane.WindowByName(c.Window); ok {
		a.window = w
	}
}

func (a *App) list() *containers.Pane { return a.pages.stack[0].Pane.(*containers.Pane) }

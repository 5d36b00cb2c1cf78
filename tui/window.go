package tui

import (
	"podtop/model"
	"podtop/tui/pane"
)

// setWindow makes graphs show window number i, and says how much of it is
// known.
func (a *App) setWindow(i int) {
	a.window = pane.Window(i)
	a.say(model.Info, "graphs: "+a.window.String()+"; "+a.reach())
}

// reach says how far back history goes.
func (a *App) reach() string {
	return "history goes back " + pane.FormatDuration(a.snapshot.History.Reach())
}

// nextScale goes from absolute to % of host, to % of limit, and round.
func (a *App) nextScale() {
	a.scale = a.scale.Next()
	a.say(model.Info, "CPU and memory: "+a.scale.String())
}

package tui

import "podtop/tui/pane"

// Choices are what the user can choose on the screen and would find again. The
// zero Choices are the defaults.
type Choices struct {
	Pages  map[string]any // the preferences of pages, by the page's name
	Window string         // a pane.Window; "": 1 min
}

// Choices are what the user has chosen last. It is for when the screen is gone.
func (a *App) Choices() Choices {
	a.pages.front().keep()
	c := Choices{Pages: map[string]any{}, Window: a.window.String()}
	for _, row := range a.table {
		c.Pages[row.name] = row.preferences
	}
	return c
}

// choose takes what was chosen before; unknown names are taken for the defaults.
func (a *App) choose(c Choices) {
	for _, row := range a.table {
		if p, ok := c.Pages[row.name]; ok {
			row.preferences = p
		}
	}
	a.window = pane.Minute1
	if w, ok := pane.WindowByName(c.Window); ok {
		a.window = w
	}
}

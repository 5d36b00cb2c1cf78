package tui

import (
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

// toggleMouse takes the mouse from the terminal, which then marks no text with
// it, or gives it back.
func (a *App) toggleMouse() {
	if a.view.MouseMode != tea.MouseModeNone {
		a.view.MouseMode = tea.MouseModeNone
		a.say(model.Info, "mouse off: the terminal selects text again")
		return
	}
	a.view.MouseMode = tea.MouseModeCellMotion
	a.say(model.Info, "mouse on: wheel, click on a row or a heading; text is selected with shift")
}

// point sends what the mouse does to the dialog in front, else to what lies
// under it.
func (a *App) point(msg tea.MouseMsg) tea.Cmd {
	l, ok := a.layout()
	if !ok || a.view.MouseMode == tea.MouseModeNone {
		return nil
	}
	a.drawn = false
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		lines := wheel(at.Button)
		if d, ok := a.overlay.Front().(overlay.Scroller); ok {
			d.Scroll(lines)
			return nil
		}
		return a.pointAt(l, at, pane.Wheel{Lines: lines})
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft {
			return a.pointAt(l, at, pane.Click{X: at.X - l.page.x, Y: at.Y - l.page.y})
		}
	}
	return nil
}

// pointAt sends msg to the pane, if the mouse is there and no dialog in front.
func (a *App) pointAt(l layout, at tea.Mouse, msg tea.Msg) tea.Cmd {
	if a.overlay.Front() != nil || !l.page.contains(at.X, at.Y) {
		return nil
	}
	return a.send(a.focus(), msg)
}

// wheel is how many lines down a button of the wheel goes.
func wheel(b tea.MouseButton) int {
	switch b {
	case tea.MouseWheelUp:
		return -wheelLines
	case tea.MouseWheelDown:
		return wheelLines
	}
	return 0
}

func (r rect) contains(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

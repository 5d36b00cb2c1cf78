package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"podtop/model/modeltest"
	"podtop/tui/tuitest"
)

func click(x, y int) tea.Msg { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }

func turn(b tea.MouseButton, y int) tea.Msg { return tea.MouseWheelMsg{X: 3, Y: y, Button: b} }

// headX is a column of the screen that the head called title is in.
func headX(s *tuitest.Screen, title string) int {
	before, _, _ := strings.Cut(line(s.Settle(), "NAME"), title)
	return len([]rune(before))
}

func TestMouse(t *testing.T) {
	s, _ := play(t, modeltest.Busy().Samples(301), 80, 14, nil)
	s.Send(click(5, 6))
	if !cursorOn("pod web")(s.Settle()) {
		t.Errorf("the mouse is off, and moves the cursor:\n%s", s.Text())
	}
	s.Press("ctrl+o")
	s.WaitFor("mouse on")
	s.Send(click(5, 4))
	waitUntil(t, s, cursorOn("nginx"))
	s.Send(tea.MouseClickMsg{X: 5, Y: 5, Button: tea.MouseRight})
	s.Send(click(5, 0))
	waitUntil(t, s, cursorOn("nginx"))
	s.Send(click(headX(s, "MEM"), 2))
	waitUntil(t, s, shows("MEM▾"))
	s.Send(click(headX(s, "MEM"), 2))
	waitUntil(t, s, shows("MEM▴"))
	s.Send(click(headX(s, "60s"), 2))
	waitUntil(t, s, shows("CPU▾"))
	s.Send(click(headX(s, "NAME"), 2))
	waitUntil(t, s, shows("NAME▴"))
	s.Press("ctrl+o")
	s.WaitFor("mouse off")
}

func TestWheel(t *testing.T) {
	s, _ := play(t, modeltest.Busy().Samples(301), 80, 14, &fakeActor{})
	s.Press("ctrl+o")
	s.Send(turn(tea.MouseWheelDown, 5))
	waitUntil(t, s, hides("nginx"))
	waitUntil(t, s, cursorOn("shop-api-1")) // stays on screen
	s.Send(turn(tea.MouseWheelUp, 5))
	s.Send(turn(tea.MouseWheelUp, 5))
	waitUntil(t, s, shows("pod web"))
	s.Send(turn(tea.MouseWheelDown, 0)) // not over the list
	s.Settle()
	waitUntil(t, s, shows("pod web"))
	s.Press("s")
	s.WaitFor("▸ cpu")
	s.Send(turn(tea.MouseWheelDown, 5))
	s.Send(click(5, 5)) // a dialog is in front
	waitUntil(t, s, shows("▸ mem "))
	s.Press("esc", "!")
	s.Send(turn(tea.MouseWheelDown, 5))
	waitUntil(t, s, func(screen string) bool { return strings.Contains(line(screen, "mailer: its unit"), "▸") })
	s.Press("esc", "?")
	s.Send(turn(tea.MouseWheelDown, 5))
	waitUntil(t, s, hides("podtop test watches"))
}

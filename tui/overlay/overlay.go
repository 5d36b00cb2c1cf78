// Package overlay stacks dialogs on top of the page.
package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"podtop/tui/theme"
)

// A Dialog covers part of the page until it is closed, and gets every key
// while it is in front.
type Dialog interface {
	// Update handles a key and reports whether the dialog is done.
	Update(tea.KeyPressMsg) (done bool, cmd tea.Cmd)
	// View draws what is inside the frame in at most width by height cells.
	View(t theme.Theme, width, height int) string
}

// A Stack is the open dialogs, the last one in front. The zero Stack is empty.
type Stack struct{ dialogs []Dialog }

// Open puts d in front.
func (s *Stack) Open(d Dialog) { s.dialogs = append(s.dialogs, d) }

// Front returns the dialog in front, or nil if there is none.
func (s *Stack) Front() Dialog {
	if len(s.dialogs) == 0 {
		return nil
	}
	return s.dialogs[len(s.dialogs)-1]
}

// Update sends a key to the dialog in front.
func (s *Stack) Update(msg tea.KeyPressMsg) tea.Cmd {
	done, cmd := s.Front().Update(msg)
	if done {
		s.dialogs = s.dialogs[:len(s.dialogs)-1]
	}
	return cmd
}

// Cells the frame takes from the screen, both sides together: border, a space
// beside the text, and a cell of the page around it.
const (
	frameWidth  = 6
	frameHeight = 2
)

// Over draws the dialog in front, framed, in the middle of page, a screen of
// width by height cells.
func (s *Stack) Over(page string, t theme.Theme, width, height int) string {
	inside := s.Front().View(t, width-frameWidth, height-frameHeight)
	border := lipgloss.RoundedBorder()
	if t.Glyphs.Charset == theme.ASCII {
		border = lipgloss.ASCIIBorder()
	}
	box := lipgloss.NewStyle().Border(border).Padding(0, 1).Render(inside)
	w, h := lipgloss.Size(box)
	return lipgloss.NewCompositor(
		lipgloss.NewLayer(page),
		lipgloss.NewLayer(box).X(max(0, (width-w)/2)).Y(max(0, (height-h)/2)).Z(1),
	).Render()
}

// window cuts lines to height, such that line at is among them.
func window(lines []string, at, height int) []string {
	from := max(0, min(at-height/2, len(lines)-height))
	return lines[from:min(len(lines), from+max(0, height))]
}

func join(lines []string) string { return strings.Join(lines, "\n") }

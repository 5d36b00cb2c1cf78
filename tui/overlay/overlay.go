// Package overlay stacks dialogs on top of the page.
package overlay

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A Dialog covers part of the page until it is closed, and gets every key
// while it is in front.
type Dialog interface {
	// Update handles a key and reports whether the dialog is done.
	Update(tea.KeyPressMsg) (done bool, cmd tea.Cmd)
	// View draws what is inside the frame in at most width by height cells.
	View(t theme.Theme, width, height int) string
}

// A Scroller is a Dialog that the wheel of the mouse scrolls.
type Scroller interface{ Scroll(lines int) }

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
	at := len(s.dialogs) - 1
	done, cmd := s.dialogs[at].Update(msg)
	if done {
		s.dialogs = slices.Delete(s.dialogs, at, at+1) // what it opened stays
	}
	return cmd
}

// Cells the frame takes from the screen, both sides together: border, a space
// beside the text, and a cell of the page around it; above it, the line that
// says what is shown at all.
const (
	frameWidth  = 6
	frameHeight = 2 + headerHeight

	headerHeight = 1
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
		lipgloss.NewLayer(box).X(max(0, (width-w)/2)).Y(max(headerHeight, (height-h)/2)).Z(1),
	).Render()
}

// window cuts lines to height, such that line at is among them. Where some are
// cut off, the first or the last one that is left says how many.
func window(lines []string, at, height, width int, t theme.Theme) []string {
	const least = 4 // lines: fewer have none to spare
	from := max(0, min(at-height/2, len(lines)-height))
	to := min(len(lines), from+max(0, height))
	shown := slices.Clone(lines[from:to])
	if len(shown) < least {
		return shown
	}
	if from > 0 {
		shown[0] = moreText(from+1, "above", width, t)
	}
	if to < len(lines) {
		shown[len(shown)-1] = moreText(len(lines)-to+1, "below", width, t)
	}
	return shown
}

// moreText says that so many lines are not shown.
func moreText(n int, where string, width int, t theme.Theme) string {
	return clipped("  "+t.Glyphs.Ellipsis+" "+strconv.Itoa(n)+" more "+where, width, t.Muted, t)
}

// dialogWidth is the most cells of what is inside a dialog with a list.
const dialogWidth = 100

// whole is the text of line at below a list of n, if one of them is cut off by
// the room there is: an empty line, and as many as the longest takes, so that
// the list stays where it is.
func whole(n, at int, text func(int) string, room, width, height int, t theme.Theme) []string {
	const least = 12 // lines, for a list and more
	cut, most := false, 0
	for i := range n {
		cut = cut || widget.Width(text(i), t.Glyphs) > room
		most = max(most, len(wrap(nil, text(i), "", width, t)))
	}
	if !cut || height < least {
		return nil
	}
	lines := wrap([]string{""}, text(at), "", width, t)
	for len(lines) < 1+most {
		lines = append(lines, "")
	}
	return lines
}

func join(lines []string) string { return strings.Join(lines, "\n") }

package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// View implements tea.Model. It is called after each message, so the frame is
// kept until there is something new to show.
func (a *App) View() tea.View {
	if !a.drawn {
		a.view.AltScreen, a.view.Cursor = true, nil
		a.view.Content = a.frame()
		a.drawn = true
	}
	return a.view
}

// Size is that of the frames View draws, in cells.
func (a *App) Size() (width, height int) { return a.width, a.height }

// First takes in the first sample and returns the frame that shows it, lines
// ended by newlines, for a terminal on which the program has not begun: the
// renderer's own first frame comes with the first tick of its clock.
func (a *App) First(width, height int) string {
	a.width, a.height = width, height
	a.take(a.next().(sampleMsg))
	return a.View().Content
}

// frame draws the whole screen.
func (a *App) frame() string {
	if a.width <= 0 || a.height <= 0 {
		return ""
	}
	l, ok := a.layout()
	if !ok {
		return tooSmall(a.width, a.height)
	}
	env := a.env(a.focus())
	b := a.appendHeader(a.buf[:0], env, l.header.w)
	b = append(b, '\n')
	b = a.appendHost(b, env, l.host.w)
	b = append(b, '\n')
	b = a.front().Draw(b, env)
	b = append(b, '\n')
	if a.search.prompt != nil {
		b = a.appendPrompt(b, l.status.w)
	} else {
		b = a.appendStatus(b, l.status.w)
	}
	a.buf = b
	if a.overlay.Front() != nil {
		a.view.Cursor = nil
		return a.overlay.Over(string(b), a.theme, a.width, a.height)
	}
	return string(b)
}

// tooSmall is the one thing to say on a screen of w by h cells, in as many lines
// of whole words as there are.
func tooSmall(w, h int) string {
	text := strconv.Itoa(leastWidth) + "x" + strconv.Itoa(leastHeight) +
		" at least, this is " + strconv.Itoa(w) + "x" + strconv.Itoa(h)
	lines := strings.Split(ansi.Wordwrap(text, w, ""), "\n")
	for i, line := range lines {
		lines[i] = line[:min(len(line), w)]
	}
	return strings.Join(lines[:min(len(lines), h)], "\n")
}

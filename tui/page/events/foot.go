package events

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// statusSpare is about what the status line has beside a text.
const statusSpare = 24

// foot is all that is to be said of the event under the cursor, in lines, if
// neither its row nor the status line has room for it.
func (p *Pane) foot(env pane.Env) []string {
	const least = 12 // lines of the pane, of which half may be taken
	e, room := p.at(), env.Width-statusSpare
	if e == nil || env.Height < least || env.Width < least || bytesOf(e) <= room || p.fits(e, env) {
		return nil
	}
	g := env.Theme.Glyphs
	text := widget.Clean(g.Prose(sentence(e, env.Snapshot)), g)
	if widget.Width(text, g) <= room {
		return nil
	}
	lines := strings.Split(ansi.Wrap(text, env.Width-2, "/"), "\n")
	return lines[:min(len(lines), env.Height/2)]
}

// bytesOf is how long the sentence of e is at most; its cells are no more.
func bytesOf(e *model.Event) int {
	const around = len(time.TimeOnly) + len("  /: , says ") + 11 // a uid's digits
	return around + len(e.User) + len(e.Type) + len(e.Name) + len(e.Text) + len(e.Source)
}

func (p *Pane) drawFoot(b []byte, env pane.Env) []byte {
	for _, line := range p.foot(env) {
		b = widget.AppendText(append(b, "\n "...), line, env.Width-1, env.Theme.Glyphs)
	}
	return b
}

package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/theme"
)

// A text is a Dialog to read: as many lines as it takes, scrolled.
type text struct {
	keys  *KeyMap
	lines func(t theme.Theme, width int) []string
	at    int // the first line on screen
}

func (d *text) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if key.Matches(msg, d.keys.Leave, d.keys.Read, d.keys.Choose) {
		return true, nil
	}
	d.at = d.keys.travel(msg, d.at, 1<<10)
	return false, nil
}

func (d *text) Scroll(lines int) { d.at = max(0, d.at+lines) }

func (d *text) View(t theme.Theme, width, height int) string {
	lines := d.lines(t, min(width, 76))
	foot := t.Glyphs.Own(pane.First(d.keys.Leave)) + " leave"
	if len(lines) >= height {
		foot = t.Glyphs.Own(d.keys.more()) + "  " + foot
	}
	d.at = max(0, min(d.at, len(lines)-height+1))
	lines = lines[d.at:min(len(lines), d.at+max(0, height-1))]
	return join(append(lines[:len(lines):len(lines)], t.Muted.Render(foot)))
}

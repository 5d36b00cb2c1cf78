package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Help returns a Dialog that lists the keys that work now, and everything that
// is wrong or missing.
func Help(about string, groups []pane.Group, notes []model.Note) Dialog {
	return &help{about: about, groups: groups, notes: notes}
}

type help struct {
	about  string
	groups []pane.Group
	notes  []model.Note
	at     int // the first line on screen
}

var question = key.NewBinding(key.WithKeys("?", "enter"))

func (h *help) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if key.Matches(msg, leave, question) {
		return true, nil
	}
	h.at = travel(msg, h.at, 1<<10)
	return false, nil
}

func (h *help) View(t theme.Theme, width, height int) string {
	width = min(width, 76)
	lines := h.lines(t, width)
	foot := "esc leave"
	if len(lines) >= height {
		foot = "j k more  esc leave"
	}
	h.at = max(0, min(h.at, len(lines)-height+1))
	lines = lines[h.at:min(len(lines), h.at+max(0, height-1))]
	return join(append(lines[:len(lines):len(lines)], t.Muted.Render(foot)))
}

func (h *help) lines(t theme.Theme, width int) []string {
	lines := wrap(nil, h.about, t.Muted, width, t)
	if len(h.notes) > 0 {
		lines = append(lines, "", t.Title.Render("now"))
		for _, n := range h.notes {
			lines = wrap(lines, n.Text, styleOf(n.Severity, t), width, t)
		}
	}
	for _, g := range h.groups {
		lines = append(lines, "", t.Title.Render(g.Title))
		lines = append(lines, keyLines(g.Keys, t, width)...)
	}
	lines = append(lines, "", t.Title.Render("columns"))
	for _, text := range []string{
		"CPU: cores used, the mean of a second; beside it the greatest values of each moment of the last minute, all rows on one scale, the height by the square root.",
		"of limit: " + t.Glyphs.Hard + " memory that cannot be reclaimed, " + t.Glyphs.Cache + " page cache and the like, of the memory limit.",
		"PSI: share of the time in which some task waited for CPU, memory or I/O; the worst of them.",
		"THR: share of the periods in which the CPU quota ran out.",
	} {
		lines = wrap(lines, text, "", width, t)
	}
	return lines
}

// keyLines lists bindings in two columns if there is room.
func keyLines(keys []key.Binding, t theme.Theme, width int) []string {
	columns := 1
	if width >= 70 {
		columns = 2
	}
	var lines []string
	rows := (len(keys) + columns - 1) / columns
	for y := range rows {
		var b []byte
		for x := range columns {
			if i := x*rows + y; i < len(keys) {
				b = appendKey(b, keys[i].Help(), t, width/columns)
			}
		}
		lines = append(lines, string(b))
	}
	return lines
}

func appendKey(b []byte, h key.Help, t theme.Theme, width int) []byte {
	const keyWidth = 8
	b = widget.AppendText(append(b, ' '), h.Key, keyWidth, t.Glyphs)
	return widget.AppendText(b, h.Desc, width-keyWidth-1, t.Glyphs)
}

func styleOf(s model.Severity, t theme.Theme) theme.Style {
	switch s {
	case model.Bad:
		return t.Bad
	case model.Warn:
		return t.Warn
	}
	return ""
}

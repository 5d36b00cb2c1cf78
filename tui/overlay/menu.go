package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Keys of dialogs.
var (
	up     = key.NewBinding(key.WithKeys("k", "up"))
	down   = key.NewBinding(key.WithKeys("j", "down"))
	first  = key.NewBinding(key.WithKeys("g", "home"))
	last   = key.NewBinding(key.WithKeys("G", "end"))
	pageUp = key.NewBinding(key.WithKeys("pgup"))
	pageDn = key.NewBinding(key.WithKeys("pgdown"))
	choose = key.NewBinding(key.WithKeys("enter"))
	leave  = key.NewBinding(key.WithKeys("esc", "q"))
)

// travel is where a cursor among n lines goes from at by a key.
func travel(msg tea.KeyPressMsg, at, n int) int {
	const page = 10
	switch {
	case key.Matches(msg, up):
		at--
	case key.Matches(msg, down):
		at++
	case key.Matches(msg, first):
		at = 0
	case key.Matches(msg, last):
		at = n - 1
	case key.Matches(msg, pageUp):
		at -= page
	case key.Matches(msg, pageDn):
		at += page
	}
	return max(0, min(at, n-1))
}

// Menu returns a Dialog that lets the user choose one of m's items, and sends
// the choice to the pane that asked.
func Menu(m pane.MenuMsg) Dialog { return &menu{m} }

type menu struct{ pane.MenuMsg }

func (m *menu) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case key.Matches(msg, choose):
		reply := pane.ReplyMsg{To: m.To, Msg: pane.Chosen(m.At)}
		return true, func() tea.Msg { return reply }
	case key.Matches(msg, leave):
		return true, nil
	}
	m.At = travel(msg, m.At, len(m.Items))
	return false, nil
}

func (m *menu) View(t theme.Theme, width, height int) string {
	width = min(width, 76)
	name := 0
	for _, it := range m.Items {
		name = max(name, widget.Width(it.Name, t.Glyphs))
	}
	lines := make([]string, len(m.Items))
	for i, it := range m.Items {
		lines[i] = m.line(i, it, t, name, width)
	}
	head := t.Title.Render(widget.Clean(m.Title, t.Glyphs))
	foot := t.Muted.Render(string(widget.AppendText(nil, "enter choose  j k move  esc leave", width, t.Glyphs)))
	lines = append([]string{head}, window(lines, m.At, height-2)...)
	return join(append(lines, foot))
}

func (m *menu) line(i int, it pane.Item, t theme.Theme, name, width int) string {
	sign := strings.Repeat(" ", 2)
	if i == m.At {
		sign = t.Glyphs.Cursor + " "
	}
	b := []byte(sign)
	b = widget.AppendText(b, it.Name, min(name, width-2), t.Glyphs)
	if rest := width - 4 - name; rest > 0 {
		b = append(b, "  "...)
		if i == m.At {
			b = widget.AppendText(b, it.Text, rest, t.Glyphs)
		} else {
			b = t.Muted.End(widget.AppendText(t.Muted.Begin(b), it.Text, rest, t.Glyphs))
		}
	}
	if i == m.At {
		return t.Selected.Render(string(b))
	}
	return string(b)
}

package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Menu returns a Dialog that lets the user choose one of m's items, and sends
// the choice to the pane that asked.
func Menu(k *KeyMap, m pane.Menu) Dialog {
	return &menu{m, k, func(i int) tea.Cmd {
		reply := pane.ReplyMsg{To: m.To, Msg: pane.Chosen(i)}
		return func() tea.Msg { return reply }
	}}
}

type menu struct {
	pane.Menu
	keys   *KeyMap
	chosen func(int) tea.Cmd
}

func (m *menu) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case key.Matches(msg, m.keys.Choose):
		return true, m.chosen(m.At)
	case key.Matches(msg, m.keys.Leave):
		return true, nil
	}
	m.At = m.keys.travel(msg, m.At, len(m.Items))
	return false, nil
}

func (m *menu) View(t theme.Theme, width, height int) string {
	width = min(width, dialogWidth)
	name := 0
	for _, it := range m.Items {
		name = max(name, widget.Width(it.Name, t.Glyphs))
	}
	lines := make([]string, len(m.Items))
	for i, it := range m.Items {
		lines[i] = m.line(i, it, t, name, width)
	}
	head := clipped(m.Title, width, t.Title, t)
	foot := whole(len(m.Items), m.At, func(i int) string { return m.Items[i].Text }, width-4-name, width, height, t)
	foot = append(foot, t.Muted.Render(string(widget.AppendText(nil, t.Glyphs.Own(choicesOf(m.keys, len(m.Items))), width, t.Glyphs))))
	lines = append([]string{head}, window(lines, m.At, height-1-len(foot), width, t)...)
	return join(append(lines, foot...))
}

func (m *menu) Scroll(lines int) { m.At = max(0, min(m.At+lines, len(m.Items)-1)) }

// choices says which keys work where one chooses among several.
func choices(k *KeyMap) string { return choicesOf(k, 2) }

// choicesOf says which keys work where one chooses among n.
func choicesOf(k *KeyMap, n int) string {
	return choose(pane.First(k.Choose)+" choose", pane.First(k.Down)+" "+pane.First(k.Up)+" move", n) + pane.First(k.Leave) + " leave"
}

// choose is what enter does, if there is anything to choose, and that one can
// move, if there is something else.
func choose(enter, move string, n int) string {
	text := ""
	if n > 0 {
		text += enter + "  "
	}
	if n > 1 {
		text += move + "  "
	}
	return text
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

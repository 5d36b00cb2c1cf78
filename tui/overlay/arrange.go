package overlay

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Arrange returns a Dialog that lets the user choose some of m's parts, their
// order and widths, and sends the choice to the pane that asked.
func Arrange(k *KeyMap, m pane.Arrangement) Dialog {
	m.Parts = slices.Clone(m.Parts)
	return &arrange{Arrangement: m, keys: k}
}

type arrange struct {
	pane.Arrangement
	keys *KeyMap
	at   int
}

func (d *arrange) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	p, k := &d.Parts[d.at], d.keys
	switch {
	case key.Matches(msg, k.Choose):
		reply := pane.ReplyMsg{To: d.To, Msg: pane.Arranged(d.Parts)}
		return true, func() tea.Msg { return reply }
	case key.Matches(msg, k.Leave):
		return true, nil
	case key.Matches(msg, k.Toggle):
		p.On = p.Fixed || !p.On
	case key.Matches(msg, k.MoveUp):
		d.move(-1)
	case key.Matches(msg, k.MoveDown):
		d.move(1)
	case key.Matches(msg, k.Wider):
		p.Width = min(max(p.Width+1, p.Least), p.Most)
	case key.Matches(msg, k.Narrower):
		if p.Width--; p.Width < p.Least {
			p.Width = 0
		}
	case key.Matches(msg, k.Defaults):
		d.Parts, d.at = slices.Clone(d.Defaults), 0
	default:
		d.at = k.travel(msg, d.at, len(d.Parts))
	}
	return false, nil
}

// move moves the part under the cursor by one place, the cursor with it. What
// is fixed stays where it is.
func (d *arrange) move(n int) {
	to := d.at + n
	if to < 0 || to >= len(d.Parts) || d.Parts[to].Fixed || d.Parts[d.at].Fixed {
		return
	}
	d.Parts[d.at], d.Parts[to] = d.Parts[to], d.Parts[d.at]
	d.at = to
}

func (d *arrange) View(t theme.Theme, width, height int) string {
	width = min(width, dialogWidth)
	lines := make([]string, len(d.Parts))
	for i := range d.Parts {
		lines[i] = d.line(i, t, width)
	}
	foot := whole(len(d.Parts), d.at, func(i int) string { return d.Parts[i].Text }, width-6-arrangeName-arrangeWidth, width, height, t)
	foot = wrap(foot, t.Glyphs.Own(d.hint()), t.Muted, width, t)
	head := t.Title.Render(string(widget.AppendText(nil, d.Title, width, t.Glyphs)))
	lines = append([]string{head}, window(lines, d.at, height-1-len(foot), width, t)...)
	return join(append(lines, foot...))
}

func (d *arrange) hint() string {
	k := d.keys
	text := ""
	if !d.Parts[d.at].Fixed { // which stays where it is, and is shown
		text = pane.First(k.Toggle) + " show, hide  " + pane.First(k.MoveDown) + " " + pane.First(k.MoveUp) + " move  "
	}
	return text + pane.First(k.Wider) + " " + pane.First(k.Narrower) + " width  " + pane.First(k.Defaults) + " defaults  " +
		pane.First(k.Choose) + " keep  " + pane.First(k.Leave) + " leave"
}

// Widths of a line's fields.
const (
	arrangeName  = 12
	arrangeWidth = 5
)

func (d *arrange) line(i int, t theme.Theme, width int) string {
	p, box, cells, sign := d.Parts[i], "[ ] ", "", "  "
	if p.On {
		box = "[x] "
	}
	if p.Width > 0 {
		cells = strconv.Itoa(p.Width)
	}
	if i == d.at {
		sign = t.Glyphs.Cursor + " "
	}
	b := widget.AppendText([]byte(sign+box), p.Name, arrangeName, t.Glyphs)
	b = widget.AppendRight(b, cells, arrangeWidth-2, "")
	b = append(b, "  "...)
	style := t.Muted
	if i == d.at {
		style = ""
	}
	b = style.Begin(b)
	b = style.End(widget.AppendText(b, p.Text, width-6-arrangeName-arrangeWidth, t.Glyphs))
	if i == d.at {
		return t.Selected.Render(string(b))
	}
	return string(b)
}

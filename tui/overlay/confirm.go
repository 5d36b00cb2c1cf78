package overlay

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Confirm returns a Dialog that says what plan would do and runs yes if the
// user agrees. Any key but y is a no.
func Confirm(plan model.Plan, yes tea.Cmd) Dialog { return confirm{plan, yes} }

type confirm struct {
	plan model.Plan
	yes  tea.Cmd
}

var agree = key.NewBinding(key.WithKeys("y"))

func (c confirm) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if key.Matches(msg, agree) {
		return true, c.yes
	}
	return true, nil
}

// View shows the question first and the answers last: what is between them is
// cut off if the screen is too low.
func (c confirm) View(t theme.Theme, width, height int) string {
	width = min(width, 72)
	a := c.plan.Action
	head := wrap(nil, string(a.Verb)+" "+a.Target.Name+"?", t.Title, width, t)
	head = wrap(head, "$ "+c.plan.Command, "", width, t)
	var rest []string
	for _, w := range c.plan.Warnings {
		rest = wrap(rest, t.Glyphs.Alert+" "+w, t.Warn, width, t)
	}
	for _, e := range c.plan.Effects {
		rest = wrap(rest, e, "", width, t)
	}
	if c.plan.Undo != "" {
		rest = wrap(rest, "undo: "+c.plan.Undo, t.Muted, width, t)
	}
	if len(head)+len(rest)+2 <= height {
		head, rest = append(head, ""), append(rest, "")
	}
	head = append(head[:min(len(head), max(1, height-1))], rest[:max(0, min(len(rest), height-1-len(head)))]...)
	return join(append(head, t.Title.Render("y")+" do it   any other key: leave it"))
}

// wrap appends text in lines of at most width cells.
func wrap(lines []string, text string, s theme.Style, width int, t theme.Theme) []string {
	const most = 2000 // of a text nobody should have to read
	text = widget.Clean(text, t.Glyphs)
	text = ansi.Truncate(text, most, t.Glyphs.Ellipsis)
	for line := range strings.SplitSeq(ansi.Wrap(text, max(1, width), "/"), "\n") {
		lines = append(lines, s.Render(line))
	}
	return lines
}

package overlay

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Confirm returns a Dialog that says what each of plans, one at least, would
// do, and what is left as it is, and runs yes if the user agrees: by a key or,
// where something is removed for good, by writing what it is called. Any other
// key but those that scroll is a no.
func Confirm(k *KeyMap, w *WritingKeys, plans []model.Plan, left []string, yes tea.Cmd) Dialog {
	return &confirm{keys: k, writing: w, plans: plans, left: left, yes: yes, word: word(plans)}
}

// Ask returns a Dialog that asks what a page asks, and has it go on if the user
// agrees.
func Ask(k *KeyMap, q pane.Question) Dialog {
	plans := []model.Plan{{Effects: q.Effects}}
	for _, command := range q.Commands {
		plans = append(plans, model.Plan{Command: command})
	}
	return &confirm{keys: k, title: q.Title, plans: plans, yes: func() tea.Msg { return pane.ReplyMsg{To: q.To, Msg: q.Agree} }}
}

type confirm struct {
	keys    *KeyMap
	title   string // "": the plans say what is asked
	writing *WritingKeys
	plans   []model.Plan
	left    []string
	yes     tea.Cmd
	at      int // the first line on screen
	more    bool

	word string // to be written to agree; "": a key will do
	widget.Input
}

// word is what the user must write to agree: the name or, of several, how many
// there are. A name that one cannot write is another user's invention.
func word(plans []model.Plan) string {
	switch t := &plans[0].Action.Target; {
	case plans[0].Action.Verb != model.Remove:
		return ""
	case len(plans) > 1:
		return strconv.Itoa(len(plans))
	case t.Name != "" && strings.Trim(t.Name, writable) == "":
		return t.Name
	default:
		return t.ID.Short()
	}
}

// writable is what Podman lets names be made of.
const writable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"

func (c *confirm) Update(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	_, moves := c.keys.Lines(msg, 0)
	switch {
	case c.word != "":
		return c.write(msg)
	case key.Matches(msg, c.keys.Agree):
		return true, c.yes
	case c.more && moves:
		c.at = c.keys.travel(msg, c.at, 1<<10)
		return false, nil
	}
	return true, nil
}

func (c *confirm) write(msg tea.KeyPressMsg) (bool, tea.Cmd) {
	switch {
	case key.Matches(msg, c.writing.Leave):
		return true, nil
	case key.Matches(msg, c.writing.Choose):
		if c.Text() == c.word {
			return true, c.yes
		}
	case key.Matches(msg, c.writing.Up):
		c.Scroll(-1)
	case key.Matches(msg, c.writing.Down):
		c.Scroll(1)
	default:
		c.Input.Update(msg)
	}
	return false, nil
}

func (c *confirm) Scroll(lines int) { c.at = max(0, c.at+lines) }

// View shows the question first and the answers last: what is between them is
// scrolled if the screen is too low.
func (c *confirm) View(t theme.Theme, width, height int) string {
	width = min(width, 72)
	lines, foot := c.lines(t, width), c.foot(t, width)
	if len(lines)+1+len(foot) <= height {
		lines = append(lines, "")
	}
	if c.more = len(lines)+len(foot) > height; c.more {
		foot = c.foot(t, width)
	}
	room := max(1, height-len(foot))
	c.at = max(0, min(c.at, len(lines)-room))
	lines = lines[c.at:min(len(lines), c.at+room)]
	return join(append(lines[:len(lines):len(lines)], foot...))
}

// foot says how to agree, and how not to.
func (c *confirm) foot(t theme.Theme, width int) []string {
	own := t.Glyphs.Own
	if c.word == "" {
		agree := t.Title.Render(own(pane.First(c.keys.Agree)))
		if c.more {
			return []string{agree + " do it  " + own(c.keys.more()) + "  else leave it"}
		}
		return []string{agree + " do it   any other key: leave it"}
	}
	b := t.Title.Append(nil, widget.Clean("write "+c.word+" to do it: ", t.Glyphs))
	b = c.Input.AppendCursor(b, max(0, width-widget.Width("write "+c.word+" to do it: ", t.Glyphs)), t)
	text := pane.First(c.writing.Leave) + " leave it"
	switch {
	case c.Text() == c.word:
		text = pane.First(c.writing.Choose) + " do it  " + text
	case c.more:
		text = pane.First(c.writing.Down) + " " + pane.First(c.writing.Up) + " more  " + text
	}
	return []string{ansi.Truncate(string(b), max(1, width), ""), clipped(own(text), width, t.Muted, t)}
}

func (c *confirm) lines(t theme.Theme, width int) []string {
	lines := wrap(nil, c.question(), t.Title, width, t)
	for i := range c.plans {
		p := &c.plans[i]
		if p.Command != "" {
			lines = wrap(lines, "$ "+p.Command, "", width, t)
		}
		for _, call := range p.Calls {
			lines = wrap(lines, t.Glyphs.Prose(call), "", width, t)
		}
	}
	if len(c.left) > 0 {
		lines = wrap(lines, "left as it is: "+t.Glyphs.Prose(strings.Join(c.left, ", ")), t.Muted, width, t)
	}
	lines = append(lines, "")
	lines = c.changes(lines, t, width)
	lines = c.each(lines, func(p *model.Plan) []string { return p.Warnings }, t.Glyphs.Alert+" ", t.Warn, t, width)
	lines = c.each(lines, func(p *model.Plan) []string { return p.Effects }, "", "", t, width)
	return c.each(lines, func(p *model.Plan) []string {
		if p.Undo == "" {
			return nil
		}
		return []string{p.Undo}
	}, "undo: ", t.Muted, t, width)
}

func (c *confirm) question() string {
	if c.title != "" {
		return c.title
	}
	a := c.plans[0].Action
	if n := len(c.plans); n > 1 {
		return a.Operation(model.Plural(n, "container", "containers")) + "?"
	}
	return a.Operation(a.Target.Name) + "?"
}

// each appends what of says of every plan, the same thing once.
func (c *confirm) each(lines []string, of func(*model.Plan) []string, before string, s theme.Style, t theme.Theme, width int) []string {
	said := map[string]bool{}
	for i := range c.plans {
		for _, text := range of(&c.plans[i]) {
			if !said[text] {
				lines = wrap(lines, before+t.Glyphs.Prose(text), s, width, t)
			}
			said[text] = true
		}
	}
	return lines
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

// changes appends a table of what becomes another, and a line below it.
func (c *confirm) changes(lines []string, t theme.Theme, width int) []string {
	field, old := 0, 0
	before := len(lines)
	for i := range c.plans {
		for _, ch := range c.plans[i].Changes {
			field, old = max(field, widget.Width(string(ch.Field), t.Glyphs)), max(old, widget.Width(ch.Old, t.Glyphs))
		}
	}
	field, old = min(field, width/3), min(old, width/3)
	for i := range c.plans {
		p := &c.plans[i]
		if len(c.plans) > 1 && len(p.Changes) > 0 {
			lines = append(lines, clipped(p.Action.Target.Name, width, "", t))
		}
		for _, ch := range p.Changes {
			lines = append(lines, changeLine(ch, field, old, t, width))
		}
	}
	if len(lines) > before {
		lines = append(lines, "")
	}
	return lines
}

func changeLine(ch model.Change, field, old int, t theme.Theme, width int) string {
	b := widget.AppendText(nil, string(ch.Field), field, t.Glyphs)
	b = widget.AppendText(append(b, "  "...), t.Glyphs.Prose(ch.Old), old, t.Glyphs)
	b = append(append(b, ' '), t.Glyphs.Prose("→")...)
	text := " " + t.Glyphs.Prose(ch.New)
	if ch.Implied {
		return t.Muted.Render(string(widget.AppendText(b, text+"  (comes with it)", max(0, width-field-old-4), t.Glyphs)))
	}
	b, _ = widget.AppendClean(b, text, max(0, width-field-old-4), t.Glyphs)
	return string(b)
}

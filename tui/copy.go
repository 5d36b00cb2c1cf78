package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/tui/overlay"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A copying is what can go to the terminal's clipboard.
type copying struct {
	names, texts []string
	lines        int // how many of the first of them are texts of several lines
}

func (c *copying) add(name, text string) {
	if text != "" {
		c.names, c.texts = append(c.names, name), append(c.texts, text)
	}
}

// addLines adds lines, each of which is cleaned by itself.
func (c *copying) addLines(name, text string) {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = clean.Text(lines[i])
	}
	c.add(name, strings.Join(lines, "\n"))
	c.lines = len(c.names)
}

// copyWhat lets the user choose what of the chosen container or group goes to
// the terminal's clipboard, first what the cursor is on.
func (a *App) copyWhat() tea.Cmd {
	var what copying
	env := a.env(a.focus())
	if l, ok := a.front().(pane.Selector); ok {
		what.addLines(l.Selected(env))
	}
	if v, ok := a.front().(pane.Valuer); ok {
		what.add("what the cursor is on", v.Value(env))
	}
	if p, ok := a.front().(pane.Grouper); ok {
		if g := p.Group(env); g != nil {
			what.add("name of the "+g.By.String(), g.Name)
			what.add("id of the "+g.By.String(), g.ID)
		}
	}
	var c *model.Container
	if p, ok := a.front().(pane.Chooser); ok {
		c, _ = p.Chosen(env)
	}
	if c == nil {
		return func() tea.Msg { return copyMsg{what} }
	}
	what.add("name", c.Name)
	what.add("id", string(c.ID))
	what.add("image", c.Image)
	what.add("cgroup", c.Path)
	s, own := probe.TargetOf(c), c.UID == a.shown().Host.UID
	return func() tea.Msg {
		what.addCommands(s, a.podman(s, own))
		return copyMsg{what}
	}
}

// podman is the podman command that knows s; "" if there is none.
func (a *App) podman(s probe.Target, own bool) string {
	switch {
	case a.Shell != nil:
		return a.Shell.Podman(s)
	case own && s.Runtime == model.Podman:
		return "podman"
	}
	return ""
}

// addCommands adds commands about s that a person would type.
func (c *copying) addCommands(s probe.Target, podman string) {
	if podman == "" || s.ID == "" {
		return
	}
	id := s.ID.Short()
	c.add("inspect command", podman+" inspect "+id)
	c.add("logs command", podman+" logs --tail 100 "+id)
	c.add("shell command", podman+" exec -it "+id+" sh")
}

// A copyMsg is what there is to copy.
type copyMsg struct{ copying }

func (m copyMsg) apply(a *App) tea.Cmd {
	var entries []overlay.Entry
	for i, name := range m.names {
		do := func() tea.Cmd { return a.copy(name, m.texts[i]) }
		if i < m.lines {
			do = func() tea.Cmd { return a.copyLines(name, m.texts[i]) }
		}
		entries = append(entries, overlay.Entry{Name: name, Text: m.texts[i], Do: do})
	}
	if len(entries) == 0 {
		a.say(model.Info, "nothing here can be copied")
		return nil
	}
	a.overlay.Open(overlay.Choose(&a.keys.dialog, "copy to the terminal’s clipboard (OSC 52)", entries))
	return nil
}

// mostCopied is how many bytes are copied: terminals drop more.
const mostCopied = 64 << 10

// copy sends text to the clipboard, from where it may go into a shell: on one
// line that does not end, and clean. What the terminal makes of it nobody tells.
func (a *App) copy(name, text string) tea.Cmd {
	as := "copied"
	if line := clean.Text(strings.TrimRight(text, "\r\n")); line != text {
		text, as = line, "copied on one line, without what cannot be shown"
	}
	return a.toClipboard(name, as+", if the terminal lets podtop: "+widget.Clean(text, a.theme.Glyphs), text)
}

// copyLines sends lines to the clipboard, which are clean.
func (a *App) copyLines(name, text string) tea.Cmd {
	return a.toClipboard(name, name+" copied, if the terminal lets podtop", text)
}

func (a *App) toClipboard(name, done, text string) tea.Cmd {
	if len(text) > mostCopied {
		a.say(model.Warn, name+" is too long for a terminal’s clipboard")
		return nil
	}
	a.say(model.Info, done)
	return tea.SetClipboard(text)
}

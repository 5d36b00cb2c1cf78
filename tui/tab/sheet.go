package tab

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// A Sheet is a Tab that is nothing but text, without a cursor.
type Sheet struct {
	Name string
	Keys *KeyMap
	Text Writer

	lines Lines
}

// A Writer asks for something, and writes a text of what was answered.
type Writer interface {
	// Ask returns the command that asks, if it is time to; it is called at each
	// Tick.
	Ask(pane.Env, *poll.Subject) tea.Cmd
	// Take takes in an answer, and reports whether the message was one.
	Take(pane.Env, tea.Msg) bool
	// Write adds all of the text.
	Write(*widget.Sheet, pane.Env, *poll.Subject)
}

// A Revealer is a Writer with a widget.Cover over what looks secret.
type Revealer interface {
	// Reveal takes the cover off, or puts it back.
	Reveal()
}

// Title implements Tab.
func (t *Sheet) Title() string { return t.Name }

// Update implements Tab.
func (t *Sheet) Update(env pane.Env, s *poll.Subject, msg tea.Msg) tea.Cmd {
	if t.Text.Take(env, msg) {
		t.lines.Release()
		return nil
	}
	switch msg := msg.(type) {
	case pane.Tick:
		return t.Text.Ask(env, s)
	case tea.KeyPressMsg:
		t.press(env, msg)
	}
	return nil
}

func (t *Sheet) press(env pane.Env, msg tea.KeyPressMsg) {
	if r, ok := t.Text.(Revealer); ok && key.Matches(msg, t.Keys.Reveal) {
		r.Reveal()
		t.lines.Release()
		return
	}
	t.lines.Press(env, t.Keys, msg)
}

// Draw implements Tab.
func (t *Sheet) Draw(b []byte, env pane.Env, s *poll.Subject) []byte {
	return t.lines.Draw(b, env, func(sheet *widget.Sheet) { t.Text.Write(sheet, env, s) })
}

// Release implements Releaser.
func (t *Sheet) Release() { t.lines.Release() }

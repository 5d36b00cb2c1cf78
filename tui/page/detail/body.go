package detail

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A body is the text of a tab that has no cursor. It is written when there is
// something new to say; between that, frames show another part of it.
type body struct {
	keys   *KeyMap
	sheet  widget.Sheet
	scroll widget.Scroll
	of     written
}

// written is what a text was made of.
type written struct {
	snapshot *model.Snapshot
	now      time.Duration
	window   pane.Window
	width    int
	theme    theme.Theme
}

// anew has the text written anew before it is shown.
func (b *body) anew() { b.of = written{} }

// press takes a key, and reports whether it was for the text.
func (b *body) press(env pane.Env, msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	lines, ok := b.keys.Lines(k, max(1, env.Height-1))
	if ok {
		b.scroll.Read(lines, b.sheet.Len(), env.Height)
	}
	return ok
}

// draw appends the part of the text that is on screen. write adds all of it to
// the sheet.
func (b *body) draw(dst []byte, env pane.Env, write func(*widget.Sheet)) []byte {
	b.renew(env, write)
	b.scroll.Within(b.sheet.Len(), env.Height)
	below := b.scroll.Below(b.sheet.Len(), env.Height)
	if below == 0 {
		return b.sheet.Append(dst, b.scroll.Top, env.Height)
	}
	dst = append(b.sheet.Append(dst, b.scroll.Top, env.Height-1), '\n')
	return widget.AppendBelow(dst, env.Width, below, env.Theme)
}

// renew has write write the text, unless there is nothing new to say.
func (b *body) renew(env pane.Env, write func(*widget.Sheet)) {
	of := written{env.Snapshot, env.Now, env.Window, env.Width, env.Theme}
	if b.of == of {
		return
	}
	b.of = of
	b.sheet.Begin(env.Width, env.Theme)
	write(&b.sheet)
}

// pressCover takes a key, and reports whether it was for the cover.
func pressCover(c *widget.Cover, k *KeyMap, msg tea.Msg) bool {
	pressed, ok := msg.(tea.KeyPressMsg)
	if !ok || !key.Matches(pressed, k.Reveal) {
		return false
	}
	c.Off = !c.Off
	return true
}

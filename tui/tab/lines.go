package tab

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Lines are a text that has no cursor. It is written when there is something new
// to say; between that, frames show another part of it.
type Lines struct {
	sheet  widget.Sheet
	scroll widget.Scroll
	of     written
}

// written is what a text was made of. To write one takes some 15 µs and 70
// allocations, to draw a part of it less than 1 µs and none.
type written struct {
	snapshot *model.Snapshot
	now      time.Duration
	window   pane.Window
	width    int
	theme    theme.Theme
}

// Release has the text written anew before it is shown.
func (l *Lines) Release() { l.of = written{} }

// Top has the text shown from its first line.
func (l *Lines) Top() { l.scroll = widget.Scroll{} }

// Len is how many lines there are.
func (l *Lines) Len() int { return l.sheet.Len() }

// Press scrolls if the key is for that.
func (l *Lines) Press(env pane.Env, k *KeyMap, msg tea.KeyPressMsg) {
	if lines, ok := k.Lines(msg, max(1, env.Height-1)); ok {
		l.scroll.Read(lines, l.sheet.Len(), env.Height)
	}
}

// Draw appends the part of the text that is on screen. write adds all of it to
// the sheet.
func (l *Lines) Draw(b []byte, env pane.Env, write func(*widget.Sheet)) []byte {
	n := l.Write(env, write).Len()
	l.scroll.Within(n, env.Height)
	below := l.scroll.Below(n, env.Height)
	if below == 0 {
		return l.sheet.Append(b, l.scroll.Top, env.Height)
	}
	b = append(l.sheet.Append(b, l.scroll.Top, env.Height-1), '\n')
	return widget.AppendBelow(b, env.Width, below, env.Theme)
}

// Write has write write the text, unless there is nothing new to say, and
// returns it.
func (l *Lines) Write(env pane.Env, write func(*widget.Sheet)) *widget.Sheet {
	of := written{env.Snapshot, env.Now, env.Window, env.Width, env.Theme}
	if l.of != of {
		l.of = of
		l.sheet.Begin(env.Width, env.Theme)
		write(&l.sheet)
	}
	return &l.sheet
}

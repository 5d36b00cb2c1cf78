package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
)

// KeyMap is the keys of dialogs.
type KeyMap struct {
	pane.Moves
	Choose, Leave, Read, Agree key.Binding
	Logs                       key.Binding // of what is wrong
	Toggle, MoveUp, MoveDown   key.Binding // where parts are arranged
	Wider, Narrower, Defaults  key.Binding
}

// DefaultKeyMap returns the keys used unless the user chose others.
func DefaultKeyMap() KeyMap {
	return KeyMap{
		Moves:    pane.DefaultMoves("the first", "the last"),
		Choose:   pane.Bind("choose", "enter"),
		Leave:    pane.Bind("leave", "esc", "q"),
		Read:     pane.Bind("leave a text", "?", "f1"),
		Agree:    pane.Bind("do it", "y"),
		Logs:     pane.Bind("the log, when it began", "l"),
		Toggle:   pane.Bind("show it, or not", "space"),
		MoveUp:   pane.Bind("move it up", "K"),
		MoveDown: pane.Bind("move it down", "J"),
		Wider:    pane.Bind("wider", "+", "="),
		Narrower: pane.Bind("narrower, or as it needs", "-"),
		Defaults: pane.Bind("the defaults", "d"),
	}
}

// Groups are the keys as help lists them.
func (k *KeyMap) Groups() []pane.Group {
	return []pane.Group{{Title: "dialogs", Keys: k.Moves.With(
		pane.Named("choose", &k.Choose),
		pane.Named("leave", &k.Leave),
		pane.Named("leave-text", &k.Read),
		pane.Named("agree", &k.Agree),
		pane.Named("alert-log", &k.Logs),
		pane.Named("show", &k.Toggle),
		pane.Named("move-down", &k.MoveDown),
		pane.Named("move-up", &k.MoveUp),
		pane.Named("wider", &k.Wider),
		pane.Named("narrower", &k.Narrower),
		pane.Named("defaults", &k.Defaults),
	)}}
}

// travel is where a cursor among n lines goes from at by a key.
func (k *KeyMap) travel(msg tea.KeyPressMsg, at, n int) int {
	const page = 10
	lines, _ := k.Lines(msg, page)
	return max(0, min(at+lines, n-1))
}

// more says which keys scroll.
func (k *KeyMap) more() string { return pane.First(k.Down) + " " + pane.First(k.Up) + " more" }

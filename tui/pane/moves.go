package pane

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Moves are the keys that move a cursor among lines, or a text: each page and
// dialog has them among its own.
type Moves struct{ Up, Down, PageUp, PageDown, Top, Bottom key.Binding }

// DefaultMoves returns the keys used unless the user chose others. top and
// bottom say in help where those lead.
func DefaultMoves(top, bottom string) Moves {
	return Moves{
		Up:       Bind("up", "k", "up"),
		Down:     Bind("down", "j", "down"),
		PageUp:   Bind("a page up", "pgup"),
		PageDown: Bind("a page down", "pgdown"),
		Top:      Bind(top, "g", "home"),
		Bottom:   Bind(bottom, "G", "end"),
	}
}

// With is the keys as help lists them, and others after them.
func (m *Moves) With(others ...Key) []Key {
	return append([]Key{
		Named("down", &m.Down),
		Named("up", &m.Up),
		Named("page-down", &m.PageDown),
		Named("page-up", &m.PageUp),
		Named("top", &m.Top),
		Named("bottom", &m.Bottom),
	}, others...)
}

// Lines is how many lines down a key leads, of which page are a page, and
// whether it is one of these: to the top and to the bottom it is more than there
// can be.
func (m *Moves) Lines(msg tea.KeyPressMsg, page int) (lines int, ok bool) {
	const far = 1 << 20
	switch {
	case key.Matches(msg, m.Up):
		return -1, true
	case key.Matches(msg, m.Down):
		return 1, true
	case key.Matches(msg, m.PageUp):
		return -page, true
	case key.Matches(msg, m.PageDown):
		return page, true
	case key.Matches(msg, m.Top):
		return -far, true
	case key.Matches(msg, m.Bottom):
		return far, true
	}
	return 0, false
}

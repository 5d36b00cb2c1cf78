// Package tab is what the tabs of a page have in common, of a container's or of a
// group's. Each tab is a package below it.
package tab

import (
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/poll"
)

// A Tab is one of the things the page shows beside its graphs. It keeps what
// the user did there, and what it asked for; the rest comes with each call. The
// Env's Width and Height are the tab's.
type Tab interface {
	// Title is a word or two, for the strip of tabs.
	Title() string
	// Update takes a key, a pane.Tick while the tab is on screen, or an answer
	// to what it asked for.
	Update(pane.Env, *poll.Subject, tea.Msg) tea.Cmd
	// Draw appends exactly Env.Height lines of Env.Width cells, with a newline
	// between them.
	Draw([]byte, pane.Env, *poll.Subject) []byte
}

// A Finder is a Tab in which text can be found.
type Finder interface {
	Find(env pane.Env, s *poll.Subject, text string)
}

// A Valuer is a Tab whose cursor is on something that can be copied.
type Valuer interface {
	Value(pane.Env, *poll.Subject) string
}

// A Chooser is a Tab whose cursor is on a container.
type Chooser interface {
	// Chosen is that container, or nil, and why there is none.
	Chosen() (c *model.Container, reason string)
}

// An Opener is a Tab in which enter can do something.
type Opener interface {
	// Opens reports whether it does, where the cursor is.
	Opens(pane.Env) bool
}

// A Releaser is a Tab that keeps something of the snapshot it drew last.
type Releaser interface {
	// Release lets go of it: the tab is not on screen.
	Release()
}

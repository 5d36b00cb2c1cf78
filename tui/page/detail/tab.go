package detail

import (
	tea "charm.land/bubbletea/v2"

	"podtop/tui/pane"
	"podtop/tui/poll"
)

// A tab is one of the things the page shows beside its graphs. It keeps what
// the user did there, and what it asked for; the rest comes with each call. The
// Env's Width and Height are the tab's.
type tab interface {
	// title is a word or two, for the strip of tabs.
	title() string
	// update takes a key, a pane.Tick while the tab is on screen, or an answer
	// to what it asked for.
	update(pane.Env, *poll.Subject, tea.Msg) tea.Cmd
	// draw appends exactly Env.Height lines of Env.Width cells, with a newline
	// between them.
	draw([]byte, pane.Env, *poll.Subject) []byte
}

// A finder is a tab in which text can be found.
type finder interface {
	find(env pane.Env, s *poll.Subject, text string)
}

// A valuer is a tab whose cursor is on something that can be copied.
type valuer interface {
	value(pane.Env, *poll.Subject) string
}

// newTabs returns the tabs in the order of the strip, which ask together.
func newTabs(k *KeyMap, a *poll.Shared) []tab {
	return []tab{
		newLimits(k, a),
		newPressure(k, a),
		newProcesses(k, a),
		newMemory(k, a),
		newNetwork(k, a),
		newStorage(k, a),
		newHealth(k, a),
		newUnit(k, a),
		newInspect(k, a),
		newEnv(k, a),
	}
}

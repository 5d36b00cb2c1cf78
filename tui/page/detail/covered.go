package detail

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
)

// A cover is over what looks like a secret, until the user asks.
type cover struct {
	off bool
	n   int // texts that have something to cover
}

// press takes a key, and reports whether it was for the cover.
func (c *cover) press(k *KeyMap, msg tea.Msg) bool {
	pressed, ok := msg.(tea.KeyPressMsg)
	if !ok || !key.Matches(pressed, k.Reveal) {
		return false
	}
	c.off = !c.off
	return true
}

// text is a text as it is to be shown.
func (c *cover) text(s string) string {
	covered, n := probe.Cover("", s)
	if n > 0 {
		c.n++
	}
	if c.off {
		return s
	}
	return covered
}

// says says how much is covered, and how to see it or not.
func (c *cover) says(what string, k *KeyMap) string { return coveredText(c.n, c.off, what, k) }

// coveredText is that of n things, such as a line.
func coveredText(n int, off bool, what string, k *KeyMap) string {
	so, it, look := model.Plural(n, what, what+"s"), "them", "look"
	if n == 1 {
		it, look = "it", "looks"
	}
	if off {
		return so + " shown that " + look + " secret, " + pane.First(k.Reveal) + " covers " + it
	}
	return so + " covered, " + pane.First(k.Reveal) + " shows " + it
}

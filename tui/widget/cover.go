package widget

import (
	"podtop/model"
	"podtop/model/probe"
)

// A Cover is over what looks like a secret, until the user asks.
type Cover struct {
	Key   string // that takes it off, in words
	Off   bool
	Texts int // that have something to cover
}

// Reveal takes the cover off, or puts it back.
func (c *Cover) Reveal() { c.Off = !c.Off }

// Text is a text as it is to be shown.
func (c *Cover) Text(s string) string {
	covered, n := probe.Cover("", s)
	if n > 0 {
		c.Texts++
	}
	if c.Off {
		return s
	}
	return covered
}

// Hint says how many of the texts, such as a line, are covered, and by which key
// they are seen or not.
func (c *Cover) Hint(what string) string { return CoverText(c.Texts, c.Off, what, c.Key) }

// CoverText is Hint for n things.
func CoverText(n int, off bool, what, key string) string {
	so, it, look := model.Plural(n, what, what+"s"), "them", "look"
	if n == 1 {
		it, look = "it", "looks"
	}
	if off {
		return so + " shown that " + look + " secret, " + key + " covers " + it
	}
	return so + " covered, " + key + " shows " + it
}

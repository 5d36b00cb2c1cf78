package podman

import "podtop/model/clean"

// Bytes of what others say that are kept: there may be thousands of each.
const (
	maxText   = 4 << 10 // of a path, a reason
	maxReason = 512     // of why something failed
	maxShort  = 256     // of a name, an image
	maxWord   = 64      // of a state, a kind
)

// Clean is clean.Text.
func Clean(s string) string { return clean.Text(s) }

// text, short and word are s, clean and not too long.
func text(s string) string  { return clean.Head(s, maxText) }
func short(s string) string { return clean.Head(s, maxShort) }
func word(s string) string  { return clean.Head(s, maxWord) }

package podman

import "podtop/model/clean"

const maxText = 4 << 10 // bytes of a name, an image, …

// Clean is clean.Text.
func Clean(s string) string { return clean.Text(s) }

// text is s, clean and not too long.
func text(s string) string { return clean.Head(s, maxText) }

//go:build e2e

package main_test

import (
	"strings"
	"testing"
)

// testUndo changes a limit twice and takes both back: each time podtop says
// beforehand what it then does, and in the end that nothing is left. What is made
// anew under the name has nothing to undo either.
func testUndo(t *testing.T, h *host) {
	v := view{"own", h.own, h.changer(t)}
	b := h.run(t, v.owner, "undo", []string{"--memory", "64m"}, idle...)
	for _, tt := range []struct {
		flags, says string
		code        int
	}{
		{"--memory=128m --yes", "--undo makes memory 128M → 64M", 0},
		{"--memory=96m --yes", "--undo makes memory 96M → 128M", 0},
		{"--undo --dry-run", "undo: the next one takes back the change before, and sets again: memory 64M", 0},
		{"--undo --yes", "--undo makes memory 128M → 64M", 0},
		{"--undo --dry-run", "undo: none: an undo is not taken back", 0},
		{"--undo --yes", "nothing is left to undo", 0},
		{"--undo --yes", "nothing to undo", 1},
	} {
		if out := v.limits(t, b, tt.code, strings.Fields(tt.flags)...); !strings.Contains(out, tt.says) {
			t.Errorf("%s: %q is not in\n%s", tt.flags, tt.says, out)
		}
	}
	b.remove(t)()
	b = h.run(t, v.owner, "undo", []string{"--memory", "64m"}, idle...)
	if out := v.limits(t, b, 1, "--undo", "--yes"); !strings.Contains(out, "earlier container of that name") {
		t.Errorf("made anew: %s", out)
	}
}

package console

import (
	"strings"
	"testing"
)

// What puts the cursor into the corner does so only while it is kept.
func TestTheCursorStays(t *testing.T) {
	_, after, ok := strings.Cut(AsItWas, "\x1b8")
	before, _, kept := strings.Cut(AsItWas, "\x1b7")
	if !ok || !kept {
		t.Fatal("it is not kept")
	}
	for _, homes := range []string{"\x1b[?6", "\x1b[?69", "\x1b[r", "\x1bc", "\x1b[H"} {
		if strings.Contains(before+after, homes) {
			t.Errorf("%q puts it into the corner", homes)
		}
	}
}

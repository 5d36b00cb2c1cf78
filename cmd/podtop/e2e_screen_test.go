//go:build e2e

package main_test

import (
	"os"
	"testing"
)

// tall is the height of a screen that has room for the host's other containers
// beside those of the suite.
const tall = 120

// screen opens podtop's screen.
func (v viewer) screen(t *testing.T, cols, rows uint16, args ...string) *screen {
	t.Helper()
	cmd := v.command(args...)
	if v.user == nil {
		cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	}
	return open(t, cmd, cols, rows)
}

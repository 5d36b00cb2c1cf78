package main

import (
	"errors"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
)

// screenFPS bounds what a fast host may send over a slow line.
const screenFPS = 10

func runScreen(cmd *cobra.Command, o *options) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the screen needs a terminal; without one, use: podtop stats (or podtop stats --watch --format json)")
	}
	_ = tea.WithFPS(screenFPS)
	return errors.New("x")
}

package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"podtop/actions"
	"podtop/sampler"
	"podtop/tui"
	"podtop/tui/theme"
)

// screenFPS bounds what a busy host may send over a slow line.
const screenFPS = 10

func runScreen(cmd *cobra.Command, o *options) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the screen needs a terminal; without one, use: podtop stats (or podtop stats --watch --format json)")
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	host, err := openHost(ctx, o, sampler.Options{Interval: o.intervalOr(100 * time.Millisecond)})
	if err != nil {
		return err
	}
	app := tui.New(ctx, tui.Options{Source: host, Actor: host.actor(o), Version: version, Charset: charset(o.ascii, os.Getenv)})
	_, err = tea.NewProgram(app, tea.WithContext(ctx), tea.WithFPS(screenFPS)).Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return context.Canceled // a signal, or the line is gone
	}
	return err
}

// actor is what changes the host; nothing, if it may only be watched.
func (h *host) actor(o *options) tui.Actor {
	if o.readOnly {
		return nil
	}
	return actions.New(h.services.service)
}

// charset is what the terminal can show, as far as its locale tells: braille,
// unless one is set that is not UTF-8.
func charset(ascii bool, env func(string) string) theme.Charset {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG"), "utf-8"))
	if ascii || !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8") {
		return theme.ASCII
	}
	return theme.Braille
}

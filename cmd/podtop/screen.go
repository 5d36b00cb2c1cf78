package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

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
	relax()
	app := tui.New(ctx, tui.Options{
		Source: host, Actor: host.actor(o), Version: version,
		Charset: charset(o.ascii, os.Getenv), NoShell: noShell(),
	})
	// Signals end ctx. Were bubbletea to listen for them too, its shutdown could
	// wait for ever for its own handler.
	_, err = tea.NewProgram(early{app}, tea.WithContext(ctx), tea.WithFPS(screenFPS), tea.WithoutSignalHandler()).Run()
	if errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, tea.ErrProgramPanic) && ctx.Err() != nil {
		// A signal, or the line is gone. It may not have come to bubbletea's own
		// first frame, which then takes back nothing.
		_, _ = io.WriteString(os.Stdout, ansi.ResetModeAltScreenSaveCursor)
		return context.Canceled
	}
	return err
}

// early draws the first frame as soon as the terminal is set up, where
// bubbletea would draw it a tenth of a second later.
type early struct{ *tui.App }

// Init implements tea.Model. From its first Update on, App is the model.
func (e early) Init() tea.Cmd {
	if width, height, err := term.GetSize(os.Stdout.Fd()); err == nil {
		frame := strings.ReplaceAll(e.First(width, height), "\n", "\r\n")
		_, _ = io.WriteString(colorprofile.NewWriter(os.Stdout, os.Environ()),
			ansi.SetModeAltScreenSaveCursor+ansi.CursorHomePosition+frame)
	}
	return e.App.Init()
}

// actor is what changes the host; nothing, if it may only be watched.
func (h *host) actor(o *options) tui.Actor {
	if o.readOnly {
		return nil
	}
	return actions.New(h.services.service)
}

// noShell reports whether nobody would bring podtop back after ctrl+z, as when
// tmux or ssh started it without a shell.
func noShell() bool {
	own, err := unix.Getsid(0)
	parent, perr := unix.Getsid(os.Getppid())
	return err != nil || perr != nil || own == os.Getpid() || own != parent
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

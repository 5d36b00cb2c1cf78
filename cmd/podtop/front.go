package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"

	"podtop/cmd/podtop/console"
	"podtop/tui/paint"
)

// A front is podtop's place on the terminal, which bubbletea and the painter
// share. It is left to shells, and to the user's own when podtop is suspended.
type front struct {
	terminal *console.Terminal
	painter  *paint.Painter
	program  *tea.Program
	watch    *watch // nil: there is none
	hangUp   func() // ends podtop

	away sync.Mutex // held while the terminal is left to another
	lost error      // why it could not be taken back
}

// leaveIn is how long podtop may take to leave once it was told to end: a shell
// in front is given one second, and the terminal another to answer.
const leaveIn = 4 * time.Second

// errLate says that podtop did not leave in time, and that the terminal was given
// back without it.
var errLate = errors.New("podtop was told to end, and did not in time")

// run runs bubbletea until that ends, or leaveIn after ctx has.
func (f *front) run(ctx context.Context) error {
	if err := f.terminal.Take(); err != nil {
		return fmt.Errorf("taking the terminal: %w", err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := f.program.Run()
		f.away.Lock() // whoever is in front goes first
		defer f.away.Unlock()
		f.painter.End()
		f.terminal.End()
		done <- cmp.Or(f.lost, err)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(leaveIn):
		f.painter.Abandon()
		f.terminal.Force()
		return errLate
	}
}

// lend leaves the terminal to do, and takes it back unless podtop ends. If it
// cannot, podtop ends.
func (f *front) lend(ctx context.Context, do func() error) error {
	f.away.Lock()
	defer f.away.Unlock()
	err := f.program.ReleaseTerminal()
	f.terminal.Give()
	if err == nil { // else half of it may have been left
		err = do()
	}
	if ctx.Err() != nil {
		return err
	}
	if failed := f.takeTerminal(); failed != nil {
		f.lost = fmt.Errorf("taking the terminal back: %w", failed)
		f.hangUp()
	}
	return err
}

func (f *front) takeTerminal() error {
	if err := f.terminal.Take(); err != nil {
		return err
	}
	f.painter.Return()
	return f.program.RestoreTerminal()
}

// filter has front do itself what bubbletea would, which does not know of the
// terminal's settings.
func (f *front) filter(ctx context.Context) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.SuspendMsg); ok {
			go f.lend(ctx, func() error {
				f.watch.send(msgAway)
				defer f.watch.send(msgBack)
				return suspend(ctx)
			})
			return nil
		}
		return msg
	}
}

// suspend stops podtop, and those of its job, until somebody wants it again.
func suspend(ctx context.Context) error {
	again := make(chan os.Signal, 1)
	signal.Notify(again, unix.SIGCONT)
	defer signal.Stop(again)
	if err := unix.Kill(0, unix.SIGTSTP); err != nil {
		return err
	}
	select {
	case <-again:
	case <-ctx.Done():
	}
	return nil
}

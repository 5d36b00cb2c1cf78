package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"podtop/actions"
	"podtop/cmd/podtop/child"
	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/tui"
)

// A doorway hands the terminal to shells in containers.
type doorway struct {
	door  *actions.Door
	front *front
}

// doorway is the host’s; nil if there are no ways into its containers.
func (h *host) doorway() *doorway {
	if h.door == nil {
		return nil
	}
	return &doorway{door: h.door}
}

// sheller is s, or nothing.
func (s *doorway) sheller() tui.Sheller {
	if s == nil {
		return nil
	}
	return s
}

// setFront says whose terminal it is.
func (s *doorway) setFront(f *front) {
	if s != nil {
		s.front = f
	}
}

// Shells implements tui.Sheller.
func (s *doorway) Shells(_ context.Context, of probe.Target, state model.State) ([]tui.Shell, error) {
	ways, err := s.door.Shells(of, state)
	var all []tui.Shell
	for _, w := range ways {
		all = append(all, tui.Shell{
			Title: w.Title, Command: w.Command(), Inside: w.Inside,
			Open: func(ctx context.Context) error { return s.open(ctx, w) },
		})
	}
	return all, err
}

// Podman implements tui.Sheller.
func (s *doorway) Podman(of probe.Target) string { return s.door.Podman(of) }

// open leaves the terminal to a shell.
func (s *doorway) open(ctx context.Context, w actions.Shell) error {
	return s.front.lend(ctx, func() error { return runInFront(ctx, w) })
}

// soon is within what a program that ends badly has not been of use.
const soon = 2 * time.Second

// podmans is the exit code of podman exec itself: no shell ran to its end.
const podmans = 125

// runInFront runs w on a terminal of its own, which has podtop's in front of it:
// what is typed is for w alone, ctrl+c too.
func runInFront(ctx context.Context, w actions.Shell) error {
	fmt.Fprintf(os.Stdout, "(ctrl+] three times leaves it, whatever it does)\n$ %s\n", clean.Text(w.Command()))
	args, files, err := w.Prepare()
	began := time.Now()
	if err == nil {
		err = child.InFront(ctx, os.Stdin, os.Stdout, child.Session{Args: args, Files: files, Apart: w.Inside, Another: w.As != ""})
	}
	for _, f := range files {
		_ = f.Close()
	}
	var exit interface{ ExitCode() int }
	switch {
	case err == nil, errors.Is(err, child.ErrLeft), ctx.Err() != nil:
		return nil
	case errors.As(err, &exit) && time.Since(began) > soon && !(w.Inside && exit.ExitCode() == podmans):
		return nil // that of what was done last in it
	}
	err = fmt.Errorf("%s: %w", w.Args[0], err)
	fmt.Fprintf(os.Stdout, "%s; enter leads back to podtop\n", oneLine(err.Error()))
	enter := make(chan struct{})
	go func() {
		defer close(enter)
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	}()
	select {
	case <-enter:
	case <-ctx.Done(): // and podtop ends
	}
	return err
}

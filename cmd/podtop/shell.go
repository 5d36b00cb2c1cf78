package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"

	"podtop/actions"
	"podtop/model"
	"podtop/model/look"
	"podtop/tui"
	"podtop/tui/paint"
)

// A doorway hands the terminal to shells in containers.
type doorway struct {
	door    *actions.Door
	program *tea.Program
	painter *paint.Painter
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

// of says whose terminal it is.
func (s *doorway) of(program *tea.Program, painter *paint.Painter) {
	if s != nil {
		s.program, s.painter = program, painter
	}
}

// Shells implements tui.Sheller.
func (s *doorway) Shells(_ context.Context, of look.Subject, state model.State) ([]tui.Shell, error) {
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
func (s *doorway) Podman(of look.Subject) string { return s.door.Podman(of) }

// open hands the terminal over and takes it back as it was.
func (s *doorway) open(ctx context.Context, w actions.Shell) error {
	before, err := term.GetState(os.Stdin.Fd()) // bubbletea's
	if err != nil {
		return err
	}
	if err := s.program.ReleaseTerminal(); err != nil { // half of it may have been given away
		s.takeBack(before)
		return fmt.Errorf("giving the terminal away: %w", err)
	}
	cooked, err := term.GetState(os.Stdin.Fd())
	if err == nil {
		err = runInFront(ctx, w)
		_ = term.Restore(os.Stdin.Fd(), cooked)
	}
	s.takeBack(before)
	return err
}

// takeBack makes the terminal podtop's again.
func (s *doorway) takeBack(before *term.State) {
	s.painter.Return()
	if err := s.program.RestoreTerminal(); err != nil {
		_ = term.Restore(os.Stdin.Fd(), before)
	}
}

// soon is within what a program that ends badly has not been of use.
const soon = 2 * time.Second

// runInFront runs w as the terminal's foreground job: what is typed is for it
// alone, ctrl+c too.
func runInFront(ctx context.Context, w actions.Shell) error {
	fmt.Fprintf(os.Stdout, "$ %s\n", w.Command())
	began, err := time.Now(), inFront(ctx, w.Args)
	var exit *exec.ExitError
	switch {
	case err == nil, ctx.Err() != nil:
		return nil
	case errors.As(err, &exit) && time.Since(began) > soon:
		return nil // that of what was done last in it
	}
	fmt.Fprintf(os.Stdout, "%s: %v; enter leads back to podtop\n", w.Args[0], err)
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
	return fmt.Errorf("%s: %w", w.Args[0], err)
}

func inFront(ctx context.Context, args []string) error {
	tty := int(os.Stdin.Fd())
	own := unix.Getpgrp()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = os.Stdin, os.Stdout, os.Stderr, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: tty}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGHUP) } // as when its terminal goes
	cmd.WaitDelay = time.Second
	defer func() {
		// Of a job in the background the kernel stops whoever asks for that.
		signal.Ignore(syscall.SIGTTOU)
		defer signal.Reset(syscall.SIGTTOU)
		_ = unix.IoctlSetPointerInt(tty, unix.TIOCSPGRP, own)
	}()
	return cmd.Run()
}

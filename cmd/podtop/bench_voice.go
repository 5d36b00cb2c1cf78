package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"podtop/actions"
	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
)

// A benchVoice is how a benchmark talks to its user.
type benchVoice interface {
	say(text string)
	step(benchStep)
	// agree shows what is going to be run, and asks. An error says that it is not.
	agree(ctx context.Context, subjects []benchrun.Subject) error
}

// A benchStep is how far a benchmark is, and what was measured so far.
type benchStep struct {
	benchrun.Step
	report *bench.Report // nobody writes to it until the step is told; nil: there is none yet
	shapes []bench.Shape // of what is in no report yet
}

// phase is the step to one of which nothing else is known.
func phase(name string) benchStep {
	return benchStep{Step: benchrun.Step{Phase: name, Left: -1}}
}

// A commandVoice talks on the terminal of a command.
type commandVoice struct {
	cmd *cobra.Command
	*progress
}

func newCommandVoice(cmd *cobra.Command) *commandVoice {
	return &commandVoice{cmd, newProgress(os.Stderr)}
}

func (v *commandVoice) say(text string) { printLine(v.cmd, "%s", text) }

func (v *commandVoice) step(s benchStep) {
	left := int(max(0, s.Left).Seconds())
	switch {
	case s.All > 0:
		v.show("%d of %d", s.Done, s.All)
	case s.Left < 0 && s.Done == 0:
		v.show("%s", s.Phase)
	case s.report != nil && s.report.Arms != nil:
		v.show("%s, %d s left at most", model.Plural(s.Done, "pair", "pairs"), left)
	case s.report != nil && s.Done > 0:
		v.show("%d measured, %d s left", s.Done, left)
	default:
		v.show("%d s left", left)
	}
}

func (v *commandVoice) agree(ctx context.Context, subjects []benchrun.Subject) error {
	if !term.IsTerminal(os.Stdin.Fd()) {
		return usagef("without a terminal to ask on, running %s needs --yes", clean.Text(subjects[0].Image))
	}
	out := v.cmd.ErrOrStderr()
	fmt.Fprintln(out, "This is run, again and again:")
	for _, subject := range subjects {
		fmt.Fprintln(out, "  "+commandText(&subject))
	}
	if !confirm(ctx, v.cmd.InOrStdin(), out, "Run it?") {
		return errors.New("nothing was run")
	}
	return nil
}

// commandText is a subject as one writes it to run it oneself.
func commandText(s *benchrun.Subject) string {
	return clean.Text(actions.Shell{Args: s.CommandLine()}.Command())
}

// A progress is told on standard error, if that is a terminal.
type progress struct {
	to    *os.File // nil: it is not told
	shown bool
}

func newProgress(f *os.File) *progress {
	if !term.IsTerminal(f.Fd()) {
		f = nil
	}
	return &progress{to: f}
}

func (p *progress) show(format string, args ...any) {
	if p.to != nil {
		fmt.Fprintf(p.to, "\r\x1b[K"+format, args...)
		p.shown = true
	}
}

// clear takes away what was told.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.shown = false
	}
}

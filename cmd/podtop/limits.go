package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
	"podtop/sampler"
)

// limitsOptions are the flags of podtop limits.
type limitsOptions struct {
	*options
	end               *ending
	format            string
	over              time.Duration // of the figures
	yes, dryRun, undo bool
	values            map[model.Field]*string
	settings          []model.Setting // what is to be another; none: they are shown
}

func newLimits(o *options, end *ending) *cobra.Command {
	lo := limitsOptions{options: o, end: end, values: map[model.Field]*string{}}
	cmd := &cobra.Command{
		Use:   "limits NAME...",
		Short: "Show or change the limits of containers that run",
		Long: `Show the limits of containers, and what they use of them: what Podman has on
record, what the container's cgroup has and the one inside it, which of all
those around it holds, and now, the 95th percentile and the most of --for.
Podman means memory and swap together by memory-swap; the cgroups of v2 have
that of swap alone.

With flags of podman update it changes them: it says what it will do and what
takes it back, asks, does it, and compares Podman's record and both cgroups with
what was meant. What fails is taken back. Without a terminal it needs --yes.
none, unlimited, max and -1 mean no limit.

A name that several users have is written USER/NAME; an id does as well.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s wants the name of a container", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return runLimits(cmd, &lo, args) },
	}
	f := cmd.Flags()
	f.StringVar(&lo.format, "format", "table", "table or json")
	f.DurationVar(&lo.over, "for", 5*time.Second, "how long to look, for the figures")
	f.BoolVarP(&lo.yes, "yes", "y", false, "change without asking")
	f.BoolVar(&lo.dryRun, "dry-run", false, "only say what would be done")
	f.BoolVar(&lo.undo, "undo", false, "take back the last change that podtop made to the container")
	for i := range limit.Fields {
		field := &limit.Fields[i]
		lo.values[field.Name] = f.String(string(field.Name), "", field.Help)
	}
	complete(cmd, "format", func(string) []string { return []string{"table", "json"} })
	complete(cmd, "restart", func(string) []string { return []string{"no", "always", "unless-stopped", "on-failure", "on-failure:3"} })
	return cmd
}

// check refuses what cannot be meant, before anything is asked of anybody.
func (lo *limitsOptions) check(cmd *cobra.Command) (err error) {
	if err := lo.options.check(cmd); err != nil {
		return err
	}
	if lo.format != "table" && lo.format != "json" {
		return usagef("unknown format %q; there are: table, json", lo.format)
	}
	if lo.over < 0 || lo.over > time.Hour {
		return usagef("--for %v: want a time up to an hour, such as 10s", lo.over)
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value := lo.values[model.Field(f.Name)]
		if value == nil || err != nil {
			return
		}
		var s model.Setting
		if s, err = limit.Parse(model.Field(f.Name), *value); err == nil {
			lo.settings = append(lo.settings, s)
		}
	})
	if err == nil {
		err = limit.Contradiction(lo.settings)
	}
	switch {
	case err != nil:
		return usagef("--%w", err)
	case lo.undo && len(lo.settings) > 0:
		return usagef("--undo takes back the last change: give it without other limits")
	case !lo.changes() && (lo.yes || lo.dryRun):
		return usagef("--yes and --dry-run are of a change, and none is asked for: give a limit, such as --memory 512m, or --undo")
	case lo.changes() && lo.demo:
		return usagef("--demo: the demonstration has no limits that can be changed")
	case lo.changes():
		return lo.mayChange("limits")
	}
	return nil
}

// checkTerminal refuses to change what nobody can be asked about.
func (lo *limitsOptions) checkTerminal() error {
	if lo.changes() && !lo.yes && !lo.dryRun && !term.IsTerminal(os.Stdin.Fd()) {
		return usagef("without a terminal to ask on, changing a limit needs --yes (or --dry-run)")
	}
	return nil
}

func (lo *limitsOptions) changes() bool { return len(lo.settings) > 0 || lo.undo }

func runLimits(cmd *cobra.Command, lo *limitsOptions, names []string) error {
	if err := cmp.Or(lo.check(cmd), lo.checkTerminal()); err != nil {
		return err
	}
	lo.watchOnly = !lo.changes()
	lo.end.change.Store(lo.changes())
	if lo.changes() {
		return unchanged(cmd.Context(), lo.run(cmd, names, lookup))
	}
	return lo.run(cmd, names, time.Second)
}

// run shows or changes the limits of the containers that names mean.
func (lo *limitsOptions) run(cmd *cobra.Command, names []string, interval time.Duration) error {
	ctx := cmd.Context()
	host, err := openHost(ctx, lo.options, sampler.Options{Interval: lo.intervalOr(interval), Unlimited: true})
	if err != nil {
		return err
	}
	defer host.close()
	host.tracker.Budget = -1
	snap, found, err := host.find(ctx, names)
	if err != nil {
		return err
	}
	if lo.changes() {
		return lo.change(ctx, cmd, host, found)
	}
	return lo.show(ctx, cmd.OutOrStdout(), host, snap, found)
}

// unchanged is err of a command that was to change something: where none had
// begun, a signal or a Podman that hangs up is no good end either.
func unchanged(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return errors.New("interrupted: nothing was changed")
	case errors.Is(err, syscall.EPIPE):
		return errors.New(err.Error()) // to main it would be a reader of podtop's that has gone
	}
	return err
}

// lookup is the interval where nothing is wanted of the samples but names.
const lookup = 200 * time.Millisecond

// planTime and doTime bound what Podman is waited for.
const (
	planTime = 20 * time.Second
	doTime   = time.Minute
)

// change plans for all, asks once, and does one after the other.
func (lo *limitsOptions) change(ctx context.Context, cmd *cobra.Command, h *host, found []model.Container) error {
	var plans []model.Plan
	for i := range found {
		p, err := lo.plan(ctx, h, &found[i])
		if err != nil {
			return err
		}
		writePlan(cmd.OutOrStdout(), &p)
		if len(p.Changes) > 0 {
			plans = append(plans, p)
		}
	}
	if len(plans) == 0 || lo.dryRun {
		return nil
	}
	if !lo.yes && !confirm(ctx, cmd.InOrStdin(), cmd.OutOrStdout(), "Change it?") {
		fmt.Fprintln(cmd.OutOrStdout(), "Nothing was changed.")
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		return nil
	}
	lo.end.begun.Store(true)
	return h.doAll(ctx, cmd.OutOrStdout(), plans)
}

// doAll carries the plans out, one after the other. An interruption ends that:
// what had begun is told.
func (h *host) doAll(ctx context.Context, out io.Writer, plans []model.Plan) error {
	var failed error
	for i := range plans {
		name := clean.Text(plans[i].Action.Target.Name)
		if ctx.Err() != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: interrupted before it", name))
			continue
		}
		within, cancel := context.WithTimeout(ctx, doTime)
		err := h.actor.Do(within, plans[i])
		cancel()
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		fmt.Fprintln(out, name+": done, and read back")
		fmt.Fprintln(out, "  "+clean.Text(h.nextUndo(ctx, plans[i].Action.Target)))
	}
	if failed != nil {
		return startedError{failed}
	}
	return nil
}

// nextUndo says what the next --undo would do, or that it would do nothing.
func (h *host) nextUndo(ctx context.Context, t model.Target) string {
	ctx, cancel := context.WithTimeout(ctx, planTime)
	defer cancel()
	text, err := h.actor.NextUndo(ctx, t)
	if err != nil {
		return err.Error()
	}
	return "--undo makes " + text
}

// A startedError is of a change that had begun: it is printed, whatever ended it.
// What it wraps is not to be looked at.
type startedError struct{ err error }

func (e startedError) Error() string { return e.err.Error() }

func (lo *limitsOptions) plan(ctx context.Context, h *host, c *model.Container) (model.Plan, error) {
	ctx, cancel := context.WithTimeout(ctx, planTime)
	defer cancel()
	a := model.Action{Verb: model.Update, Target: c.Target(), Limits: lo.settings}
	if lo.undo {
		var err error
		if a, err = h.actor.Undo(ctx, a.Target); err != nil {
			return model.Plan{}, err
		}
	}
	return h.actor.Plan(ctx, a)
}

// writePlan says what is going to be done.
func writePlan(w io.Writer, p *model.Plan) {
	line := func(format string, args ...any) { fmt.Fprintln(w, clean.Text(fmt.Sprintf(format, args...))) }
	line("%s", cmp.Or(p.Action.Target.Name, p.Action.Target.ID.Short()))
	if len(p.Changes) == 0 {
		for _, e := range p.Effects {
			line("  %s", e)
		}
	}
	for _, c := range p.Changes {
		implied := ""
		if c.Implied {
			implied = "  (comes with it)"
		}
		line("  %-20s %s → %s%s", c.Field, c.Old, c.New, implied)
	}
	for _, warning := range p.Warnings {
		line("  ! %s", warning)
	}
	if p.Command != "" {
		line("  as by: %s", p.Command)
	}
	for _, c := range p.Calls {
		line("  %s", c)
	}
	if p.Undo != "" {
		line("  undo: %s", p.Undo)
	}
}

// confirm asks, and reports whether the answer is yes. An interruption is none.
func confirm(ctx context.Context, in io.Reader, out io.Writer, question string) bool {
	fmt.Fprint(out, question+" [y/N] ")
	answers := make(chan string, 1)
	go func() {
		answer, _ := bufio.NewReader(in).ReadString('\n')
		answers <- answer
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(out)
		return false
	case answer := <-answers:
		answer = strings.ToLower(strings.TrimSpace(answer))
		return ctx.Err() == nil && (answer == "y" || answer == "yes")
	}
}

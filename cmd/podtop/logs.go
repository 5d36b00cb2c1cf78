package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
	"podtop/model/logs"
	"podtop/model/when"
	"podtop/sampler"
	"podtop/sampler/journal"
)

// logsOptions are the flags of podtop logs.
type logsOptions struct {
	*options
	all, follow, anyCase bool
	previous             bool
	tail                 int
	since, until         string
	grep, where          string
	journal, format      string

	from, to time.Time // by --since and --until
	pattern  logs.Pattern
	filter   logs.Filter // by --where
}

var logsFormats = []string{"text", "json", "raw"}

func newLogs(o *options) *cobra.Command {
	lo := logsOptions{options: o}
	cmd := &cobra.Command{
		Use:   "logs [NAME...]",
		Short: "Print what containers wrote",
		Long: `Print what containers wrote, of several in the order of time. A NAME is that of a
container, its id or the beginning of that, a pod, a systemd unit, USER/NAME, or a
pattern such as 'web-*'. From the journal come the lines of all containers that
had the name, removed ones too.

The journal's own files are read where the log driver is journald or passthrough;
what k8s-file and json-file keep is asked of Podman. A line of the journal is a
container's only if its owner wrote it: what another user wrote in its name is
left out, and counted on standard error.

text  the time, the container, ! for standard error, and the line
json  one object a line
raw   what the container wrote alone, without what a terminal would obey`,
		ValidArgsFunction: completeLogNames,
		RunE:              func(cmd *cobra.Command, names []string) error { return runLogs(cmd, &lo, names) },
	}
	f := cmd.Flags()
	f.BoolVarP(&lo.all, "all", "a", false, "of all containers there are")
	f.BoolVarP(&lo.follow, "follow", "f", false, "go on with what is written, until interrupted")
	f.BoolVar(&lo.previous, "previous", false, "of the run before the present one, or before the last one")
	f.IntVarP(&lo.tail, "tail", "n", -1, "only the last `N` lines (default all)")
	f.StringVar(&lo.since, "since", "", "only what was written after a `TIME`: 10m ago, 12:00, yesterday, 2026-11-20 or 2026-11-20T14:30:00Z")
	f.StringVar(&lo.until, "until", "", "only what was written before a `TIME`")
	f.StringVar(&lo.grep, "grep", "", "only lines with that `TEXT`, or ~ and a regular expression")
	f.BoolVarP(&lo.anyCase, "ignore-case", "i", false, "--grep takes capitals for small letters")
	f.StringVar(&lo.where, "where", "", "only lines for which all `TERMS` hold, such as 'level>=warn stream=stderr -healthz'")
	f.StringVar(&lo.journal, "journal", "", "a copied journal: read the files of a `DIR`, and ask nobody else")
	f.StringVar(&lo.format, "format", "text", "text, json or raw")
	complete(cmd, "format", func(string) []string { return logsFormats })
	complete(cmd, "since", func(string) []string { return []string{"10m", "2h", "7d", "today", "yesterday"} })
	return cmd
}

// check refuses what cannot be meant, before anything is asked of anybody.
func (lo *logsOptions) check(cmd *cobra.Command, names []string, now time.Time) (err error) {
	switch err := lo.options.check(cmd); {
	case err != nil:
		return err
	case lo.options.filter != "":
		return usagef("--filter chooses containers of the list; logs takes names, patterns, pods and units, and --where chooses lines")
	case len(names) == 0 && !lo.all:
		return usagef("of which containers? Give names, or --all")
	case len(names) > 0 && lo.all:
		return usagef("--all is of all containers: leave out %s", strings.Join(names, " "))
	case !slices.Contains(logsFormats, lo.format):
		return usagef("unknown format %q; there are: %s", lo.format, strings.Join(logsFormats, ", "))
	case lo.journal != "" && lo.demo:
		return usagef("--demo and --journal exclude each other: the demonstration reads no file")
	case lo.journal != "" && (lo.all || lo.follow):
		return usagef("--journal reads a copy: give names, and leave out --all and --follow")
	case cmd.Flags().Changed("tail") && lo.tail < 0:
		return usagef("--tail %d: want how many lines, from 0 on", lo.tail)
	case lo.follow && lo.previous:
		return usagef("--follow and --previous exclude each other: nothing is written any more in an earlier run")
	case lo.follow && lo.until != "":
		return usagef("--follow goes on, so it has no --until")
	}
	if lo.seeded {
		now = demoNow
	}
	if lo.from, err = parseTime("since", lo.since, now); err != nil {
		return err
	}
	if lo.to, err = parseTime("until", lo.until, now); err != nil {
		return err
	}
	return lo.checkFilters(now)
}

// parseTime reads the time that a flag gives, the zero one if it gives none.
func parseTime(flag, text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := when.Parse(text, now)
	if err != nil {
		return t, usagef("--%s: %w", flag, err)
	}
	return t, nil
}

func (lo *logsOptions) checkFilters(now time.Time) (err error) {
	letters := logs.SmartCase
	if lo.anyCase {
		letters = logs.AnyCase
	}
	if lo.pattern, err = logs.ParsePattern(lo.grep, letters); err != nil {
		return pointAt("grep", lo.grep, err)
	}
	if lo.filter, err = logs.ParseFilter(lo.where, now, letters); err != nil {
		return pointAt("where", lo.where, err)
	}
	since, until := lo.filter.Times()
	if since.After(lo.from) {
		lo.from = since
	}
	if lo.to.IsZero() || !until.IsZero() && until.Before(lo.to) {
		lo.to = until
	}
	return nil
}

func runLogs(cmd *cobra.Command, lo *logsOptions, names []string) error {
	if err := lo.check(cmd, names, time.Now()); err != nil {
		return err
	}
	r := &logReader{logsOptions: lo, out: cmd.OutOrStdout(), errs: cmd.ErrOrStderr()}
	defer r.close()
	if lo.journal != "" {
		return r.runCopied(cmd.Context(), names)
	}
	return r.runHere(cmd.Context(), names)
}

// runCopied prints what is in a copied journal.
func (r *logReader) runCopied(ctx context.Context, names []string) error {
	dir := r.logsOptions.journal
	if _, err := os.ReadDir(dir + "/"); err != nil {
		return fmt.Errorf("--journal: %w", err)
	}
	r.openJournal(dir)
	found, err := r.copied(names)
	if err != nil {
		return err
	}
	if r.previous {
		return r.printPrevious(ctx, copiedLogs(dir).OpenLog(found, logs.WithEvents), found)
	}
	r.sort(found)
	return r.print(ctx, found)
}

// runHere prints the logs of this machine, or of the demonstration.
func (r *logReader) runHere(ctx context.Context, names []string) error {
	if local, err := journal.LocalDirs(); err == nil && !r.demo {
		r.openJournal(local...)
	}
	host, err := r.openHost(ctx)
	if err != nil {
		return err
	}
	defer host.close()
	r.logOf = host.logOf
	found, err := r.find(ctx, host, names)
	if err != nil {
		return err
	}
	switch {
	case r.previous:
		return r.printPrevious(ctx, host.logs.OpenLog(found, logs.WithEvents), found)
	case r.demo:
		r.sortDemo(ctx, host, found)
	default:
		r.sort(found)
	}
	return r.print(ctx, found)
}

// openHost opens the host to look up containers, which it knows from before, too.
func (lo *logsOptions) openHost(ctx context.Context) (*host, error) {
	lo.watchOnly = true
	h, err := openHost(ctx, lo.options, sampler.Options{Interval: lo.intervalOr(lookup), Unlimited: true})
	if err != nil {
		return nil, err
	}
	h.tracker.Budget = -1
	if h.past != nil {
		h.tracker.Recall(h.past)
	}
	return h, nil
}

// find are the containers that names mean, and those that the journal alone
// still knows.
func (r *logReader) find(ctx context.Context, h *host, names []string) ([]logs.Wanted, error) {
	var found []logs.Wanted
	_, _, err := h.seek(ctx, func(snap *model.Snapshot) (_ []model.Container, err error) {
		found, err = r.choose(snap, names)
		return nil, err
	})
	return found, err
}

// ownUIDs are those whose containers somebody means who gives a name alone:
// root's, and one's own.
func ownUIDs() []int {
	if uid := os.Getuid(); uid != 0 {
		return []int{uid, 0}
	}
	return []int{0}
}

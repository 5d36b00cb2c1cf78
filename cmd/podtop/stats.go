package main

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
	"podtop/sampler"
)

// statsOptions are the flags of podtop stats.
type statsOptions struct {
	*options
	format     string
	watch      bool
	timestamps bool
	columns    []string
	sort       string
	all        bool
	chosen     model.Filter // by --filter
}

func newStats(o *options) *cobra.Command {
	so := statsOptions{options: o}
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Print the figures once, or again and again",
		Long: `Print the containers' figures, from two samples --interval apart.

Sizes are in powers of 1024 in the table; all other formats have base units
(cores, bytes, bytes per second, percent, seconds) and leave out what is not
known. Figures of a network that the members of a pod share stand at the pod; its
others are sums, with --filter over those of its members that it chooses.

table        for people: a name is cut at 40 cells, and of what has ended the
             state has its exit code, and AGE since when.
json         one object a snapshot, on one line
csv          a line for each pod, container and unit without one, which kind
             tells; the heads come once, with --watch too. at_least names the
             numbers of a pod that lack a member's, and are lower bounds. A text
             that a spreadsheet would take for a formula begins with an
             apostrophe.
openmetrics  for Prometheus and its kin; counters stay counters. Each snapshot
             is an exposition of its own, up to its # EOF: with --watch, a
             reader takes them one at a time.`,
		Args: noNames,
		RunE: func(cmd *cobra.Command, _ []string) error { return runStats(cmd, &so) },
	}
	f := cmd.Flags()
	f.StringVar(&so.format, "format", "table", "table, json, csv or openmetrics")
	f.BoolVar(&so.watch, "watch", false, "go on until interrupted, or until nobody reads any more")
	f.BoolVar(&so.timestamps, "timestamps", false, "give each openmetrics value the time of its snapshot")
	f.StringSliceVar(&so.columns, "columns", nil, "what to print, separated by commas: "+strings.Join(columnNames(), " "))
	f.StringVar(&so.sort, "sort", "name", "a column, for pods too; numbers come greatest first")
	f.BoolVarP(&so.all, "all", "a", false, "also what does not run, and pods' infra containers")
	completeStats(cmd)
	return cmd
}

// noNames refuses arguments: podman stats takes names where podtop has a filter.
func noNames(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef("%s takes no arguments, so not %q; a filter chooses containers: --filter %q", cmd.CommandPath(), args[0], args[0])
}

func (so *statsOptions) check(cmd *cobra.Command) error {
	if err := so.options.check(cmd); err != nil {
		return err
	}
	so.chosen, _ = so.options.chosen() // checked
	if formats[so.format] == nil {
		return usagef("unknown format %q; there are: %s", so.format, strings.Join(formatNames(), ", "))
	}
	if so.timestamps && so.format != "openmetrics" {
		return usagef("--timestamps is for --format openmetrics; json and csv always have the time")
	}
	for _, name := range append(slices.Clone(so.columns), so.sort) {
		if columnByName(name) == nil {
			return unknownColumn(name)
		}
	}
	if so.format == "openmetrics" {
		return noSeries(so.columns)
	}
	return nil
}

func unknownColumn(name string) error {
	names := columnNames()
	if near := model.Nearest(name, names); near != "" {
		return usagef("unknown column %q; did you mean %s?", name, near)
	}
	return usagef("unknown column %q; there are: %s", name, strings.Join(names, " "))
}

// noSeries is the error if columns ask for a number that is in no series of a
// container, or for none at all. Texts stand in labels, asked for or not.
func noSeries(columns []string) error {
	instead := map[string]string{
		"cpu.limit":   "it is always there, as podtop_container_cpu_limit_cores",
		"mem.limit":   "it is always there, as podtop_container_memory_limit_bytes",
		"restarts.5m": "ask for restarts, and Prometheus for their increase over 5 minutes",
	}
	numbers := 0
	for _, name := range columns {
		m := model.MetricByName(name)
		if m == nil {
			continue
		}
		if m.Series == "" {
			return usagef("--columns: openmetrics has no series for %s: %s", name, cmp.Or(instead[name], "it follows from others"))
		}
		numbers++
	}
	if len(columns) > 0 && numbers == 0 {
		return usagef("--columns: texts are labels in openmetrics, always there: ask for a number, or leave --columns out")
	}
	return nil
}

func runStats(cmd *cobra.Command, so *statsOptions) error {
	if err := so.check(cmd); err != nil {
		return err
	}
	ctx := cmd.Context()
	interval := so.intervalOr(time.Second)
	so.watchOnly = true
	host, err := openHost(ctx, so.options, sampler.Options{Interval: interval, Slow: interval, Unlimited: !so.watch})
	if err != nil {
		return err
	}
	defer host.close()
	host.tracker.Budget = -1 // what was is not printed
	if host.past != nil {
		host.tracker.Recall(host.past)
	}
	if so.settings.notice != "" {
		printLine(cmd, "%s", so.settings.notice)
	}
	warnings := notes{to: cmd.ErrOrStderr()}
	print := formats[so.format](cmd.OutOrStdout(), so)
	for {
		snap, sample, err := host.settled(ctx)
		if err != nil {
			return err
		}
		warnings.print(snap.Notes)
		if err := print(so.choose(snap), sample); err != nil || !so.watch || unread(cmd.OutOrStdout()) {
			return err
		}
	}
}

// notes prints what is wrong, each thing once for as long as it stays.
type notes struct {
	to      io.Writer
	printed map[string]bool
}

func (n *notes) print(list []model.Note) {
	now := map[string]bool{}
	for _, note := range list {
		if note.Severity < model.Warn {
			continue
		}
		what := note.Source + strings.Map(withoutDigits, note.Text) // "for 4 s", "for 5 s", … is one thing
		now[what] = true
		if !n.printed[what] {
			printLineTo(n.to, "%s", note)
		}
	}
	n.printed = now
}

func withoutDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

// matches reports whether c is printed. As on the screen, a filter looks at all
// containers, whether they run or not, but for pods' infra containers.
func (so *statsOptions) matches(c *model.Container) bool {
	switch {
	case so.chosen.IsZero():
		return so.all || c.State.Live()
	case c.Infra && !so.all:
		return false
	}
	return so.chosen.Match(c)
}

// choose is the snapshot with the rows that were asked for, in their order.
func (so *statsOptions) choose(snap *model.Snapshot) *model.Snapshot {
	chosen := *snap
	chosen.Containers, chosen.Pods = slices.Clone(snap.Containers), slices.Clone(snap.Pods)
	if !so.all || !so.chosen.IsZero() {
		chosen.Containers = slices.DeleteFunc(chosen.Containers, func(c model.Container) bool { return !so.matches(&c) })
		chosen.Pods = slices.DeleteFunc(chosen.Pods, func(p model.Group) bool {
			return !slices.ContainsFunc(p.Members, func(i int) bool { return so.matches(&snap.Containers[i]) })
		})
		for i := range chosen.Pods {
			chosen.Pods[i] = so.withChosenMembers(snap, &chosen.Pods[i])
		}
	}
	col := columnByName(so.sort)
	slices.SortStableFunc(chosen.Containers, func(a, b model.Container) int { return col.compare(&a, &b) })
	slices.SortStableFunc(chosen.Pods, func(a, b model.Group) int { return col.comparePods(&a, &b) })
	return &chosen
}

// withChosenMembers is the pod p of snap with the sums over the members that
// the filter chooses, so that they are those of the rows beside it. An infra
// container counts if it is chosen, whether it has a row or not.
func (so *statsOptions) withChosenMembers(snap *model.Snapshot, p *model.Group) model.Group {
	members := slices.DeleteFunc(slices.Clone(p.Members), func(i int) bool { return !so.chosen.Match(&snap.Containers[i]) })
	return p.Only(snap, members)
}

// withoutInfra is snap without pods' infra containers, unless all was asked for.
func (so *statsOptions) withoutInfra(snap *model.Snapshot) *model.Snapshot {
	if so.all {
		return snap
	}
	shown := *snap
	shown.Containers = slices.DeleteFunc(slices.Clone(snap.Containers), func(c model.Container) bool { return c.Infra })
	return &shown
}

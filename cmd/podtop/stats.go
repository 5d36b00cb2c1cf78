package main

import (
	"fmt"
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
	format  string
	watch   bool
	columns []string
	sort    string
	all     bool
}

// A writer prints snapshots in one format.
type writer func(io.Writer, *model.Snapshot, *statsOptions) error

var formats = map[string]writer{"table": writeTable, "json": writeJSON}

func newStats(o *options) *cobra.Command {
	so := statsOptions{options: o}
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Print the figures once, or again and again",
		Long: `Print the containers' figures, from two samples --interval apart.

Sizes are in powers of 1024 in the table; json has base units (cores, bytes,
bytes per second, percent, seconds), one object a snapshot on one line, and
leaves out what is not known. Figures of a network that the members of a pod
share stand at the pod.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runStats(cmd, &so) },
	}
	f := cmd.Flags()
	f.StringVar(&so.format, "format", "table", "table or json")
	f.BoolVar(&so.watch, "watch", false, "go on until interrupted")
	f.StringSliceVar(&so.columns, "columns", nil, "what to print, separated by commas: "+strings.Join(columnNames(), " "))
	f.StringVar(&so.sort, "sort", "name", "a column; numbers come greatest first")
	f.BoolVarP(&so.all, "all", "a", false, "also what does not run, and pods' infra containers")
	return cmd
}

func (so *statsOptions) check(cmd *cobra.Command) error {
	if err := so.options.check(cmd); err != nil {
		return err
	}
	if formats[so.format] == nil {
		return usagef("unknown format %q; there are: json, table", so.format)
	}
	for _, name := range append(slices.Clone(so.columns), so.sort) {
		if columnByName(name) == nil {
			return usagef("unknown column %q; there are: %s", name, strings.Join(columnNames(), " "))
		}
	}
	return nil
}

func runStats(cmd *cobra.Command, so *statsOptions) error {
	if err := so.check(cmd); err != nil {
		return err
	}
	ctx := cmd.Context()
	interval := so.intervalOr(time.Second)
	host, err := openHost(ctx, so.options, sampler.Options{Interval: interval, Slow: interval, Unlimited: !so.watch})
	if err != nil {
		return err
	}
	defer host.Close()
	said := notes{to: cmd.ErrOrStderr()}
	for {
		snap, err := host.settled(ctx)
		if err != nil {
			return err
		}
		said.say(snap.Notes)
		if err := formats[so.format](cmd.OutOrStdout(), so.choose(snap), so); err != nil || !so.watch {
			return err
		}
	}
}

// notes prints what is wrong, each thing once for as long as it stays.
type notes struct {
	to   io.Writer
	said map[string]bool
}

func (n *notes) say(list []model.Note) {
	now := map[string]bool{}
	for _, note := range list {
		if note.Severity < model.Warn {
			continue
		}
		what := note.Source + strings.Map(withoutDigits, note.Text) // "for 4 s", "for 5 s", … is one thing
		now[what] = true
		if !n.said[what] {
			fmt.Fprintln(n.to, "podtop:", note.Text)
		}
	}
	n.said = now
}

func withoutDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

// choose is the snapshot with the rows that were asked for, in their order.
func (so *statsOptions) choose(snap *model.Snapshot) *model.Snapshot {
	chosen := *snap
	chosen.Containers = slices.Clone(snap.Containers)
	if !so.all {
		chosen.Containers = slices.DeleteFunc(chosen.Containers, func(c model.Container) bool { return !c.State.Live() })
		chosen.Pods = slices.DeleteFunc(slices.Clone(snap.Pods), func(p model.Group) bool {
			return !slices.ContainsFunc(p.Members, func(i int) bool { return snap.Containers[i].State.Live() })
		})
	}
	col := columnByName(so.sort)
	slices.SortStableFunc(chosen.Containers, func(a, b model.Container) int { return col.compare(&a, &b) })
	return &chosen
}

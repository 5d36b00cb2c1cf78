package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// benchOptions are the flags of commands that measure.
type benchOptions struct {
	*options
	end     *ending
	output  benchOutput
	number  int
	warmUp  int
	most    time.Duration // for all of it
	life    time.Duration // of one container
	limits  []string
	yes     bool
	settled []model.Setting // limits, parsed
	command []string        // that runs in the image, in place of its own
	cold    bool            // starts with a cold cache are measured, too
	waking  bool            // how long a service that sleeps takes to answer is measured, too

	asksItself bool // ab: it asks by itself, as it runs two images or other commands
}

func newBenchOptions(o *options, end *ending) *benchOptions {
	return &benchOptions{options: o, end: end, number: 20, warmUp: 1, most: time.Minute}
}

func newBench(o *options, end *ending) *cobra.Command {
	bo := newBenchOptions(o, end)
	cmd := &cobra.Command{
		Use:   "bench [IMAGE [-- COMMAND...]]",
		Short: "Benchmark containers: how fast they start, work, and what they use",
		Long: `Benchmark containers that podtop makes for this. With the name of an IMAGE: how
long it takes to start, and what it uses then, as bench start and bench usage
measure it. A COMMAND behind -- runs in the image in place of its own.

A container runs podtop itself, so that no image is needed, or an IMAGE that is
on this host: podtop shows its command first, and asks. No image is pulled. The
containers have no network, and a deadline after which nothing of them runs any
more, even if podtop was killed.

With the NAME of a container, podtop runs under the limits of that container,
never in it.`,
		Args: bo.subjectAndCommand,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("bench wants the name of an image, or a command: %s", commandNames(cmd))
			}
			return bo.run(cmd, args, "run", measureImage)
		},
	}
	bo.addRepeats(cmd)
	bo.addCold(cmd)
	bo.addTo(cmd, "run")
	cmd.AddCommand(
		newBenchStart(o, end), newBenchCPU(o, end), newBenchUsage(o, end), newBenchHTTP(o, end), newBenchAB(o, end),
		newBenchCompare(), newBenchList(), newBenchShow(), newBenchNames(), newBenchClean(o, end),
	)
	return cmd
}

// oneSubject refuses more than one argument.
func oneSubject(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usagef("%s takes one name, not %d", cmd.CommandPath(), len(args))
	}
	return nil
}

// subjectAndCommand takes one name and, behind --, the command that is to run in
// the image which has that name.
func (bo *benchOptions) subjectAndCommand(cmd *cobra.Command, args []string) error {
	dash := cmd.ArgsLenAtDash()
	if dash < 0 {
		return oneSubject(cmd, args)
	}
	bo.command = args[dash:]
	switch {
	case dash == 0:
		return usagef("%s: a command behind -- runs in an image: name that before it", cmd.CommandPath())
	case len(bo.command) == 0:
		return usagef("%s: there is no command behind --", cmd.CommandPath())
	}
	return oneSubject(cmd, args[:dash])
}

// addRepeats adds the flags of those that measure the same again and again.
func (bo *benchOptions) addRepeats(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVarP(&bo.number, "number", "n", bo.number, "how often to measure; 0: as often as --for allows")
	f.IntVar(&bo.warmUp, "warm-up", bo.warmUp, "how often to measure beforehand; these do not count")
}

// addCold adds the flag of those that measure starts.
func (bo *benchOptions) addCold(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&bo.cold, "cold-cache", false, "measure starts for which the image's files are read from the disk, too, in turn with the others: they leave the page cache before")
}

// addTo adds the flags that all have which run containers for a report of kind.
func (bo *benchOptions) addTo(cmd *cobra.Command, kind string) {
	f := cmd.Flags()
	f.DurationVar(&bo.most, "for", bo.most, "how long all of it takes at most")
	f.DurationVar(&bo.life, "deadline", 30*time.Second, "when a container is ended, whatever it does")
	f.StringArrayVar(&bo.limits, "limit", nil, "a limit of the container, such as cpus=1.5 or memory=512m, as podman update has them; may be given several times")
	f.BoolVarP(&bo.yes, "yes", "y", false, "run the image without asking")
	bo.output.addTo(cmd, kind)
	complete(cmd, "limit", func(string) []string {
		var words []string
		for _, field := range bench.Fields {
			words = append(words, string(field)+"=")
		}
		return words
	})
}

// check refuses what cannot be meant, before anything is asked of anybody.
func (bo *benchOptions) check(cmd *cobra.Command, kind string) (err error) {
	if err := bo.options.check(cmd); err != nil {
		return err
	}
	if bo.demo {
		return usagef("--demo: the demonstration has benchmarks on its screen: podtop --demo, then B on a container")
	}
	if err := bo.checkMeant(); err != nil {
		return err
	}
	if bo.settled, err = parseLimits(bo.limits); err != nil {
		return usagef("--limit %w", err)
	}
	return bo.output.check(kind)
}

// checkMeant refuses numbers and times that cannot be meant.
func (bo *benchOptions) checkMeant() error {
	switch {
	case bo.number < 0 || bo.number > 10_000:
		return usagef("--number %d: want a number from 0 to 10000", bo.number)
	case bo.warmUp < 0 || bo.warmUp > 1000:
		return usagef("--warm-up %d: want a number from 0 to 1000", bo.warmUp)
	case bo.most < 100*time.Millisecond || bo.most > time.Hour:
		return usagef("--for %v: want a time from 100ms to 1h, such as 30s", bo.most)
	case bo.life < time.Second || bo.life > time.Hour:
		return usagef("--deadline %v: want a time from 1s to 1h, such as 30s", bo.life)
	}
	return nil
}

// parseLimits are limits as the command line has them: cpus=1.5.
func parseLimits(words []string) (all []model.Setting, err error) {
	for _, word := range words {
		field, value, ok := strings.Cut(word, "=")
		if !ok {
			return nil, fmt.Errorf("%q: want a limit and its value, such as cpus=1.5", word)
		}
		if !slices.Contains(bench.Fields, model.Field(field)) {
			return nil, fmt.Errorf("%q: benchmarks take no such limit; there are %s", word, bench.FieldNames())
		}
		s, err := limit.Parse(model.Field(field), value)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, bench.CheckLimits(all)
}

// A measurement fills a report.
type measurement func(context.Context, *benchSession, *bench.Report) error

// run measures a subject, and prints and keeps the report.
func (bo *benchOptions) run(cmd *cobra.Command, args []string, kind string, measure measurement) error {
	if err := cmp.Or(bo.check(cmd, kind), bo.mayChange("bench")); err != nil {
		return err
	}
	bo.end.change.Store(true)
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	err := bo.measure(cmd, name, kind, measure)
	if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
		return errors.New("interrupted: nothing was measured yet, and its containers are removed")
	}
	return err
}

func (bo *benchOptions) measure(cmd *cobra.Command, name, kind string, measure measurement) error {
	ctx := cmd.Context()
	voice := newCommandVoice(cmd)
	defer voice.clear()
	s, err := openBench(ctx, bo, voice)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.choose(ctx, name); err != nil {
		return err
	}
	if err := s.agree(ctx); err != nil {
		return err
	}
	bo.end.begun.Store(true)
	return bo.output.measure(cmd, func() (*bench.Report, error) {
		r, err := s.report(ctx, kind, measure)
		voice.clear()
		return r, err
	})
}

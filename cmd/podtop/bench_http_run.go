package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	benchrun "podtop/actions/bench"
	"podtop/actions/load"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
)

// A benchHTTP is one target that is put under load.
type benchHTTP struct {
	*benchHTTPOptions
	subject string // as its user wrote it
	target  load.Target
	ceiling float64 // requests a second; NaN if not known
	notes   []string
	watch   *hostWatch
	voice   benchVoice
	bins    int // of the shapes that the screen shows; 0: it is not the screen
}

func runBenchHTTP(cmd *cobra.Command, bo *benchHTTPOptions, text string) error {
	if err := bo.check(cmd); err != nil {
		return err
	}
	bo.end.change.Store(true) // an interrupted one is no success
	err := bo.measure(cmd, text)
	if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
		return errors.New("interrupted: nothing was measured yet")
	}
	return err
}

func (bo *benchHTTPOptions) measure(cmd *cobra.Command, text string) error {
	ctx := cmd.Context()
	voice := newCommandVoice(cmd)
	defer voice.clear()
	b, err := bo.aim(ctx, text, voice)
	if err != nil {
		return err
	}
	defer b.close()
	return bo.output.measure(cmd, func() (*bench.Report, error) {
		r, err := b.report(ctx)
		voice.clear()
		return r, err
	})
}

// aim finds what text means, tries whether it answers, and finds out what podtop
// itself can do.
func (bo *benchHTTPOptions) aim(ctx context.Context, text string, voice benchVoice) (*benchHTTP, error) {
	targets, err := bo.targets(ctx, text)
	if err != nil {
		return nil, err
	}
	b := &benchHTTP{benchHTTPOptions: bo, subject: text, ceiling: math.NaN(), voice: voice}
	var status int
	if b.target, status, err = load.Try(ctx, targets, bo.timeout); err != nil {
		return nil, err
	}
	if status >= 400 {
		voice.say(fmt.Sprintf("%s answers with status %d, which counts as a failure", clean.Text(text), status))
	}
	b.measureCeiling(ctx)
	b.watch = openHostWatch()
	return b, nil
}

func (b *benchHTTP) close() { b.watch.close() }

// measureCeiling finds out what podtop itself can do here.
func (b *benchHTTP) measureCeiling(ctx context.Context) {
	b.voice.step(phase("measuring what podtop itself can do here"))
	rate, err := b.echo(ctx)
	if err != nil {
		b.notes = append(b.notes, fmt.Sprintf("what podtop itself can do here is not known: %v", err))
		return
	}
	b.ceiling = rate
}

func (b *benchHTTP) echo(ctx context.Context) (float64, error) {
	echo, stop, err := startEcho(&b.target)
	if err != nil {
		return 0, err
	}
	defer stop()
	return load.Ceiling(ctx, echo, b.load)
}

// report puts the target under load, and says what came of it, or until it was
// interrupted.
func (b *benchHTTP) report(ctx context.Context) (*bench.Report, error) {
	client := load.NewClient(b.target)
	defer client.Close()
	client.Watch = func() func() bench.Conditions {
		conditions := b.watch.begin()
		return func() bench.Conditions { return conditions(b.container) }
	}
	r := &bench.Report{Kind: "http", Time: time.Now(), Subject: b.subject, Machine: ownMachine(), Notes: b.notes}
	run := bench.LoadRun{Ceiling: b.ceiling}
	var err error
	if b.ramp {
		run.Ramp = b.newRamp()
		if b.bins > 0 {
			client.Progress = b.showLoad
		}
		run.Tally, err = client.Ramp(ctx, run.Ramp, b.load, b.showStep)
	} else {
		client.Progress = b.showLoad
		run.Tally, err = client.Run(ctx, b.load)
	}
	switch {
	case err == nil:
	case ctx.Err() == nil || run.Tally == nil || run.Tally.Total() == 0:
		return nil, err
	default:
		err = bench.ErrInterrupted
		r.Notes = append(slices.Clip(r.Notes), b.interruptedNote(&run))
	}
	run.Fill(r)
	return r, err
}

// interruptedNote says how much of what was to be measured was.
func (b *benchHTTP) interruptedNote(run *bench.LoadRun) string {
	if run.Ramp != nil {
		return "interrupted after " + model.Plural(len(run.Ramp.Steps), "step", "steps")
	}
	return fmt.Sprintf("interrupted after %v of %v", run.Tally.Load.Time.Round(100*time.Millisecond), b.load.Time)
}

// showLoad tells how far a load is.
func (b *benchHTTP) showLoad(t *bench.Tally) (tell func()) {
	passed := time.Since(t.Begin)
	step := benchStep{Step: benchrun.Step{Phase: benchrun.Measuring, Done: t.Total(), Left: b.load.End() - passed}}
	switch {
	case b.ramp:
		step.Phase, step.Left = "asking "+bench.FormatCount(t.Load.Rate)+"/s", -1
	case passed < b.load.Warmup:
		step.Phase = benchrun.WarmingUp
	}
	if b.bins > 0 {
		step.shapes = []bench.Shape{t.Shape("latency", b.bins)}
	}
	return func() { b.voice.step(step) }
}

// newRamp is a ramp up to what podtop itself can do.
func (b *benchHTTP) newRamp() *bench.Ramp {
	r := &bench.Ramp{From: b.load.Rate, Most: bench.MaxRate, P99: b.p99}
	if !math.IsNaN(b.ceiling) {
		r.Most = bench.RampLimit(b.ceiling)
	}
	return r
}

// showStep tells of a step of a ramp, which is over.
func (b *benchHTTP) showStep(_ *bench.Tally, s bench.Step) {
	if b.bins > 0 {
		b.voice.say(s.String())
		return
	}
	b.voice.step(phase(s.String()))
}

// ownMachine is what is known of this host without asking anybody.
func ownMachine() bench.Machine {
	m := bench.Machine{CPUs: runtime.NumCPU(), Governor: governor()}
	var u unix.Utsname
	if unix.Uname(&u) == nil {
		m.Kernel = clean.Text(unix.ByteSliceToString(u.Release[:]))
	}
	return m
}

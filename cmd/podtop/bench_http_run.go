package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"podtop/actions/load"
	"podtop/model/bench"
	"podtop/model/clean"
)

// A benchHTTP is one target that is put under load.
type benchHTTP struct {
	*benchHTTPOptions
	subject  string // as its user wrote it
	target   load.Target
	ceiling  float64 // requests a second; NaN if not known
	notes    []string
	watch    *hostWatch
	progress *progress
}

func runBenchHTTP(cmd *cobra.Command, bo *benchHTTPOptions, text string) error {
	if err := bo.check(cmd); err != nil {
		return err
	}
	bo.end.change.Store(true) // an interrupted one is no success
	err := bo.measure(cmd, text)
	if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
		return errors.New("interrupted: what was measured is dropped")
	}
	return err
}

func (bo *benchHTTPOptions) measure(cmd *cobra.Command, text string) error {
	ctx := cmd.Context()
	targets, err := bo.targets(ctx, text)
	if err != nil {
		return err
	}
	b := benchHTTP{benchHTTPOptions: bo, subject: text, ceiling: math.NaN(), progress: newProgress(os.Stderr)}
	defer b.progress.clear()
	var status int
	if b.target, status, err = load.Try(ctx, targets, bo.timeout); err != nil {
		return err
	}
	if status >= 400 {
		printLine(cmd, "%s answers with status %d, which counts as a failure", clean.Text(text), status)
	}
	b.measureCeiling(ctx)
	b.watch = openHostWatch()
	defer b.watch.close()
	one := func() (*bench.Report, error) {
		r, err := b.report(ctx)
		b.progress.clear()
		if err != nil {
			return nil, err
		}
		return r, bo.output.write(cmd, r)
	}
	r, err := one()
	if err != nil {
		return err
	}
	return bo.output.gate(cmd, r, one)
}

// measureCeiling finds out what podtop itself can do here.
func (b *benchHTTP) measureCeiling(ctx context.Context) {
	b.progress.show("measuring what podtop itself can do here")
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

// report puts the target under load, and says what came of it.
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
		run.Tally, err = client.Ramp(ctx, run.Ramp, b.load, b.showStep)
	} else {
		defer b.countDown()()
		run.Tally, err = client.Run(ctx, b.load)
	}
	if err != nil {
		return nil, err
	}
	run.Fill(r)
	return r, nil
}

// newRamp is a ramp up to what podtop itself can do.
func (b *benchHTTP) newRamp() *bench.Ramp {
	r := &bench.Ramp{From: b.load.Rate, Most: bench.MaxRate, P99: b.p99}
	if !math.IsNaN(b.ceiling) {
		r.Most = bench.RampLimit(b.ceiling)
	}
	return r
}

func (b *benchHTTP) showStep(_ *bench.Tally, s bench.Step) { b.progress.show("%s", s) }

// countDown tells how long it takes yet, until what it returns is called.
func (b *benchHTTP) countDown() (stop func()) {
	over := make(chan struct{})
	stopped := make(chan struct{})
	end := time.Now().Add(b.load.End())
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			b.progress.left(time.Until(end))
			select {
			case <-over:
				return
			case <-tick.C:
			}
		}
	}()
	return func() {
		close(over)
		<-stopped
	}
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

package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	benchrun "podtop/actions/bench"
	httpload "podtop/actions/load"
	"podtop/model/bench"
)

func newBenchStart(o *options, end *ending) *cobra.Command {
	bo := newBenchOptions(o, end)
	bo.waking = true
	cmd := &cobra.Command{
		Use:   "start [NAME|IMAGE [-- COMMAND...]]",
		Short: "Measure how long containers take to start, stop and go",
		Long: `Measure how long Podman takes to create a container, to start it until it says
its first word, to stop and to remove it; and how long a container takes that
was made beforehand. What is run is podtop itself, under the limits of the
container NAME, or an IMAGE, with its own command or the one behind --.`,
		Args: bo.subjectAndCommand,
		RunE: func(cmd *cobra.Command, args []string) error { return bo.run(cmd, args, "start", measureStart) },
	}
	bo.addRepeats(cmd)
	bo.addCold(cmd)
	bo.addTo(cmd, "start")
	return cmd
}

func newBenchCPU(o *options, end *ending) *cobra.Command {
	bo := newBenchOptions(o, end)
	cmd := &cobra.Command{
		Use:   "cpu [NAME]",
		Short: "Measure how much work is done inside limits",
		Long: `Measure how much of the same work one thread does in a second, and as many as
there are CPUs, under limits that are given, or under those of the container
NAME: work a second, the cores it had, and how long its quota held it back.`,
		Args: oneSubject,
		RunE: func(cmd *cobra.Command, args []string) error { return bo.run(cmd, args, "cpu", measureCPU) },
	}
	bo.addRepeats(cmd)
	bo.addTo(cmd, "cpu")
	return cmd
}

// measureStart measures starts.
func measureStart(ctx context.Context, s *benchSession, r *bench.Report) error {
	subject, err := s.subject(ctx, benchrun.ProgramReady, s.life)
	if err != nil {
		return err
	}
	start := benchrun.Start{Podman: s.podman, Subject: subject, Repeats: s.repeats(), Watch: s.watch.begin, Standby: true, Used: httpload.ProcessorTime}
	if s.cold {
		if start.Cold, err = s.podman.Eviction(ctx, cmp.Or(subject.ID, subject.Image)); err != nil {
			return fmt.Errorf("--cold-cache: %w", err)
		}
	}
	addWaking(r, s.woke)
	return start.Run(ctx, r)
}

// measureCPU measures work.
func measureCPU(ctx context.Context, s *benchSession, r *bench.Report) error {
	if s.image != nil {
		return usagef("bench cpu runs podtop itself: %s is an image, and not the name of a container", s.name)
	}
	subject, err := s.subject(ctx, benchrun.ProgramCPU, s.workLife())
	if err != nil {
		return err
	}
	cpu := benchrun.CPU{Podman: s.podman, Subject: subject, Repeats: s.repeats(), Units: benchrun.Units, Watch: s.watch.begin, Throttling: s.watch.throttling}
	return cpu.Run(ctx, r)
}

// usageShare is for how much of the time an image's usage is looked at.
const usageShare = 4

// measureImage is start and usage of one image.
func measureImage(ctx context.Context, s *benchSession, r *bench.Report) error {
	if s.image == nil {
		return usagef("bench wants an image, and %s is a container: see podtop bench usage %s", s.name, s.name)
	}
	if err := measureStart(ctx, s, r); err != nil {
		return err
	}
	return s.usageOfImage(ctx, r, min(max(s.most/usageShare, time.Second), 10*time.Second))
}

// workLife is the deadline of a payload that works. It ends with podtop; this is
// for when even that is not noticed, so a round of a busy host has room.
func (s *benchSession) workLife() time.Duration { return 2*s.most + s.life }

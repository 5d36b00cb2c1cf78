package main

import (
	"context"
	"math"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/sampler"
)

func newBenchUsage(o *options, end *ending) *cobra.Command {
	bo := newBenchOptions(o, end)
	cmd := &cobra.Command{
		Use:   "usage NAME|IMAGE [-- COMMAND...]",
		Short: "Measure what a container uses, over some time",
		Long: `Measure what a container uses while it does what it does: CPU, memory, what it
reads and writes, and the most memory. A container NAME is only watched, for as
long as --for says; of an IMAGE a container is run for that time, with the
image's own command or the one behind --.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 1 && cmd.ArgsLenAtDash() < 0 {
				return usagef("%s wants one name, of a container or an image", cmd.CommandPath())
			}
			return bo.subjectAndCommand(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return bo.run(cmd, args, "usage", measureUsage) },
	}
	bo.addTo(cmd, "usage")
	return cmd
}

// measureUsage watches the container that was named, or one of the image.
func measureUsage(ctx context.Context, s *benchSession, r *bench.Report) error {
	if s.container == "" {
		return s.usageOfImage(ctx, r, s.most)
	}
	if err := s.onlyWatched(r); err != nil {
		return err
	}
	return s.usageOf(ctx, s.container, r, s.most)
}

// onlyWatched takes out of r what holds for containers of podtop's own: the one
// that was named has limits, a network and logs as its user wanted them.
func (s *benchSession) onlyWatched(r *bench.Report) error {
	if len(s.settled) > 0 {
		return usagef("--limit: %s is a container that is only watched: podtop limits changes its limits", s.name)
	}
	r.Machine.Network, r.Machine.LogDriver, r.Notes = "", "", nil
	return nil
}

// usageOfImage runs the image for some time.
func (s *benchSession) usageOfImage(ctx context.Context, r *bench.Report, most time.Duration) error {
	subject, err := s.subject(ctx, "", most+s.life)
	if err != nil {
		return err
	}
	c, err := s.podman.RunFor(ctx, &subject)
	if err != nil {
		return err
	}
	defer c.Clear()
	return s.usageOf(ctx, c.ID(), r, most)
}

func (s *benchSession) usageOf(ctx context.Context, id string, r *bench.Report, most time.Duration) error {
	interval := s.intervalOr(100 * time.Millisecond)
	reader, err := sampler.New(sampler.Options{Interval: interval, Slow: max(interval, time.Second), Unlimited: true})
	if err != nil {
		return err
	}
	defer reader.Close()
	meter := usageMeter{reader: reader, tracker: model.Tracker{Window: interval, Budget: -1}}
	usage := benchrun.Usage{
		Time: most, Host: r.Machine, Next: meter.next, Progress: s.step,
		Own: id != s.container, Peak: openPeak,
	}
	return usage.Run(ctx, id, r)
}

// A usageMeter samples the host, and finds one container in it.
type usageMeter struct {
	reader  *sampler.Sampler
	tracker model.Tracker
}

// next is what the container uses, at the next sample that has it.
func (m *usageMeter) next(ctx context.Context, id string) (benchrun.UsageSample, error) {
	sample, err := m.reader.Next(ctx)
	if err != nil {
		return benchrun.UsageSample{}, err
	}
	snap := m.tracker.Push(sample)
	others := 0.0
	var found *model.Container
	for i := range snap.Containers {
		c := &snap.Containers[i]
		switch {
		case string(c.ID) == id && c.Path != "":
			found = c
		case !math.IsNaN(c.CPU):
			others += c.CPU
		}
	}
	if found == nil {
		return benchrun.UsageSample{}, benchrun.ErrNotRunning
	}
	u := benchrun.UsageSample{
		At: sample.Time, CPU: found.CPU, Memory: found.Mem, MemoryLimit: found.Effective.Memory.Float(),
		Read: math.NaN(), Written: math.NaN(), Cgroup: found.Path,
		Host: bench.Conditions{PSICPU: snap.Host.PSICPU, PSIMem: snap.Host.PSIMem, PSIIO: snap.Host.PSIIO, Steal: math.NaN(), OtherCPU: others},
	}
	if sample.Slow { // else they are those of the sample before
		u.Read, u.Written = found.BlkR, found.BlkW
	}
	return u, nil
}

// openPeak is the peak of memory of a cgroup, below the mount of v2.
func openPeak(cgroup string, anew bool) *benchrun.Peak {
	return benchrun.OpenPeak(filepath.Join("/sys/fs/cgroup", cgroup), anew)
}

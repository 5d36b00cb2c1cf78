package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
)

func newBenchClean(o *options, end *ending) *cobra.Command {
	bo := newBenchOptions(o, end)
	return &cobra.Command{
		Use:   "clean",
		Short: "Remove the image that benchmarks made, and what was left of them",
		Long: `Remove the images of podtop that benchmarks made, and containers of benchmarks
that were killed, once their deadline has passed. While there are others, a
benchmark may be running, and the images stay. Results stay in any case.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(bo.options.check(cmd), bo.mayChange("bench")); err != nil {
				return err
			}
			if bo.demo {
				return usagef("--demo: the demonstration leaves nothing to clean")
			}
			s, err := openBench(cmd.Context(), bo, newCommandVoice(cmd))
			if err != nil {
				return err
			}
			defer s.close()
			return s.clean(cmd.Context(), cmd.OutOrStdout())
		},
	}
}

// clean removes the images, unless a benchmark runs.
func (s *benchSession) clean(ctx context.Context, out io.Writer) error {
	left, err := s.podman.Wanted(ctx, time.Now())
	if err != nil {
		return err
	}
	if len(left) > 0 {
		last := left[0].Until
		for _, l := range left {
			if l.Until.After(last) {
				last = l.Until
			}
		}
		return fmt.Errorf("%s of a benchmark may still be in use, until %s: the images stay until then",
			model.Plural(len(left), "container", "containers"), last.Local().Format(time.TimeOnly))
	}
	images, err := s.podman.RemoveImages(ctx)
	for _, name := range images {
		fmt.Fprintln(out, "removed "+name)
	}
	if err == nil && len(images) == 0 {
		fmt.Fprintln(out, "nothing is left of any benchmark")
	}
	return err
}

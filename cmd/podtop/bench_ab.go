package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// abOptions are the flags of podtop bench ab.
type abOptions struct {
	*benchOptions
	images   string
	commands []string
	within   string

	image  []string          // the two of --image
	words  [][]string        // the two of --command
	sets   [][]model.Setting // the two of --limit
	share  float64           // of --within
	series string            // that has to be precise
}

func newBenchAB(o *options, end *ending) *cobra.Command {
	ab := &abOptions{benchOptions: newBenchOptions(o, end)}
	ab.most, ab.asksItself = 5*time.Minute, true
	cmd := &cobra.Command{
		Use:   "ab [IMAGE|NAME]",
		Short: "Compare two of something, measured in turn",
		Long: `Compare two of something, measured in turn, so that what the host does otherwise
meanwhile does as much to the one as to the other:

  podtop bench ab --image OLD,NEW                     how two images start
  podtop bench ab IMAGE --command A --command B       how long two commands take
  podtop bench ab --limit cpus=1 --limit cpus=1.5     how much work is done under two sets of limits
  podtop bench ab NAME --limit cpus=1.5               the same, under the limits of a container and others

A set of several limits has commas between them. With the NAME of a container,
its limits hold for both but for those of the sets.

It ends when the interval of the difference is narrow enough, whatever the
difference is (--within), or when its time is over.`,
		Args: oneSubject,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := ab.prepare(args); err != nil {
				return err
			}
			return ab.run(cmd, args, "ab", ab.measureAB)
		},
	}
	f := cmd.Flags()
	f.StringVar(&ab.images, "image", "", "two images, `OLD,NEW`")
	f.StringArrayVar(&ab.commands, "command", nil, "a `COMMAND` in the image, given twice")
	f.StringVar(&ab.within, "within", "2%", "how precisely the difference is to be known")
	ab.addTo(cmd, "ab")
	return cmd
}

// prepare reads what is to be compared.
func (ab *abOptions) prepare(args []string) (err error) {
	if ab.share, err = parseShare(ab.within); err != nil {
		return usagef("--within: %w", err)
	}
	kinds := 0
	if ab.images != "" {
		kinds++
		ab.series, ab.image = bench.StartupTime, strings.Split(ab.images, ",")
		if len(ab.image) != 2 || ab.image[0] == "" || ab.image[1] == "" {
			return usagef("--image %s: want two images with a comma between them", ab.images)
		}
		if len(args) > 0 {
			return usagef("--image names what is compared: give no other name")
		}
	}
	if len(ab.commands) > 0 {
		kinds++
		if err := ab.prepareCommands(args); err != nil {
			return err
		}
	}
	if kinds == 0 && len(ab.limits) > 0 {
		kinds++
		if err := ab.prepareLimits(len(args) > 0); err != nil {
			return err
		}
	}
	if kinds != 1 {
		return usagef("bench ab wants one of: --image OLD,NEW; --command A --command B; --limit A --limit B")
	}
	return nil
}

func (ab *abOptions) prepareCommands(args []string) error {
	ab.series = "command_time"
	if len(ab.commands) != 2 || len(args) == 0 {
		return usagef("--command is given twice, and behind bench ab the image in which they run")
	}
	for _, text := range ab.commands {
		words, err := splitCommand(text)
		if err != nil {
			return usagef("--command %s: %w", text, err)
		}
		ab.words = append(ab.words, words)
	}
	return nil
}

// prepareLimits takes the two sets out of the limits that hold for both. Those of a
// container alone are a set, too.
func (ab *abOptions) prepareLimits(hasName bool) error {
	ab.series = "work_per_second_all"
	if len(ab.limits) == 1 && hasName {
		ab.sets = append(ab.sets, nil)
	} else if len(ab.limits) != 2 {
		return usagef("--limit is given twice to compare two sets, such as --limit cpus=1 --limit cpus=1.5,memory=512m")
	}
	for _, text := range ab.limits {
		set, err := parseLimits(limit.SplitSet(text))
		if err != nil {
			return usagef("--limit %w", err)
		}
		ab.sets = append(ab.sets, set)
	}
	ab.limits = nil
	return nil
}

// parseShare is 0.02 of 2%.
func parseShare(text string) (float64, error) {
	percent, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "%")), 64)
	if err != nil || !(percent >= 0.1 && percent <= 100) {
		return 0, fmt.Errorf("%q: want a share from 0.1%% to 100%%, such as 2%%", text)
	}
	return percent / 100, nil
}

// measureAB measures the arms in turn.
func (ab *abOptions) measureAB(ctx context.Context, s *benchSession, r *bench.Report) error {
	a, b, err := ab.arms(ctx, s)
	if err != nil {
		return err
	}
	both := benchrun.AB{A: a, B: b, Series: ab.series, Within: ab.share, Time: s.most, Watch: s.watch.begin, Progress: s.step}
	return both.Run(ctx, r)
}

func (ab *abOptions) arms(ctx context.Context, s *benchSession) (a, b benchrun.Arm, err error) {
	switch {
	case ab.image != nil:
		return ab.imageArms(ctx, s)
	case ab.words != nil:
		return ab.commandArms(ctx, s)
	}
	return ab.limitArms(ctx, s)
}

func (ab *abOptions) imageArms(ctx context.Context, s *benchSession) (a, b benchrun.Arm, err error) {
	var subjects []benchrun.Subject
	for _, name := range ab.image {
		image, err := s.podman.Image(ctx, name)
		if err != nil {
			return a, b, err
		}
		subjects = append(subjects, image.Subject(s.limits, s.life))
	}
	if err := s.askOnce(ctx, subjects); err != nil {
		return a, b, err
	}
	a, b = benchrun.StartArms(s.podman, ab.image[0], subjects[0], ab.image[1], subjects[1])
	return a, b, nil
}

func (ab *abOptions) commandArms(ctx context.Context, s *benchSession) (a, b benchrun.Arm, err error) {
	if s.image == nil {
		return a, b, usagef("--command runs in an image, and %s is a container", s.name)
	}
	var subjects []benchrun.Subject
	for _, words := range ab.words {
		subject := s.image.Subject(s.limits, s.life)
		subject.Command = words
		subjects = append(subjects, subject)
	}
	if err := s.askOnce(ctx, subjects); err != nil {
		return a, b, err
	}
	return benchrun.CommandArm(ab.commands[0], s.podman, subjects[0]), benchrun.CommandArm(ab.commands[1], s.podman, subjects[1]), nil
}

func (ab *abOptions) limitArms(ctx context.Context, s *benchSession) (a, b benchrun.Arm, err error) {
	if s.image != nil {
		return a, b, usagef("under two sets of limits podtop itself is run, and %s is an image", s.name)
	}
	image, err := s.podman.PayloadImage(ctx)
	if err != nil {
		return a, b, err
	}
	arm := func(set []model.Setting) (benchrun.Arm, error) {
		limits := s.limits.With(set)
		if err := limits.Possible(); err != nil {
			return benchrun.Arm{}, err
		}
		subject := benchrun.Payload(image, benchrun.ProgramCPU, limits, s.workLife())
		return benchrun.WorkArm(ctx, setName(set), s.podman, subject, benchrun.Units)
	}
	if a, err = arm(ab.sets[0]); err != nil {
		return a, b, err
	}
	if b, err = arm(ab.sets[1]); err != nil {
		a.Close()
	}
	return a, b, err
}

// setName is a set of limits in words: 1.5 cpus.
func setName(set []model.Setting) string {
	if len(set) == 0 {
		return "its limits"
	}
	parts := make([]string, len(set))
	for i, s := range set {
		parts[i] = s.Value.Raw() + " " + string(s.Field)
	}
	return strings.Join(parts, ", ")
}

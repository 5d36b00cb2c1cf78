package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"podtop/actions"
	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
)

// report measures once. Of an interrupted measurement there is a report, too, if
// anything was measured that counts.
func (s *benchSession) report(ctx context.Context, kind string, measure measurement) (*bench.Report, error) {
	r, err := s.newReport(ctx, kind)
	if err != nil {
		return nil, err
	}
	s.made, s.last = r, benchrun.Step{}
	err = measure(ctx, s, r)
	switch {
	case err == nil:
		return r, nil
	case ctx.Err() == nil || !hasValues(r):
		return nil, cmp.Or(ctx.Err(), err)
	}
	r.Notes = append(r.Notes, s.interruptedNote())
	return r, bench.ErrInterrupted
}

func hasValues(r *bench.Report) bool {
	return slices.ContainsFunc(r.Series, func(s bench.Series) bool { return len(s.Values) > 0 })
}

// step is told how far the benchmark is.
func (s *benchSession) step(step benchrun.Step) {
	if step.Phase == benchrun.Measuring {
		s.last = step
	}
	s.voice.step(benchStep{Step: step, report: s.made})
}

// interruptedNote says how much of what was to be measured was.
func (s *benchSession) interruptedNote() string {
	switch {
	case s.last.All > 0:
		return fmt.Sprintf("interrupted after %d of %d", s.last.Done, s.last.All)
	case s.made.Arms != nil:
		return "interrupted after " + model.Plural(s.last.Done, "pair", "pairs")
	}
	left := max(0, s.last.Left).Round(100 * time.Millisecond)
	if s.last.Done > 0 {
		return fmt.Sprintf("interrupted after %s, with %v left", model.Plural(s.last.Done, "measurement", "measurements"), left)
	}
	return fmt.Sprintf("interrupted with %v left", left)
}

// repeats are those that were asked for.
func (s *benchSession) repeats() benchrun.Repeats {
	return benchrun.Repeats{WarmUp: s.warmUp, Number: s.number, Time: s.most, Progress: s.step}
}

// newReport is one of a benchmark that begins now.
func (s *benchSession) newReport(ctx context.Context, kind string) (*bench.Report, error) {
	machine, err := s.podman.Machine(ctx, s.limits)
	if err != nil {
		return nil, err
	}
	machine.Governor = governor()
	r := &bench.Report{Kind: kind, Time: time.Now(), Subject: cmp.Or(s.name, "podtop"), Machine: machine, Notes: s.notes}
	if s.image != nil {
		r.Image = s.image.Name
		r.Add("image", "bytes", model.Bytes, float64(s.image.Size))
		r.Add("image", "layers", model.Number, float64(s.image.Layers))
		if len(s.command) > 0 {
			r.Notes = append(r.Notes, "its command: "+clean.Text(actions.Shell{Args: s.command}.Command()))
		}
	}
	return r, nil
}

// governor is what sets the clock of the first CPU; "" if nobody says.
func governor() string {
	text, _ := os.ReadFile("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
	return clean.Text(strings.TrimSpace(string(text)))
}

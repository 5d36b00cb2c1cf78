package bench

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
)

// kindAB is the kind of job that needs other limits.
const kindAB = "ab"

// choices are the benchmarks there are, as they were asked for.
type choices struct {
	asking poll.Asking[[]bench.Choice]
	since  time.Duration // Env.Now when they were asked for first
	list   table.List[bench.Choice, bench.Job]
	times  map[bench.Job]time.Duration // that the user chose, by the job without its time
	limits string                      // that the user wrote last
}

func newChoices() choices {
	c := choices{times: map[bench.Job]time.Duration{}}
	c.asking.Every, c.asking.Within = 10*time.Second, 20*time.Second
	c.list.Key = func(of *bench.Choice) bench.Job { return timeless(of.Job) }
	return c
}

// timeless is a job whatever time it takes.
func timeless(j bench.Job) bench.Job {
	j.Time = 0
	return j
}

// ask asks which there are, and once in a while again: what cannot run now may be
// possible then.
func (c *choices) ask(env pane.Env, of model.Key) tea.Cmd {
	if env.Bencher == nil {
		return nil
	}
	if c.since == 0 {
		c.since = max(1, env.Now)
	}
	return c.asking.Ask(env, func(ctx context.Context) ([]bench.Choice, error) { return env.Bencher.Choices(ctx, of) })
}

// take takes in the answer.
func (c *choices) take(env pane.Env, msg tea.Msg) {
	if c.asking.Take(env, msg) && c.asking.Err == nil {
		c.list.Rows = slices.Clone(c.asking.Got)
		c.list.Sync()
	}
}

// times are those that there are to choose from, beside the one of the choice.
var times = []time.Duration{
	5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
}

// stepTime chooses the next time that is longer, or the next that is shorter, for the
// choice under the cursor.
func (c *choices) stepTime(step int) {
	of := c.list.Current()
	if of == nil || of.Reason != "" {
		return
	}
	all := append(slices.Clone(times), of.Job.Time)
	slices.Sort(all)
	all = slices.Compact(all)
	at := slices.Index(all, c.timed(of).Job.Time)
	if chosen := all[max(0, min(at+step, len(all)-1))]; !of.Job.Ramp || chosen <= bench.MaxStepTime {
		c.times[timeless(of.Job)] = chosen
	}
}

// timed is a choice with the time that the user chose for it.
func (c *choices) timed(of *bench.Choice) bench.Choice {
	choice := *of
	if t, ok := c.times[timeless(of.Job)]; ok {
		choice.Job.Time = t
	}
	return choice
}

// timeText is a time behind a word; "" of none.
func timeText(before string, d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return before + pane.FormatDuration(d)
}

// commands are what a choice stands for, and what it runs.
func commands(c *bench.Choice) []string {
	return append([]string{commandText(c.Job)}, c.Runs...)
}

// commandText is the command that does the same as a job.
func commandText(j bench.Job) string { return j.CommandLine() }

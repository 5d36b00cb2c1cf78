package bench

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// A Throttling is how often the quota of a container was used up, as its cgroup
// counts it. What is not known is NaN.
type Throttling struct {
	Periods, Throttled, Seconds float64
}

// A CPU measures how much work is done inside limits.
type CPU struct {
	Podman     *Podman
	Subject    Subject // a payload that runs ProgramCPU
	Repeats    Repeats
	Units      int // of work in a round, for each thread that can run at once
	Watch      Watch
	Throttling func(id string) Throttling
}

// Units of work that a round takes by itself: about half a second of one core.
const Units = 500

// Run measures, and fills r: in each round the work of one thread, and then that
// of as many as there are CPUs.
func (c *CPU) Run(ctx context.Context, r *bench.Report) error {
	w, err := newWorker(ctx, c.Podman, "cpu", &c.Subject)
	if err != nil {
		return err
	}
	defer w.clear()
	defer c.Repeats.Progress.phase(Removing)
	var before Throttling // the first round that counts
	counts := false
	timeUp, err := c.Repeats.do(ctx, func(warmUp bool) error {
		if !warmUp && !counts {
			before, counts = c.Throttling(w.id), true
		}
		for _, threads := range w.rounds() {
			conditions := c.Watch()
			done, err := w.round(ctx, threads, c.Units)
			if err != nil {
				return err
			}
			if host := conditions(w.id); !warmUp {
				done.addTo((*seriesSet)(&r.Series), "", host)
			}
		}
		return nil
	})
	after := c.Throttling(w.id)
	r.Add("throttling", "periods", model.Number, after.Periods-before.Periods)
	r.Add("throttling", "throttled", model.Number, after.Throttled-before.Throttled)
	r.Add("throttling", "seconds", model.Seconds, after.Seconds-before.Seconds)
	if timeUp {
		r.Notes = append(r.Notes, fmt.Sprintf("the time of %v was over before %s", c.Repeats.Time, model.Plural(c.Repeats.Number, "round", "rounds")))
	}
	return err
}

// A worker is a container in which a payload waits for tasks.
type worker struct {
	*container
	threads int       // that it can use
	cores   float64   // that its quota leaves it; +Inf if it has none
	end     time.Time // after which it has ended, and is not waited for
}

// newWorker starts one, which is to be cleared.
func newWorker(ctx context.Context, p *Podman, kind string, s *Subject) (*worker, error) {
	w := &worker{cores: s.cores(), end: time.Now().Add(s.longest())}
	ctx, cancel := w.bounded(ctx)
	defer cancel()
	c, err := p.create(ctx, kind, s)
	if err != nil {
		return nil, err
	}
	w.container = c
	err = c.attach(ctx, true)
	if err == nil {
		err = c.start(ctx)
	}
	var ready Line
	if err == nil {
		ready, err = c.line(ctx)
	}
	if err != nil {
		c.clear()
		return nil, fmt.Errorf("the payload cannot be started: %w", err)
	}
	w.threads = ready.Threads
	return w, nil
}

// bounded ends with the worker, even if Podman does not say that it has ended.
func (w *worker) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadlineCause(ctx, w.end, errSilent)
}

// rounds are the numbers of threads to measure, of which 0 is all.
func (w *worker) rounds() []int {
	if w.threads == 1 {
		return []int{1}
	}
	return []int{1, 0}
}

// task is a round on so many threads, 0 for all, in which each core that they
// have does units of work. With a quota, that is fewer than there are threads:
// else a round would take the longer the more CPUs the host has.
func (w *worker) task(threads, units int) Task {
	can := threads
	if threads == 0 {
		can = w.threads
	}
	return Task{threads, units * max(1, int(min(float64(can), math.Ceil(w.cores))))}
}

// round has the payload work, and waits for it.
func (w *worker) round(ctx context.Context, threads, units int) (*Work, error) {
	ctx, cancel := w.bounded(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, w.output.close)() // a payload that reads nothing does not hold the task up
	if err := w.task(threads, units).write(w.output.stream); err != nil {
		return nil, cmp.Or(context.Cause(ctx), errSilent)
	}
	l, err := w.line(ctx)
	return &Work{Line: l, All: threads == 0, At: time.Now()}, err
}

// Work is what a payload did in one round.
type Work struct {
	Line
	All bool // on as many threads as there are CPUs
	At  time.Time
}

// addTo adds what was done to series of group.
func (w *Work) addTo(all *seriesSet, group string, host bench.Conditions) {
	suffix, title := "", ", one thread"
	if w.All {
		suffix, title = "_all", fmt.Sprintf(", %s", model.Plural(w.Threads, "thread", "threads"))
	}
	rate := bench.Series{Group: group, Name: "work_per_second" + suffix, Title: "work a second" + title, Unit: model.PerSec, Better: bench.More}
	cores := bench.Series{Group: group, Name: "effective_cores" + suffix, Title: "cores it had" + title, Unit: model.Cores, Better: bench.Neither}
	all.add(rate, w.At, float64(w.Line.Work)/w.Seconds, host)
	all.add(cores, w.At, w.CPU/w.Seconds, host)
}

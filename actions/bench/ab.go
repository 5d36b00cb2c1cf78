package bench

import (
	"context"
	"time"

	"podtop/model/bench"
)

// An Arm is one of the two that AB compares.
type Arm struct {
	Name    string                                             // in its user's words
	id      string                                             // of the container that works, if it is one for all
	warmUp  func(ctx context.Context) (note string, err error) // nil: it measures once
	measure func(ctx context.Context) (measured, error)
	close   func() // what it has running
}

// warm warms the arm up. What its reader has to know comes as a note.
func (a *Arm) warm(ctx context.Context) (note string, err error) {
	if a.warmUp != nil {
		return a.warmUp(ctx)
	}
	_, err = a.measure(ctx)
	return "", err
}

// Close ends what the arm has running.
func (a *Arm) Close() { a.close() }

// A measured is what one measurement came to.
type measured interface {
	addTo(all *seriesSet, group string, host bench.Conditions)
}

// An AB measures two arms in turn until it is known precisely enough how they
// differ, or the time is over.
type AB struct {
	A, B     Arm
	Series   string // that has to be precise
	Within   float64
	Time     time.Duration
	Watch    Watch
	Progress Progress
}

// Run measures, and fills r. It closes the arms.
func (ab *AB) Run(ctx context.Context, r *bench.Report) error {
	defer ab.A.close()
	defer ab.B.close()
	defer ab.Progress.phase(Removing)
	r.Arms = &bench.Arms{A: ab.A.Name, B: ab.B.Name, Within: ab.Within}
	ab.Progress.phase(WarmingUp)
	for _, arm := range []*Arm{&ab.A, &ab.B} {
		note, err := arm.warm(ctx)
		if err != nil {
			return err
		}
		if note != "" {
			r.Notes = append(r.Notes, note)
		}
	}
	end := time.Now().Add(ab.Time)
	series := (*seriesSet)(&r.Series)
	for pairs := 0; ; pairs++ {
		ab.Progress.tell(Step{Phase: Measuring, Done: pairs, Left: time.Until(end)})
		if r.Arms.TimeUp = time.Now().After(end); r.Arms.TimeUp || ab.isPrecise(*series) {
			return nil
		}
		for i := range 2 {
			if err := ab.one(ctx, series, bench.Order(2*pairs+i)); err != nil {
				return err
			}
		}
	}
}

// one measures an arm once.
func (ab *AB) one(ctx context.Context, series *seriesSet, group string) error {
	arm := &ab.A
	if group == bench.ArmB {
		arm = &ab.B
	}
	conditions := ab.Watch()
	m, err := arm.measure(ctx)
	if err == nil {
		m.addTo(series, group, conditions(arm.id))
	}
	return err
}

func (ab *AB) isPrecise(series seriesSet) bool {
	return bench.IsPrecise(series.numbers(bench.ArmA, ab.Series), series.numbers(bench.ArmB, ab.Series), ab.Within)
}

// numbers are the values of a series.
func (all seriesSet) numbers(group, name string) (values []float64) {
	for i := range all {
		if s := &all[i]; s.Group == group && s.Name == name {
			for _, m := range s.Values {
				values = append(values, m.Value)
			}
		}
	}
	return values
}

// WorkArm is an arm of rounds of work on all threads, in one container.
func WorkArm(ctx context.Context, name string, p *Podman, s Subject, units int) (Arm, error) {
	w, err := newWorker(ctx, p, "ab", &s)
	if err != nil {
		return Arm{}, err
	}
	return Arm{Name: name, id: w.id, close: w.clear, measure: func(ctx context.Context) (measured, error) {
		return w.round(ctx, 0, units)
	}}, nil
}

// CommandArm is an arm of runs of a command in new containers, until it ends.
func CommandArm(name string, p *Podman, s Subject) Arm {
	return Arm{Name: name, close: func() {}, measure: func(ctx context.Context) (measured, error) { return p.runToEnd(ctx, &s) }}
}

package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"podtop/model"
)

// An Actor plans changes and carries them out.
type Actor interface {
	Plan(context.Context, model.Action) (model.Plan, error)
	Do(context.Context, model.Plan) error
}

// Audited is a with a line in l before each change, and one after.
func Audited(a Actor, l *Log) Auditor { return Auditor{a, l} }

// An Auditor is an Actor that does nothing without a line in the log before,
// and one after.
type Auditor struct {
	Actor
	log *Log
}

// Do carries out a plan. It waits longer than ctx, by Options.Grace, for an Actor
// that makes good what has failed; what ends later still is written when it
// does.
func (a Auditor) Do(ctx context.Context, plan model.Plan) error {
	entry, err := a.log.Begin(ctx, plan)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- a.guarded(ctx, plan) }()
	select {
	case err := <-ended:
		return a.end(entry, err)
	case <-ctx.Done():
	}
	select {
	case err := <-ended: // it heeds ctx, too
		return a.end(entry, err)
	case <-time.After(a.log.Grace):
	}
	go func() { _ = a.end(entry, <-ended) }()
	return a.end(entry, fmt.Errorf("%s: nothing tells what became of it, and it may still happen: %w", cmp.Or(plan.Action.Target.Name, plan.Action.Target.ID.Short()), ctx.Err()))
}

func (a Auditor) end(e Entry, err error) error {
	return errors.Join(err, a.log.End(e, outcome(err), err))
}

// A panicError is a panic on the way.
type panicError struct{ value any }

func (e panicError) Error() string {
	return fmt.Sprintf("podtop itself broke on the way, which is a mistake in it: %v; look what holds", e.value)
}

func (a Auditor) guarded(ctx context.Context, plan model.Plan) (err error) {
	defer func() {
		if what := recover(); what != nil {
			err = panicError{what}
		}
	}()
	return a.Actor.Do(ctx, plan)
}

func outcome(err error) Outcome {
	var broke panicError
	var half interface{ NotBack() bool }
	var ran interface{ Ran() bool }
	switch {
	case err == nil, errors.As(err, &ran) && ran.Ran():
		return Done
	case errors.As(err, &broke):
		return Broke
	case errors.As(err, &half) && half.NotBack():
		return Half
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return Late
	}
	return Failed
}

package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
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

// Undo is the Action that takes back the last change of the limits of t that
// holds, as the log has it.
func (a Auditor) Undo(ctx context.Context, t model.Target) (model.Action, error) {
	var idle []string // changes that need no undo: they never happened, or somebody took them back by hand
	for {
		e, err := Last(ctx, a.log.path, t.ID, idle...)
		switch {
		case err != nil:
			return model.Action{}, err
		case e == nil:
			return model.Action{}, fmt.Errorf("nothing to undo: the audit log (%s) has no change of the limits of %s that holds and was not taken back", a.log.path, t.Name)
		}
		action := model.Action{Verb: model.Update, Target: t, Limits: e.Settings(), Undoes: strings.Join(append([]string{e.ID}, idle...), " ")}
		plan, err := a.Plan(ctx, action)
		if err != nil || len(plan.Changes) > 0 {
			return action, nil // whoever plans it is told the error
		}
		idle = append(idle, e.ID)
	}
}

func (a Auditor) end(e Entry, err error) error {
	return errors.Join(err, a.log.End(e, outcome(err), err))
}

// A brokeError is a panic on the way.
type brokeError struct{ what any }

func (e brokeError) Error() string {
	return fmt.Sprintf("podtop itself broke on the way, which is a mistake in it: %v; look what holds", e.what)
}

func (a Auditor) guarded(ctx context.Context, plan model.Plan) (err error) {
	defer func() {
		if what := recover(); what != nil {
			err = brokeError{what}
		}
	}()
	return a.Actor.Do(ctx, plan)
}

func outcome(err error) Outcome {
	var broke brokeError
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

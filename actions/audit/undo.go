package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/limit"
)

// nothingError is that there is no change to take back.
type nothingError struct{ path, name, more string }

func (e nothingError) Error() string {
	return fmt.Sprintf("nothing to undo: the audit log (%s) has no change of the limits of %s that holds and was not taken back%s", e.path, e.name, e.more)
}

// Undo is the Action that takes back the last change of the limits of t that
// holds, as the log has it.
func (a Auditor) Undo(ctx context.Context, t model.Target) (model.Action, error) {
	action, _, err := a.undo(ctx, t)
	return action, err
}

// undo is the Action that takes back the last change, and what it would change.
func (a Auditor) undo(ctx context.Context, t model.Target) (action model.Action, plan undoPlan, err error) {
	var idle []string // changes that need no undo: they never happened, or somebody took them back by hand
	for {
		e, err := Last(ctx, a.log.path, t.ID, idle...)
		switch {
		case err != nil:
			return model.Action{}, undoPlan{}, err
		case e == nil:
			return model.Action{}, undoPlan{}, nothingError{a.log.path, t.Name, a.othersHint(ctx, t)}
		}
		action := model.Action{Verb: model.Update, Target: t, Limits: e.Settings(), Undoes: strings.Join(append([]string{e.ID}, idle...), " ")}
		plan, err := a.Actor.Plan(ctx, action)
		if err != nil || len(plan.Changes) > 0 {
			return action, undoPlan{plan.Changes, err}, nil // whoever plans it is told the error
		}
		idle = append(idle, e.ID)
	}
}

// An undoPlan is what an undo would change, or why it would be refused.
type undoPlan struct {
	changes []model.Change
	refused error
}

// othersHint says that the changes on record were of an earlier container of t's
// name, which is another: "" if there are none.
func (a Auditor) othersHint(ctx context.Context, t model.Target) string {
	others, err := ofLimits(ctx, a.log.path, func(e *Event) bool {
		return e.Container.Name == t.Name && e.Container.UID == t.UID && e.Container.ID != t.ID
	})
	if err != nil || len(others) == 0 {
		return ""
	}
	return "; those it has were made to an earlier container of that name, which was made anew since"
}

// NextUndo says what the next undo of the limits of t would make of them:
// "memory 128M → 64M". The error is why there is none, or why it is not known.
func (a Auditor) NextUndo(ctx context.Context, t model.Target) (string, error) {
	_, plan, err := a.undo(ctx, t)
	var nothing nothingError
	switch {
	case errors.As(err, &nothing):
		return "", errors.New("nothing is left to undo")
	case err != nil:
		return "", err
	case plan.refused != nil:
		return "", fmt.Errorf("the next undo would be refused: %w", plan.refused)
	}
	return describeChanges(plan.changes), nil
}

// describeChanges names what becomes another: "memory 128M → 64M".
func describeChanges(all []model.Change) string {
	parts := make([]string, len(all))
	for i, c := range all {
		parts[i] = string(c.Field) + " " + c.Old + " → " + c.New
	}
	return strings.Join(parts, ", ")
}

// Plan implements Actor. What takes back an undo is not that undo's reverse, but
// the change before the one that it takes back: its plan says so.
func (a Auditor) Plan(ctx context.Context, action model.Action) (model.Plan, error) {
	plan, err := a.Actor.Plan(ctx, action)
	if err != nil || action.Undoes == "" || len(plan.Changes) == 0 {
		return plan, err
	}
	if plan.Undo, err = a.afterUndo(ctx, &plan); err != nil {
		plan.Undo = "not known: " + err.Error()
	}
	return plan, nil
}

// afterUndo says what the undo after plan, which is one, would set.
func (a Auditor) afterUndo(ctx context.Context, plan *model.Plan) (string, error) {
	taken := strings.Fields(plan.Action.Undoes)
	for {
		e, err := Last(ctx, a.log.path, plan.Action.Target.ID, taken...)
		switch {
		case err != nil:
			return "", err
		case e == nil:
			return "none: an undo is not taken back, and no earlier change is on record", nil
		}
		// What it would do beside this undo is what it would do after it.
		both := plan.Action
		both.Limits = replaceByField(plan.Action.Limits, e.Settings())
		then, err := a.Actor.Plan(ctx, both)
		switch {
		case err != nil:
			return "the one after this would be refused: " + err.Error(), nil
		case !sameGoal(plan.Changes, then.Changes):
			return "the next one takes back the change before, and sets again: " + limit.Describe(e.Settings()), nil
		}
		taken = append(taken, e.ID)
	}
}

// replaceByField are settings with those of later in place of those of the same
// fields.
func replaceByField(settings, later []model.Setting) []model.Setting {
	all := slices.DeleteFunc(slices.Clone(settings), func(s model.Setting) bool {
		return slices.ContainsFunc(later, func(l model.Setting) bool { return l.Field == s.Field })
	})
	return append(all, later...)
}

// sameGoal reports whether both make the same of the same fields.
func sameGoal(x, y []model.Change) bool {
	return len(x) == len(y) && !slices.ContainsFunc(x, func(c model.Change) bool {
		return !slices.ContainsFunc(y, func(d model.Change) bool { return c.Field == d.Field && c.New == d.New })
	})
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"podtop/actions"
	"podtop/model"
	"podtop/model/demo"
	"podtop/model/limit"
	"podtop/model/probe"
)

// A demoActor says with each plan that it is not for real.
type demoActor struct {
	*actions.Podman
	d *demonstration
}

// Plan implements tui.Actor.
func (a demoActor) Plan(ctx context.Context, action model.Action) (plan model.Plan, err error) {
	if action.Verb == model.Update {
		plan, err = a.planLimits(action)
	} else {
		plan, err = a.Podman.Plan(ctx, action)
	}
	plan.Warnings = append(plan.Warnings, "a demonstration: nothing real is touched, and the command is not run")
	return plan, err
}

// Do implements tui.Actor.
func (a demoActor) Do(ctx context.Context, plan model.Plan) error {
	if plan.Action.Verb != model.Update {
		return a.Podman.Do(ctx, plan)
	}
	now, err := a.limits(plan.Action.Target.ID)
	if err != nil {
		return err
	}
	a.d.mu.Lock()
	defer a.d.mu.Unlock()
	id := plan.Action.Target.ID
	if err := a.d.host.Update(updateOf(now.With(plan.Action.Limits)), id); err != nil {
		return err
	}
	if all := a.d.changes[id]; plan.Action.Undoes != "" && len(all) > 0 {
		a.d.changes[id] = all[:len(all)-1]
	} else {
		a.d.changes[id] = append(all, plan.Back)
	}
	return nil
}

// Undo implements tui.Actor.
func (a demoActor) Undo(_ context.Context, t model.Target) (model.Action, error) {
	a.d.mu.Lock()
	defer a.d.mu.Unlock()
	all := a.d.changes[t.ID]
	if len(all) == 0 {
		return model.Action{}, fmt.Errorf("nothing to undo: no limit of %s was changed", t.Name)
	}
	return model.Action{Verb: model.Update, Target: t, Limits: all[len(all)-1], Undoes: strconv.Itoa(len(all))}, nil
}

// NextUndo implements tui.Actor.
func (a demoActor) NextUndo(ctx context.Context, t model.Target) (string, error) {
	action, err := a.Undo(ctx, t)
	if err != nil {
		return "", errors.New("nothing is left to undo")
	}
	now, err := a.limits(t.ID)
	if err != nil {
		return "", err
	}
	goal := now.With(action.Limits)
	var parts []string
	for _, f := range now.Differing(goal) {
		parts = append(parts, string(f)+" "+limit.Format(f, now[f])+" → "+limit.Format(f, goal[f]))
	}
	return strings.Join(parts, ", "), nil
}

// demoFields are the limits that the demonstration's kernel enforces.
var demoFields = []model.Field{
	model.FieldCPUs, model.FieldCPUQuota, model.FieldCPUPeriod, model.FieldCPUShares,
	model.FieldMemory, model.FieldMemorySwap, model.FieldMemoryReservation, model.FieldPidsLimit,
}

func (a demoActor) planLimits(action model.Action) (model.Plan, error) {
	t := action.Target
	for _, s := range action.Limits {
		if !slices.Contains(demoFields, s.Field) {
			return model.Plan{}, fmt.Errorf("cannot change the limits of %s: the demonstration has no %s", t.Name, s.Field)
		}
	}
	now, err := a.limits(t.ID)
	if err != nil {
		return model.Plan{}, err
	}
	goal := now.With(action.Limits)
	if len(now.Differing(goal)) == 0 {
		return model.Plan{}, fmt.Errorf("cannot change the limits of %s: they are so already", t.Name)
	}
	plan := model.Plan{Action: action, Back: now.Back(goal), Effects: []string{"it holds at once, and across restarts"}}
	flags := ""
	for _, s := range action.Limits {
		if s.None {
			plan.Calls = append(plan.Calls, "API: no command says it: POST /libpod/containers/"+t.ID.Short()+"/update, without a limit of "+string(s.Field))
			continue
		}
		flags += " --" + string(s.Field) + " " + s.Value.String()
	}
	if flags != "" {
		plan.Command = "podman update" + flags + " " + t.Name
	}
	for _, f := range now.Differing(goal) {
		plan.Changes = append(plan.Changes, model.Change{
			Field: f, Old: limit.Format(f, now[f]), New: limit.Format(f, goal[f]),
			Implied: !slices.ContainsFunc(action.Limits, func(s model.Setting) bool {
				return s.Field == f || s.Field == model.FieldCPUs && strings.HasPrefix(string(f), "cpu-")
			}),
		})
	}
	plan.Undo = a.undoText(&action, limit.Describe(plan.Back))
	return plan, nil
}

// undoText is what takes back an action that back restores; an undo itself is
// not taken back, but the change before the one that it takes back.
func (a demoActor) undoText(action *model.Action, back string) string {
	if action.Undoes == "" {
		return back
	}
	a.d.mu.Lock()
	defer a.d.mu.Unlock()
	all := a.d.changes[action.Target.ID]
	if len(all) < 2 {
		return "none: an undo is not taken back, and no earlier change is on record"
	}
	return "the next one takes back the change before, and sets again: " + limit.Describe(all[len(all)-2])
}

// limits are those of a container that the made-up Podman has on record.
func (a demoActor) limits(id model.ID) (limit.Values, error) {
	a.d.mu.Lock()
	defer a.d.mu.Unlock()
	inspection, err := a.d.host.Inspect(probe.Target{Target: model.Target{ID: id}})
	if err != nil {
		return nil, err
	}
	var r limit.Inspection
	if err := json.Unmarshal(inspection.JSON, &r); err != nil {
		return nil, err
	}
	return r.Values(), nil
}

// updateOf is what the made-up Podman is asked for, so that v holds.
func updateOf(v limit.Values) *demo.NewLimits {
	var w demo.NewLimits
	number := func(f model.Field) *int64 {
		n := int64(-1)
		switch text := v[f]; {
		case text == "":
		case limit.IsBytes(f):
			n = limit.Bytes(text)
		default:
			n, _ = strconv.ParseInt(text, 10, 64)
		}
		return &n
	}
	period := uint64(v.Period())
	w.CPU.Quota, w.CPU.Period = number(model.FieldCPUQuota), &period
	shares := uint64(max(0, *number(model.FieldCPUShares)))
	w.CPU.Shares = &shares
	w.Memory.Limit, w.Memory.Swap, w.Memory.Reservation = number(model.FieldMemory), number(model.FieldMemorySwap), number(model.FieldMemoryReservation)
	w.Pids.Limit = number(model.FieldPidsLimit)
	return &w
}

package tui_test

import (
	"cmp"
	"context"
	"errors"
	"sync"

	"podtop/model"
	"podtop/model/clean"
)

// A fakeActor plans whatever it is asked to and does it as the test says.
type fakeActor struct {
	planErr, doErr error
	fails, refuses map[string]error // by name: Do, Plan
	hang           chan struct{}    // if not nil, calls wait until it is closed

	mu   sync.Mutex
	did  []model.Plan
	asks []model.Action
}

func (f *fakeActor) Plan(ctx context.Context, a model.Action) (model.Plan, error) {
	f.mu.Lock()
	f.asks = append(f.asks, a)
	refused := cmp.Or(f.refuses[a.Target.Name], f.planErr)
	f.mu.Unlock()
	return model.Plan{
		Action:  a,
		Command: "podman " + string(a.Verb) + " " + a.Target.Name,
		Effects: []string{"every process in it stops where it is, and goes on from there later"},
		Warnings: []string{
			a.Target.Name + " is published on port 8080: whoever is connected will wait",
		},
		Undo: "podman unpause " + a.Target.Name, Changes: changesOf(a), Calls: callsOf(a), Back: backOf(a),
	}, refused
}

// changesOf, callsOf and backOf are what a plan of limits has beside.
func changesOf(a model.Action) (all []model.Change) {
	for _, s := range a.Limits {
		value := s.Value.String()
		if s.None {
			value = "unlimited"
		}
		all = append(all, model.Change{Field: s.Field, Old: "2 cores", New: value})
	}
	if len(all) > 0 {
		all = append(all, model.Change{Field: model.FieldMemorySwap, Old: "1G", New: "256M", Implied: true})
	}
	return all
}

func callsOf(a model.Action) []string {
	if len(a.Limits) == 0 {
		return nil
	}
	return []string{"API: POST /libpod/containers/" + a.Target.ID.Short() + "/update {\"cpu\":{\"quota\":100000}}", "write: max to cgroup.max"}
}

func backOf(a model.Action) (all []model.Setting) {
	for _, s := range a.Limits {
		all = append(all, model.Setting{Field: s.Field, Value: clean.Of("2")})
	}
	return all
}

// Undo takes back what it did last, as the log would have it.
func (f *fakeActor) Undo(_ context.Context, t model.Target) (model.Action, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.did) == 0 {
		return model.Action{}, errors.New("nothing to undo: the audit log has no change of " + t.Name)
	}
	return model.Action{Verb: model.Update, Target: t, Limits: f.did[len(f.did)-1].Back, Undoes: "7"}, nil
}

// NextUndo is what Undo would set, or nothing once something was taken back.
func (f *fakeActor) NextUndo(ctx context.Context, t model.Target) (string, error) {
	action, err := f.Undo(ctx, t)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err != nil || f.did[len(f.did)-1].Action.Undoes != "" {
		return "", errors.New("nothing is left to undo")
	}
	return string(action.Limits[0].Field) + " 1.5 → " + action.Limits[0].Value.Raw(), nil
}

func (f *fakeActor) Do(_ context.Context, p model.Plan) error {
	if f.hang != nil {
		<-f.hang
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, p)
	return cmp.Or(f.fails[p.Action.Target.Name], f.doErr)
}

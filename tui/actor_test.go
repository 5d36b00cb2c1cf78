package tui_test

import (
	"context"
	"sync"

	"podtop/model"
)

// A fakeActor plans whatever it is asked to and does it as the test says.
type fakeActor struct {
	planErr, doErr error
	hang           chan struct{} // if not nil, calls wait until it is closed

	mu   sync.Mutex
	did  []model.Plan
	asks []model.Action
}

func (f *fakeActor) Plan(ctx context.Context, a model.Action) (model.Plan, error) {
	f.mu.Lock()
	f.asks = append(f.asks, a)
	f.mu.Unlock()
	return model.Plan{
		Action:  a,
		Command: "podman " + string(a.Verb) + " " + a.Target.Name,
		Effects: []string{"every process in it stops where it is, and goes on from there later"},
		Warnings: []string{
			a.Target.Name + " is published on port 8080: whoever is connected will wait",
		},
		Undo: "podman unpause " + a.Target.Name,
	}, f.planErr
}

func (f *fakeActor) Do(_ context.Context, p model.Plan) error {
	if f.hang != nil {
		<-f.hang
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, p)
	return f.doErr
}

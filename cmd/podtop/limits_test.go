package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

func TestAgreed(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, " YES \n": true, "\n": false, "n\n": false, "": false, "yy\n": false} {
		if got := confirm(t.Context(), strings.NewReader(answer), io.Discard, "Change it?"); got != want {
			t.Errorf("%q: %t", answer, got)
		}
	}
	// Nobody answers, and somebody presses ctrl+c.
	silent, hold := io.Pipe()
	defer hold.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if confirm(ctx, silent, io.Discard, "Change it?") {
		t.Error("an interruption is a yes")
	}
}

// interrupted is an Actor that is interrupted in its first change.
type interrupted struct{ cancel func() }

func (interrupted) Plan(context.Context, model.Action) (model.Plan, error) { return model.Plan{}, nil }

func (interrupted) Undo(context.Context, model.Target) (model.Action, error) {
	return model.Action{}, nil
}

func (interrupted) NextUndo(context.Context, model.Target) (string, error) {
	return "", nil
}

func (i interrupted) Do(ctx context.Context, p model.Plan) error {
	i.cancel()
	return fmt.Errorf("changing the limits of %s: Podman gave no answer in time (%w); memory is still 64M", p.Action.Target.Name, ctx.Err())
}

// What an interruption made of a change is an error, and told.
func TestInterruptedInAChange(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h := &host{actor: interrupted{cancel}}
	var plans []model.Plan
	for _, name := range []string{"web", "db"} {
		plans = append(plans, model.Plan{Action: model.Action{Target: model.Target{Name: name}}})
	}
	err := h.doAll(ctx, io.Discard, plans)
	if err == nil || errors.Is(err, context.Canceled) {
		t.Fatalf("%v: it would end with code 0", err)
	}
	for _, want := range []string{"web: Podman gave no answer in time", "memory is still 64M", "db: interrupted before it"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

// A command that was to change something and did not has failed.
func TestUnchanged(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"interrupted":    {fmt.Errorf("looking at web: %w", context.Canceled), "interrupted: nothing was changed"},
		"Podman hung up": {fmt.Errorf("cannot change the limits of web: %w", syscall.EPIPE), "cannot change the limits of web: broken pipe"},
		"another":        {startedError{context.Canceled}, "context canceled"},
	} {
		err := unchanged(ctx, tt.err)
		if err == nil || err.Error() != tt.want || errors.Is(err, context.Canceled) || errors.Is(err, syscall.EPIPE) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if err := unchanged(ctx, nil); err != nil {
		t.Error(err)
	}
	var usage usageError
	if err := unchanged(ctx, usagef("which web?")); !errors.As(err, &usage) {
		t.Errorf("%v is no usage error any more", err)
	}
}

// On record memory-swap is with memory; a cgroup has that of swap alone, and the
// table says which is which.
func TestSwapInTheTable(t *testing.T) {
	table := limitTable{Name: "web", User: "root", Limits: []limitRow{
		{Field: model.FieldMemorySwap, Configured: "192m", Scope: "96m", Child: "0", Effective: "0"},
		{Field: model.FieldMemory, Configured: "96m", Scope: "96m", Child: "max", Effective: "96m"},
	}}
	var got []string
	for line := range strings.Lines(table.text()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	for _, want := range []string{"memory-swap 192M swap 96M swap 0 swap 0 – – – –", "memory 96M 96M unlimited 96M – – – –"} {
		if !slices.Contains(got, want) {
			t.Errorf("want %q among\n%s", want, table.text())
		}
	}
}

// Shares are v1's, a weight v2's; and the swappiness that applies on v2 is said
// to be the host's.
func TestLevelRowByVersion(t *testing.T) {
	own := probe.Level{Path: "/web", Own: true, CPUWeight: model.Known(1024), Swappiness: model.Known(60)}
	legacy := &probe.Cgroups{Legacy: true, Levels: []probe.Level{own}}
	if r := levelRow(model.FieldCPUShares, legacy); r.Effective != "1024" {
		t.Errorf("shares on v1: %+v", r)
	}
	if r := levelRow(model.FieldMemorySwappiness, legacy); r.Effective != "60" || r.By != "" {
		t.Errorf("swappiness on v1: %+v", r)
	}
	own.CPUWeight, own.Swappiness = model.Known(100), model.Count{}
	unified := &probe.Cgroups{HostSwappiness: model.Known(30), Levels: []probe.Level{own}}
	if r := levelRow(model.FieldCPUShares, unified); r.Effective != "weight 100" {
		t.Errorf("a weight on v2: %+v", r)
	}
	r := levelRow(model.FieldMemorySwappiness, unified)
	if r.Scope != "" || r.Effective != "30" || (&limitTable{}).by(r.By) != "the host" {
		t.Errorf("swappiness on v2: %+v", r)
	}
}

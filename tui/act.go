package tui

import (
	"context"
	"errors"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// Deadlines. The screen does not wait for either.
const (
	planIn = 5 * time.Second
	doIn   = 30 * time.Second
)

// A deed is an action on its way: being planned, or being done.
type deed struct {
	action model.Action
	doing  bool
	since  time.Duration // Snapshot.Mono when it began
}

// progress says what is going on, in words.
func (d *deed) progress(now time.Duration) string {
	text := "planning to " + string(d.action.Verb) + " " + d.action.Target.Name + "…"
	if d.doing {
		text = string(d.action.Verb) + " " + d.action.Target.Name + ": waiting for Podman…"
	}
	if s := int((now - d.since) / time.Second); s > 0 {
		text += " " + strconv.Itoa(s) + " s"
	}
	return text
}

type (
	agreedMsg struct{ plan model.Plan }
	planMsg   struct {
		plan   model.Plan
		action model.Action
		err    error
	}
	doneMsg struct {
		plan model.Plan
		err  error
	}
)

// act takes an action one step further: asked for, planned, agreed to, done.
func (a *App) act(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.DoMsg:
		return a.plan(msg.Action)
	case planMsg:
		a.deed = nil
		if msg.err != nil {
			a.say(model.Bad, describe(msg.action, msg.err))
			return nil
		}
		a.overlay.Open(overlay.Confirm(msg.plan, func() tea.Msg { return agreedMsg{msg.plan} }))
	case agreedMsg:
		return a.do(msg.plan)
	case doneMsg:
		a.deed = nil
		if msg.err != nil {
			a.say(model.Bad, describe(msg.plan.Action, msg.err))
			return nil
		}
		a.say(model.Info, string(msg.plan.Action.Verb)+" "+msg.plan.Action.Target.Name+": done")
	}
	return nil
}

// plan asks what action would do.
func (a *App) plan(action model.Action) tea.Cmd {
	if !a.begin(deed{action: action}) {
		return nil
	}
	return func() tea.Msg {
		plan, err := within(a.ctx, planIn, func(ctx context.Context) (model.Plan, error) { return a.Actor.Plan(ctx, action) })
		return planMsg{plan, action, err}
	}
}

// do does what the plan said.
func (a *App) do(plan model.Plan) tea.Cmd {
	if !a.begin(deed{action: plan.Action, doing: true}) {
		return nil
	}
	return func() tea.Msg {
		_, err := within(a.ctx, doIn, func(ctx context.Context) (struct{}, error) { return struct{}{}, a.Actor.Do(ctx, plan) })
		return doneMsg{plan, err}
	}
}

// begin makes d the deed on its way, unless there is one or may be none.
func (a *App) begin(d deed) bool {
	switch {
	case a.Actor == nil:
		a.say(model.Warn, "read-only: podtop was started so that it changes nothing")
		return false
	case a.deed != nil:
		return false // the status line says what it is waiting for
	}
	d.since = a.snapshot.Mono
	a.deed = &d
	return true
}

// within calls f and gives up on it after d, even if f does not heed its
// context.
func within[T any](ctx context.Context, d time.Duration, f func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := f(ctx)
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// describe says what failed. The errors of an Actor name the deed themselves.
func describe(a model.Action, err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return string(a.Verb) + " " + a.Target.Name + ": Podman did not answer in time; it may still happen, watch the state"
	}
	return err.Error()
}

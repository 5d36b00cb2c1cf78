package tui

import (
	"context"
	"errors"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/limit"
	"podtop/model/probe"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// limitsIn is how long the form of limits waits for what it shows beside the
// samples.
const limitsIn = 2 * time.Second

// undoIn is how long it may take to find the change that is to be taken back.
const undoIn = planIn

// limitsMsg is what a container may use, for the form.
type limitsMsg struct {
	container  model.Container
	cgroups    *probe.Cgroups    // nil: the kernel did not say
	inspection *probe.Inspection // nil: Podman did not say
}

// openLimits opens the form of the chosen container's limits.
func (a *App) openLimits() tea.Cmd {
	if c := a.chosen("to limit"); c != nil {
		return a.limitsOf(c)
	}
	return nil
}

// limitsOf asks what c may use, for a form.
func (a *App) limitsOf(c *model.Container) tea.Cmd {
	if !c.Can(model.Update) {
		a.say(model.Info, "no limits to change: "+c.Name+" "+refusal(c, model.Update))
		return nil
	}
	msg, ctx, prober := limitsMsg{container: *c}, a.ctx, a.Prober
	return func() tea.Msg {
		if prober == nil {
			return msg
		}
		s := probe.TargetOf(&msg.container)
		var asked sync.WaitGroup
		asked.Go(func() {
			msg.cgroups, _ = pane.Await(ctx, limitsIn, func(ctx context.Context) (*probe.Cgroups, error) { return prober.Cgroups(ctx, s) })
		})
		asked.Go(func() {
			msg.inspection, _ = pane.Await(ctx, limitsIn, func(ctx context.Context) (*probe.Inspection, error) { return prober.Inspect(ctx, s) })
		})
		asked.Wait()
		return msg
	}
}

func (m limitsMsg) apply(a *App) tea.Cmd {
	if a.overlay.Front() != nil || a.operation != nil {
		return nil // the user went on to something else
	}
	rows := limitRows(&m, a.snapshot.Host.Cgroups)
	target := m.container.Target()
	title := "limits of " + m.container.Name
	var form *overlay.LimitsForm
	form = overlay.Limits(&a.keys.writing, title, rows, limit.Parse, func(all []model.Setting) tea.Cmd {
		cmd := a.plan(pane.DoMsg{Actions: []model.Action{{Verb: model.Update, Target: target, Limits: all}}})
		if a.operation != nil {
			a.operation.form = form
		}
		return cmd
	})
	a.overlay.Open(form)
	return nil
}

// reopen opens the form anew in which something was written that cannot be, with
// all that is in it, and says why; unless the user went on to something else.
func (a *App) reopen(form *overlay.LimitsForm, reason string) {
	if form == nil || a.overlay.Front() != nil || a.search.prompt != nil {
		return
	}
	form.ShowError(reason)
	a.overlay.Open(form)
}

// undo asks for what takes back the last change of a container's limits, which
// is planned then like any other.
func (a *App) undo(t model.Target) tea.Cmd {
	return func() tea.Msg {
		action, err := pane.Await(a.ctx, undoIn, func(ctx context.Context) (model.Action, error) { return a.Actor.Undo(ctx, t) })
		if errors.Is(err, context.DeadlineExceeded) {
			err = errors.New("cannot undo: what to take back was not found in time")
		}
		return undoMsg{action, err}
	}
}

type undoMsg struct {
	action model.Action
	err    error
}

func (m undoMsg) apply(a *App) tea.Cmd {
	if m.err != nil {
		a.say(model.Bad, m.err.Error())
		return nil
	}
	return a.plan(pane.DoMsg{Actions: []model.Action{m.action}})
}

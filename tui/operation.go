package tui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// Deadlines of one action, beside what its plan says that it takes. The screen
// does not wait for either.
const (
	planIn = 10 * time.Second
	doIn   = 30 * time.Second
	endIn  = time.Minute // after that, for an Actor that makes good what failed, and says so
)

// An operation is actions of one kind on their way, one after the other: being
// planned, or being done.
type operation struct {
	actions []model.Action
	plans   []model.Plan
	doing   bool
	at      int                 // the action it is at
	left    []string            // what is left as it is, and why
	failed  []string            // what was tried
	stopped bool                // what is left is not tried
	leaving bool                // the user wanted to quit meanwhile
	form    *overlay.LimitsForm // where it was written; nil if it was not
	since   time.Duration       // Snapshot.Mono when it began, and with each action
}

// progress says what is going on, in words.
func (op *operation) progress(now time.Duration) string {
	a, n := &op.actions[op.at], len(op.actions)
	text := "planning to " + a.Operation(op.object()) + "…"
	if op.doing {
		text = a.Operation(a.Target.Name) + ": waiting for " + executor(a) + "…"
	}
	if op.doing && n > 1 {
		text = strconv.Itoa(op.at+1) + " of " + strconv.Itoa(n) + ": " + text
	}
	if s := int((now - op.since) / time.Second); s > 0 {
		text += " " + strconv.Itoa(s) + " s"
	}
	if op.doing && op.at < n-1 && !op.stopped {
		text += "; esc: not the others"
	}
	if op.leaving {
		text += "; once more: quit all the same"
	}
	return text
}

// object is what it is done to, in words.
func (op *operation) object() string {
	if len(op.actions) == 1 {
		return op.actions[0].Target.Name
	}
	return model.Plural(len(op.actions), "container", "containers")
}

// executor is who does it.
func executor(a *model.Action) string {
	if a.Target.Unit != "" && (a.Verb == model.Start || a.Verb == model.Stop || a.Verb == model.Restart) {
		return "systemd"
	}
	return "Podman"
}

// outcome says how it went, and of a change of limits what the next undo, which
// is in the palette, would do.
func (op *operation) outcome(nextUndo string) (model.Severity, string) {
	n := len(op.actions)
	if n == 1 && len(op.failed) == 1 {
		return model.Bad, op.failed[0]
	}
	text := op.actions[0].Operation(op.object()) + ": "
	switch verb := op.actions[0].Verb; {
	case n == 1 && verb == model.Update && nextUndo != "":
		return model.Info, text + "done (" + nextUndo + ")"
	case n == 1:
		return model.Info, text + "done"
	}
	tried := op.at
	text += strconv.Itoa(tried-len(op.failed)) + " of " + strconv.Itoa(n) + " done"
	if tried < n {
		text += ", " + strconv.Itoa(n-tried) + " not tried"
	}
	if len(op.failed) == 0 {
		return model.Info, text
	}
	return model.Bad, text + "; " + strings.Join(op.failed, "; ")
}

// event is the action it is at, as it went.
func (op *operation) event(err error) model.Event {
	plan := &op.plans[op.at]
	target := &plan.Action.Target
	e := model.Event{
		Kind: model.OperationEvent, Type: "container", Key: model.Key{UID: target.UID, Name: target.Name}, ID: target.ID,
		Name: target.Name, User: target.User, Source: "podtop", Action: string(plan.Action.Verb), Text: "done: " + commandOf(plan),
	}
	var ran interface{ Ran() bool }
	switch {
	case err == nil:
	case errors.As(err, &ran) && ran.Ran(): // it was done, and what came of it is bad
		e.Severity, e.Text = model.Bad, describe(plan.Action, err)
	default:
		e.Severity, e.Text = model.Bad, "failed: "+describe(plan.Action, err)
	}
	return e
}

// commandOf is what stands for a plan in a line.
func commandOf(p *model.Plan) string {
	if p.Command == "" && len(p.Calls) > 0 {
		return p.Calls[0]
	}
	return p.Command
}

type (
	agreedMsg struct{ plans []model.Plan }
	planMsg   struct {
		plan model.Plan
		err  error
	}
	doneMsg struct {
		err      error
		nextUndo string // of a change of limits
	}
)

// act takes an operation one step further: asked for, planned, agreed to, done.
func (a *App) act(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.DoMsg:
		return a.plan(msg)
	case planMsg:
		return a.planned(msg)
	case agreedMsg:
		return a.do(msg.plans)
	case doneMsg:
		return a.done(msg.err, msg.nextUndo)
	}
	return nil
}

// plan asks what the actions would do.
func (a *App) plan(msg pane.DoMsg) tea.Cmd {
	switch {
	case len(msg.Actions) == 0:
		a.say(model.Info, "nothing to do: "+strings.Join(msg.Left, ", "))
		return nil
	case !a.begin(operation{actions: msg.Actions, left: msg.Left}):
		return nil
	}
	return a.planNext()
}

func (a *App) planNext() tea.Cmd {
	action := a.operation.actions[a.operation.at]
	return func() tea.Msg {
		plan, err := pane.Await(a.ctx, planIn, func(ctx context.Context) (model.Plan, error) { return a.Actor.Plan(ctx, action) })
		return planMsg{plan, err}
	}
}

// planned takes in one plan and asks for the next; with the last, it asks the
// user. What is refused is left as it is. A Podman that does not answer is not
// asked again for each.
func (a *App) planned(msg planMsg) tea.Cmd {
	op := a.operation
	switch action := op.actions[op.at]; {
	case msg.err == nil:
		op.plans = append(op.plans, msg.plan)
	case len(op.actions) == 1 || errors.Is(msg.err, context.DeadlineExceeded):
		a.operation = nil
		a.say(model.Bad, describe(action, msg.err))
		a.reopen(op.form, describe(action, msg.err))
		return nil
	default:
		op.left = append(op.left, msg.err.Error())
	}
	if op.at++; op.at < len(op.actions) {
		return a.planNext()
	}
	a.operation = nil
	if len(op.plans) == 0 {
		a.say(model.Bad, "nothing can be done: "+strings.Join(op.left, "; "))
		return nil
	}
	if a.overlay.Front() != nil || a.search.prompt != nil {
		// It would appear under the fingers of who is at something else.
		a.say(model.Warn, op.actions[0].Operation(op.object())+": not asked, for you went on to something else; press the key again")
		return nil
	}
	a.overlay.Open(overlay.Confirm(&a.keys.dialog, &a.keys.writing, op.plans, op.left, func() tea.Msg { return agreedMsg{op.plans} }))
	return nil
}

// do does what the plans said.
func (a *App) do(plans []model.Plan) tea.Cmd {
	op := operation{plans: plans, doing: true}
	for i := range plans {
		op.actions = append(op.actions, plans[i].Action)
	}
	if !a.begin(op) {
		return nil
	}
	return a.doNext()
}

func (a *App) doNext() tea.Cmd {
	plan, palette := a.operation.plans[a.operation.at], pane.First(a.key("palette"))
	return func() tea.Msg {
		_, err := pane.Await(a.ctx, doIn+plan.Takes+endIn, func(ctx context.Context) (struct{}, error) {
			ctx, cancel := context.WithTimeout(ctx, doIn+plan.Takes)
			defer cancel()
			return struct{}{}, a.Actor.Do(ctx, plan)
		})
		return doneMsg{err, a.nextUndo(&plan.Action, err, palette)}
	}
}

// nextUndo says what takes back a change of limits that was made, by the key
// named, or why nothing does; "" of any other.
func (a *App) nextUndo(done *model.Action, failed error, palette string) string {
	if failed != nil || done.Verb != model.Update {
		return ""
	}
	text, err := pane.Await(a.ctx, undoIn, func(ctx context.Context) (string, error) { return a.Actor.NextUndo(ctx, done.Target) })
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "what an undo would do was not found in time"
	case err != nil:
		return err.Error()
	}
	return palette + "undo makes " + text
}

// done takes in how one action went and does the next. Where Podman did not
// answer the others are not tried.
func (a *App) done(err error, nextUndo string) tea.Cmd {
	op := a.operation
	a.tracker.Note(op.event(err))
	if err != nil {
		op.failed = append(op.failed, describe(op.actions[op.at], err))
		op.stopped = op.stopped || errors.Is(err, context.DeadlineExceeded)
	}
	if op.at++; op.at < len(op.actions) && !op.stopped {
		op.since = a.snapshot.Mono
		return a.doNext()
	}
	a.operation = nil
	a.say(op.outcome(a.theme.Glyphs.Prose(nextUndo)))
	return nil
}

// begin makes op the operation on its way, unless there is one or may be none.
func (a *App) begin(op operation) bool {
	switch {
	case a.readOnly():
		return false
	case a.operation != nil:
		return false // the status line says what it is waiting for
	}
	op.since = a.snapshot.Mono
	a.operation = &op
	return true
}

// describe says what failed. The errors of an Actor name the operation
// themselves, and of limits which are in force now.
func describe(a model.Action, err error) string {
	if errors.Is(err, context.DeadlineExceeded) && (a.Verb != model.Update || err == context.DeadlineExceeded) { //nolint:errorlint // nobody said more
		return a.Operation(a.Target.Name) + ": " + executor(&a) + " did not answer in time; it may still happen, watch the state"
	}
	return err.Error()
}

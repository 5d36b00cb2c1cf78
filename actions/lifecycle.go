package actions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// A step is what a verb of the lifecycle does to a container.
type step struct {
	path     string        // of the API call, below the container
	from     []model.State // it makes sense in these; none: in all
	describe func(*planText)
}

var steps = map[model.Verb]step{
	model.Start:       {"/start", []model.State{model.Created, "initialized", "configured", model.Exited, model.Stopped}, describeStart},
	model.Stop:        {"/stop", []model.State{model.Running, model.Stopping}, describeStop},
	model.Restart:     {"/restart", []model.State{model.Running, model.Created, "initialized", "configured", model.Exited, model.Stopped}, describeRestart},
	model.Pause:       {"/pause", []model.State{model.Running}, describePause},
	model.Unpause:     {"/unpause", []model.State{model.Paused}, describeUnpause},
	model.Kill:        {"/kill", []model.State{model.Running, model.Paused, model.Stopping}, describeKill},
	model.Remove:      {"", nil, describeRemove},
	model.Healthcheck: {"/healthcheck", []model.State{model.Running}, describeCheck},
}

// planLifecycle plans what is no change of limits.
func (p *Podman) planLifecycle(ctx context.Context, a model.Action) (model.Plan, error) {
	st, ok := steps[a.Verb]
	switch {
	case !ok:
		return model.Plan{}, fmt.Errorf("podtop cannot %s a container", a.Verb)
	case isByUnit(a):
		return p.planUnit(ctx, a)
	case a.Verb == model.Kill && !slices.ContainsFunc(model.Signals, func(s model.Signal) bool { return s.Name == a.Signal }):
		return model.Plan{}, fmt.Errorf("podtop sends no signal %q", a.Signal)
	}
	svc, err := p.find(a)
	if err != nil {
		return model.Plan{}, err
	}
	c, err := svc.inspect(ctx, a)
	if err != nil {
		return model.Plan{}, fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	if a.Target.Unit == "" {
		p.findUnit(ctx, &a, c)
	}
	if isByUnit(a) {
		return p.planUnit(ctx, a)
	}
	if err := objection(ctx, svc, a, c, st); err != nil {
		return model.Plan{}, fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	plan := model.Plan{Action: a, Command: svc.command(a.Verb, a.Target, flagsOf(a, c)...)}
	st.describe(&planText{&plan, c, svc})
	if a.Target.Unit != "" {
		p.addUnitWarnings(ctx, &plan)
	}
	return plan, nil
}

// force is what makes Podman stop what it is to remove.
const force = "--force"

// flagsOf are those of the command.
func flagsOf(a model.Action, c *inspected) []string {
	switch {
	case a.Verb == model.Kill:
		return []string{"--signal", a.Signal}
	case a.Verb == model.Remove && model.State(c.State.Status).Live():
		return []string{force}
	}
	return nil
}

// objection is what would come of it if Podman were asked.
func objection(ctx context.Context, svc Service, a model.Action, c *inspected, st step) error {
	state := model.State(c.State.Status)
	switch {
	case c.IsInfra && a.Verb != model.Healthcheck:
		pod := svc.podName(ctx, c.Pod)
		return fmt.Errorf("it holds what pod %s shares, so do it to the pod: podman pod %s %s", pod, a.Verb, pod)
	case a.Verb == model.Healthcheck && !c.checked():
		return errors.New("it has none")
	case st.from == nil || slices.Contains(st.from, state):
		return nil
	case state == model.Paused:
		return errors.New("it is paused; let it go on first")
	}
	return fmt.Errorf("it is %s, not %s", state, st.from[0])
}

// doLifecycle does what was planned. By id: a name may by now be another
// container's.
func (p *Podman) doLifecycle(ctx context.Context, plan model.Plan) error {
	a := plan.Action
	if isByUnit(a) {
		return p.doUnit(ctx, a)
	}
	svc, err := p.find(a)
	if err != nil {
		return err
	}
	path := "/containers/" + string(a.Target.ID) + steps[a.Verb].path
	switch a.Verb {
	case model.Remove:
		err = svc.Delete(ctx, path, url.Values{"force": {strconv.FormatBool(forced(plan))}, "v": {"false"}}, nil)
	case model.Healthcheck:
		err = svc.check(ctx, path)
	case model.Kill:
		err = svc.Post(ctx, path, url.Values{"signal": {a.Signal}}, nil, nil)
	default:
		err = svc.Post(ctx, path, nil, nil, nil)
	}
	switch failed := (*CheckError)(nil); {
	case err == nil:
		return nil
	case errors.As(err, &failed):
		failed.Name = displayName(a.Target)
		return failed
	}
	return fmt.Errorf("cannot %s: %w", operation(a), explain(err))
}

// forced reports whether the plan was to stop it first: what was started since
// then is not removed.
func forced(plan model.Plan) bool {
	return slices.Contains(strings.Fields(plan.Command), force)
}

// firstLine is the first line of a text of which nobody knows how long it is.
func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return bounded(s)
}

// bounded is the begin of s, clean.
func bounded(s string) string {
	const most = 200 // bytes
	if len(s) > most {
		return clean.Head(s, most) + "…"
	}
	return clean.Text(s)
}

// explain adds to a refusal of Podman's what it means.
func explain(err error) error {
	var r interface{ Code() int }
	switch {
	case !errors.As(err, &r):
		return err
	case r.Code() == http.StatusNotFound:
		return fmt.Errorf("it is gone: %w", err)
	case r.Code() == http.StatusConflict:
		return fmt.Errorf("not in its present state: %w", err)
	}
	return err
}

// endless is a timeout nobody waits for.
const endless = 24 * time.Hour

// stopText says how a container is stopped.
func stopText(c *inspected) string {
	switch d := c.patience(); {
	case d == 0:
		return c.signal() + ", and SIGKILL at once"
	case d >= endless:
		return c.signal() + ", and no SIGKILL however long it takes"
	default:
		return c.signal() + ", then SIGKILL after " + strconv.Itoa(int(d/time.Second)) + " s"
	}
}

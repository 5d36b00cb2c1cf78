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
	path string        // of the API call, below the container
	from []model.State // it makes sense in these; none: in all
	tell func(*telling)
}

var steps = map[model.Verb]step{
	model.Start:       {"/start", []model.State{model.Created, "initialized", "configured", model.Exited, model.Stopped}, tellStart},
	model.Stop:        {"/stop", []model.State{model.Running, model.Stopping}, tellStop},
	model.Restart:     {"/restart", []model.State{model.Running, model.Created, "initialized", "configured", model.Exited, model.Stopped}, tellRestart},
	model.Pause:       {"/pause", []model.State{model.Running}, tellPause},
	model.Unpause:     {"/unpause", []model.State{model.Paused}, tellUnpause},
	model.Kill:        {"/kill", []model.State{model.Running, model.Paused, model.Stopping}, tellKill},
	model.Remove:      {"", nil, tellRemove},
	model.Healthcheck: {"/healthcheck", []model.State{model.Running}, tellCheck},
}

// planLife plans what is no change of limits.
func (p *Podman) planLife(ctx context.Context, a model.Action) (model.Plan, error) {
	st, ok := steps[a.Verb]
	switch {
	case !ok:
		return model.Plan{}, fmt.Errorf("podtop cannot %s a container", a.Verb)
	case byUnit(a):
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
		return model.Plan{}, fmt.Errorf("cannot %s: %w", deed(a), err)
	}
	if a.Target.Unit == "" {
		p.claim(ctx, &a, c)
	}
	if byUnit(a) {
		return p.planUnit(ctx, a)
	}
	if err := objection(ctx, svc, a, c, st); err != nil {
		return model.Plan{}, fmt.Errorf("cannot %s: %w", deed(a), err)
	}
	plan := model.Plan{Action: a, Command: svc.command(a.Verb, a.Target, flagsOf(a, c)...)}
	st.tell(&telling{&plan, c, svc})
	if a.Target.Unit != "" {
		p.warnOfUnit(ctx, &plan)
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

// doLife does what was planned. By id: a name may by now be another container's.
func (p *Podman) doLife(ctx context.Context, plan model.Plan) error {
	a := plan.Action
	if byUnit(a) {
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
	if err != nil {
		return fmt.Errorf("cannot %s: %w", deed(a), inWords(err))
	}
	return nil
}

// forced reports whether the plan was to stop it first: what was started since
// then is not removed.
func forced(plan model.Plan) bool {
	return slices.Contains(strings.Fields(plan.Command), force)
}

// check runs the health check and reports how it went. The reply says whether
// it failed, and the container's record how.
func (s Service) check(ctx context.Context, path string) error {
	var r struct{ Status string }
	if err := s.Get(ctx, path, nil, &r); err != nil {
		return err
	}
	if r.Status != "unhealthy" {
		return nil
	}
	var c struct {
		State struct {
			Health struct {
				Status        string
				FailingStreak int
				Log           []struct {
					ExitCode int
					Output   string
				}
			}
		}
	}
	if err := s.Get(ctx, strings.TrimSuffix(path, "/healthcheck")+"/json", url.Values{"size": {"false"}}, &c); err != nil {
		return errors.New("it failed")
	}
	h := &c.State.Health
	n := len(h.Log)
	if n == 0 {
		return errors.New("it failed")
	}
	last := h.Log[n-1]
	return fmt.Errorf("it failed with %d, %s in a row now: %s", last.ExitCode, model.Plural(h.FailingStreak, "time", "times"), firstLine(last.Output))
}

// firstLine is the first line of a text of which nobody knows how long it is.
func firstLine(s string) string {
	const most = 200 // bytes
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if len(s) > most {
		return clean.Head(s, most) + "…"
	}
	return clean.Text(s)
}

// inWords adds what a refusal of Podman's means.
func inWords(err error) error {
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

// forEver is a timeout nobody waits for.
const forEver = 24 * time.Hour

// killedAfter says how a container is stopped.
func killedAfter(c *inspected) string {
	switch d := c.patience(); {
	case d == 0:
		return c.signal() + ", and SIGKILL at once"
	case d >= forEver:
		return c.signal() + ", and no SIGKILL however long it takes"
	default:
		return c.signal() + ", then SIGKILL after " + strconv.Itoa(int(d/time.Second)) + " s"
	}
}

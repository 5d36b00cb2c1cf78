package actions

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/limit"
)

// Limits plans and carries out Update: another limit for a container that runs.
type Limits struct {
	service func(uid int) (Service, bool)
	podman  PodmanReader
	machine Machine
}

// A PodmanReader asks Podman about a container, so that a change can be planned
// and is read back.
type PodmanReader struct {
	Inspect func(ctx context.Context, t model.Target, reply any) error // podman inspect, into reply
	Version func(ctx context.Context, t model.Target) (string, error)  // of the Podman whose t is: "5.4.2"
}

// NewLimits returns Limits of the containers on m.
func NewLimits(service func(uid int) (Service, bool), r PodmanReader, m Machine) *Limits {
	return &Limits{service, r, m}
}

// ErrChanged says that the limits are others than those the plan was made for.
var ErrChanged = errors.New("the limits changed since it was asked")

// finishTime is how long what follows Podman's answer may take, and repairTime
// how long a change that failed may take to be taken back.
const (
	finishTime = 20 * time.Second
	repairTime = 30 * time.Second
)

// A change is an Update on the way.
type change struct {
	*Limits
	Service
	action model.Action
	before *limitState
	goal   limit.Values
}

// begin looks what holds, and works out what the action makes of it.
func (l *Limits) begin(ctx context.Context, a model.Action) (*change, error) {
	svc, ok := l.service(a.Target.UID)
	if !ok {
		return nil, fmt.Errorf("cannot change the limits of %s: no Podman service answers for user %s; start it with: systemctl --user start podman.socket (root's: systemctl start podman.socket)",
			displayName(a.Target), userOf(a.Target))
	}
	if err := limit.Contradiction(a.Limits); err != nil {
		return nil, notSent(a.Target, err)
	}
	h, err := l.readState(ctx, a.Target)
	if err != nil {
		return nil, fmt.Errorf("cannot change the limits of %s: %w", displayName(a.Target), err)
	}
	a.Limits = l.byNumber(a.Limits)
	c := &change{Limits: l, Service: svc, action: a, before: h}
	c.goal = h.withoutDefaults(h.now.With(h.withNearest(a.Limits)))
	if err := c.refuse(); err != nil {
		return nil, notSent(a.Target, err)
	}
	return c, nil
}

func notSent(t model.Target, err error) error {
	return fmt.Errorf("cannot change the limits of %s: %w; nothing was sent", displayName(t), err)
}

// Plan says what a would do.
func (l *Limits) Plan(ctx context.Context, a model.Action) (model.Plan, error) {
	c, err := l.begin(ctx, a)
	if err != nil {
		return model.Plan{}, err
	}
	p := model.Plan{Action: c.action, Made: time.Now(), Changes: c.changes(), Warnings: c.warnings()}
	if len(p.Changes) == 0 {
		p.Effects = []string{displayName(a.Target) + " has these limits already"}
		return p, nil
	}
	p.Command, p.Calls = c.commandLine(), c.calls()
	p.Back = c.before.now.Back(c.goal)
	p.Undo = "podtop limits " + quoted(userOf(a.Target)+"/"+displayName(a.Target)) + " --undo, which sets again: " + limit.Describe(p.Back)
	return p, nil
}

// Do sends one update and what it takes beside that, and compares Podman's
// record, the scope and its child with what was meant. What fails is taken back.
// Once Podman has taken the update, the rest is done whatever becomes of ctx.
func (l *Limits) Do(ctx context.Context, plan model.Plan) error {
	unlock, err := l.lock(ctx, plan.Action.Target)
	if err != nil {
		return notSent(plan.Action.Target, err)
	}
	defer unlock()
	c, err := l.begin(ctx, plan.Action)
	if err != nil {
		return err
	}
	if err := c.asPlanned(plan.Back); err != nil {
		return err
	}
	if len(c.changes()) == 0 {
		return nil
	}
	err = c.send(ctx, c.before.now, c.goal)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return c.noAnswer(err)
	}
	ctx = context.WithoutCancel(ctx)
	if err == nil {
		err = c.finish(ctx)
	}
	if err == nil {
		return nil
	}
	return c.repair(ctx, err)
}

// finish does what is left after the call, and compares.
func (c *change) finish(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, finishTime)
	defer cancel()
	if err := c.doSteps(ctx, c.before.now, c.goal); err != nil {
		return err
	}
	return c.compare(ctx)
}

// asPlanned is ErrChanged if what is to be restored is not what holds.
func (c *change) asPlanned(back []model.Setting) error {
	var other []string
	now := c.before.now.Back(c.goal)
	for i, s := range back {
		if i < len(now) && now[i] == s {
			continue
		}
		v, _ := c.before.now.Get(s.Field)
		other = append(other, fmt.Sprintf("%s was %s and is %s", s.Field, limit.Format(s.Field, s.Value.Raw()), limit.Format(s.Field, v)))
	}
	if len(other) == 0 && len(now) == len(back) {
		return nil
	}
	return fmt.Errorf("%s: %w: %s; look at them and ask again", displayName(c.action.Target), ErrChanged, strings.Join(other, ", "))
}

// apply makes old into goal: one call, then the steps that no call does.
func (c *change) apply(ctx context.Context, old, goal limit.Values) error {
	if err := c.send(ctx, old, goal); err != nil {
		return err
	}
	return c.doSteps(ctx, old, goal)
}

// send is the one call.
func (c *change) send(ctx context.Context, old, goal limit.Values) error {
	body, query := c.update(old, goal)
	return c.Post(ctx, c.path(), query, body, nil)
}

// doSteps does the steps that no call does.
func (c *change) doSteps(ctx context.Context, old, goal limit.Values) error {
	for _, s := range c.unsetSteps(old, goal) {
		if err := s.do(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func (c *change) path() string {
	return "/containers/" + url.PathEscape(string(c.action.Target.ID)) + "/update"
}

// noAnswer is the error for a Podman that does not answer. It says what the
// kernel has.
func (c *change) noAnswer(err error) error {
	k, lookErr := c.kernel(c.action.Target)
	if lookErr != nil {
		return fmt.Errorf("changing the limits of %s: Podman gave no answer in time, and its cgroup says nothing either (%w): look again with podtop limits", displayName(c.action.Target), errors.Join(err, lookErr))
	}
	var now []string
	for _, f := range c.before.now.Differing(c.goal) {
		v, known := k.values[f]
		switch {
		case !known:
		case limit.Same(f, v, c.goal[f]):
			now = append(now, string(f)+" has become "+limit.Format(f, v))
		case limit.Same(f, v, c.before.now[f]):
			now = append(now, string(f)+" is still "+limit.Format(f, v))
		default:
			now = append(now, string(f)+" is "+limit.Format(f, v))
		}
	}
	return fmt.Errorf("changing the limits of %s: Podman gave no answer in time (%w); by its cgroup, %s; Podman may still do it: look again with podtop limits",
		displayName(c.action.Target), err, strings.Join(now, ", "))
}

// compare looks again, and says what is not as meant.
func (c *change) compare(ctx context.Context) error {
	h, err := c.readState(ctx, c.action.Target)
	if err != nil {
		return fmt.Errorf("reading it back: %w", err)
	}
	return c.mismatch(h)
}

// mismatch is the error if h is not what was meant.
func (c *change) mismatch(h *limitState) error {
	var wrong []string
	for _, f := range c.goal.Differing(h.now) {
		wrong = append(wrong, fmt.Sprintf("%s is %s, not %s", f, limit.Format(f, h.now[f]), limit.Format(f, c.goal[f])))
	}
	if c.before.version.keeps() {
		for _, f := range c.before.now.Differing(c.goal) {
			if v, known := h.record[f]; known && !limit.Same(f, v, c.goal[f]) {
				wrong = append(wrong, fmt.Sprintf("Podman has %s %s on record, not %s", f, limit.Format(f, v), limit.Format(f, c.goal[f])))
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return errors.New("it was accepted, and yet " + strings.Join(wrong, ", "))
}

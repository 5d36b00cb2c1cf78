package actions

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// A Runner runs a program as user uid, without a terminal, until ctx ends, and
// returns what it wrote to standard output. An error's text is what it wrote to
// standard error.
type Runner func(ctx context.Context, uid int, args ...string) (output []byte, err error)

// isByUnit reports whether a is for systemd to do: it would start right back what
// Podman stops.
func isByUnit(a model.Action) bool {
	return a.Target.Unit != "" && (a.Verb == model.Start || a.Verb == model.Stop || a.Verb == model.Restart)
}

// findUnit makes a an action for the unit that the container's label names, if
// that unit runs it: a may come before the inventory has systemd's answer.
func (p *Podman) findUnit(ctx context.Context, a *model.Action, c *inspected) {
	t := a.Target
	t.Unit, t.UserUnit = c.Config.Labels["PODMAN_SYSTEMD_UNIT"], t.UID != 0
	if u := p.show(ctx, t); u["LoadState"] == "loaded" && u.runs(t, c) {
		a.Target = t
	}
}

// runs reports whether the unit named in t runs the container, of which c is not
// nil if Podman answers. The label alone is no proof, for an image can have it:
// what runs is in the unit's cgroup, or has the unit's main process for its
// conmon; what has ended is of a unit that starts Podman.
func (u unitProperties) runs(t model.Target, c *inspected) bool {
	switch {
	case !strings.HasSuffix(t.Unit, ".service"):
		return false
	case t.ID == "", strings.Contains(t.Path, "/"+t.Unit+"/"), u.hasSeveral():
		return true // its row is that of the Quadlet unit itself; or a .pod's or .kube's, whose main process is another's conmon
	case c == nil:
		return false
	case c.State.ConmonPid != 0:
		return u["MainPID"] == strconv.Itoa(c.State.ConmonPid)
	}
	return strings.Contains(u["ExecStart"], "podman")
}

// systemctl is the command that does words to the unit of t, as who may.
func (p *Podman) systemctl(t model.Target, words ...string) ([]string, error) {
	if !plainWord.MatchString(t.Unit) || strings.HasPrefix(t.Unit, "-") {
		return nil, fmt.Errorf("%q is no name of a unit", t.Unit)
	}
	words = append(words, t.Unit)
	switch {
	case !t.UserUnit && p.Self != 0:
		return nil, fmt.Errorf("unit %s is the system's, which only root may change; as root: systemctl %s", t.Unit, strings.Join(words, " "))
	case !t.UserUnit:
		return append([]string{"systemctl"}, words...), nil
	case p.Self != t.UID && p.Self != 0:
		return nil, fmt.Errorf("unit %s is user %s's", t.Unit, userOf(t))
	case p.Self != t.UID && !plain.MatchString(t.User):
		return nil, fmt.Errorf("the name of user %d is not known", t.UID)
	}
	return append(userSystemctl(p.Self, t), words...), nil
}

// inspected is what Podman says of the container; nil if it says nothing.
func (p *Podman) inspected(ctx context.Context, a model.Action) *inspected {
	svc, err := p.find(a)
	if err != nil {
		return nil
	}
	c, err := svc.inspect(ctx, a)
	if err != nil {
		return nil
	}
	return c
}

// defaultStopTimeout is how long systemd may take to stop a unit that does not
// say.
const defaultStopTimeout = 90 * time.Second

func (p *Podman) planUnit(ctx context.Context, a model.Action) (model.Plan, error) {
	args, err := p.systemctl(a.Target, string(a.Verb))
	if err != nil {
		return model.Plan{}, fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	u := p.show(ctx, a.Target)
	if err := u.checkLoaded(a); err != nil {
		return model.Plan{}, fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	if !u.runs(a.Target, nil) && !u.runs(a.Target, p.inspected(ctx, a)) {
		return model.Plan{}, fmt.Errorf("cannot %s: its label names unit %s, of which nothing proves that it runs it; do what you mean: %s, or podman %s %s",
			operation(a), a.Target.Unit, strings.Join(args, " "), a.Verb, podmanName(a.Target))
	}
	plan := model.Plan{Action: a, Command: strings.Join(args, " "), Takes: u.stopTimeout()}
	plan.Effects = append(plan.Effects, "unit "+a.Target.Unit+" runs it, so systemd is asked: it would start right back what Podman stops")
	switch a.Verb {
	case model.Start:
		plan.Effects = append(plan.Effects, "the unit becomes active, and makes its container")
	case model.Stop:
		plan.Effects = append(plan.Effects, "the unit becomes inactive (failed, if it has to be killed), and stays so until it is started or, if it is enabled, the next boot")
	}
	if a.Verb != model.Start && u.isQuadlet() {
		plan.Effects = append(plan.Effects, "its container is removed, and another made at the next start: with a new id, and without what podman update changed")
	}
	if u.hasSeveral() {
		plan.Warnings = append(plan.Warnings, "the unit is made from "+u["SourcePath"]+": all of its containers are concerned, not this one alone")
	}
	if undo := opposite[a.Verb]; undo != "" {
		back, _ := p.systemctl(a.Target, undo)
		plan.Undo = strings.Join(back, " ")
	}
	return plan, nil
}

var opposite = map[model.Verb]string{model.Start: "stop", model.Stop: "start"}

func (p *Podman) doUnit(ctx context.Context, a model.Action) error {
	args, err := p.systemctl(a.Target, string(a.Verb))
	if err != nil {
		return fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	_, err = p.Run(ctx, p.Self, args...)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound), ctx.Err() != nil:
		return fmt.Errorf("cannot %s: %w", operation(a), err)
	}
	return fmt.Errorf("cannot %s: systemd says: %s", operation(a), firstLine(err.Error()))
}

// unitProperties are what systemctl show says of a unit.
type unitProperties map[string]string

func (p *Podman) show(ctx context.Context, t model.Target) unitProperties {
	args, err := p.systemctl(t, "show", "-p", "LoadState,MainPID,SourcePath,FragmentPath,ExecStart,Restart,TimeoutStopUSec")
	if err != nil {
		return nil
	}
	out, err := p.Run(ctx, p.Self, args...)
	if err != nil {
		return nil
	}
	return parseUnitProperties(string(out))
}

// parseUnitProperties reads lines as systemctl show writes them, and cleans the
// values:
//
//	SourcePath=/etc/containers/systemd/web.container
//	TimeoutStopUSec=1min 30s
func parseUnitProperties(out string) unitProperties {
	u := unitProperties{}
	for line := range strings.Lines(out) {
		if key, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "="); ok {
			u[key] = clean.Text(value)
		}
	}
	return u
}

func (u unitProperties) checkLoaded(a model.Action) error {
	if s := u["LoadState"]; s != "" && s != "loaded" {
		return fmt.Errorf("unit %s is %s; after a change of its file: systemctl daemon-reload", a.Target.Unit, s)
	}
	return nil
}

func (u unitProperties) isQuadlet() bool {
	for _, end := range []string{".container", ".pod", ".kube"} {
		if strings.HasSuffix(u["SourcePath"], end) {
			return true
		}
	}
	return false
}

// hasSeveral reports whether the unit is made for more than one container.
func (u unitProperties) hasSeveral() bool {
	return strings.HasSuffix(u["SourcePath"], ".pod") || strings.HasSuffix(u["SourcePath"], ".kube")
}

// file is the one the unit is made from.
func (u unitProperties) file() string {
	if s := u["SourcePath"]; s != "" {
		return s
	}
	return u["FragmentPath"]
}

// stopTimeout is how long the unit may take to stop.
func (u unitProperties) stopTimeout() time.Duration {
	text := strings.NewReplacer("min", "m", " ", "").Replace(u["TimeoutStopUSec"])
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return min(d, endless)
	}
	return defaultStopTimeout
}

// addUnitWarnings warns of what the unit does about a change made without it.
func (p *Podman) addUnitWarnings(ctx context.Context, plan *model.Plan) {
	t := plan.Action.Target
	u := p.show(ctx, t)
	switch plan.Action.Verb {
	case model.Remove:
		text := "unit " + t.Unit + " makes it anew at its next start"
		if r := u["Restart"]; r != "" && r != "no" {
			text = "unit " + t.Unit + " makes it anew (Restart=" + r + ")"
		}
		if f := u.file(); f != "" {
			text += "; to be rid of it remove " + f
		}
		plan.Warnings = append(plan.Warnings, text)
	case model.Kill:
		if r := u["Restart"]; r != "no" {
			plan.Warnings = append(plan.Warnings, "if it ends, unit "+t.Unit+" may start it again (Restart="+r+")")
		}
	}
}

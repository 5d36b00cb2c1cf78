// Package actions changes the host. It says exactly what it will do first:
// Plan, then Do. What it must know it is told; it never reads for display.
package actions

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"podtop/model"
)

// An API is one Podman service that takes changes; paths are below /libpod.
type API interface {
	Post(ctx context.Context, path string, query url.Values, body, reply any) error
}

// A Service is where one user's containers are changed.
type Service struct {
	API
	Socket  string // path
	Default bool   // the plain podman command of whoever runs podtop speaks to it
}

// A Podman plans and carries out actions through Podman's services.
type Podman struct {
	service func(uid int) (Service, bool)
}

// New returns a Podman that finds a user's service with service.
func New(service func(uid int) (Service, bool)) *Podman { return &Podman{service} }

// A step is what a verb does to a container.
type step struct {
	path     string // of the API call, below the container
	from, to model.State
	undo     model.Verb
}

var steps = map[model.Verb]step{
	model.Pause:   {"pause", model.Running, model.Paused, model.Unpause},
	model.Unpause: {"unpause", model.Paused, model.Running, model.Pause},
}

// Plan says what a would do. It fails if podtop has no way to do it.
func (p *Podman) Plan(_ context.Context, a model.Action) (model.Plan, error) {
	st, ok := steps[a.Verb]
	if !ok {
		return model.Plan{}, fmt.Errorf("podtop cannot %s a container", a.Verb)
	}
	svc, err := p.find(a)
	if err != nil {
		return model.Plan{}, err
	}
	return model.Plan{
		Action:  a,
		Command: svc.command(a.Verb, a.Target),
		Effects: []string{fmt.Sprintf("%s: %s → %s", called(a.Target), st.from, st.to)},
		Undo:    svc.command(st.undo, a.Target),
	}, nil
}

// Do carries out a plan and waits for Podman to say that it is done, or for
// ctx to end.
func (p *Podman) Do(ctx context.Context, plan model.Plan) error {
	a := plan.Action
	svc, err := p.find(a)
	if err != nil {
		return err
	}
	// By id: a name may by now be another container's.
	path := "/containers/" + string(a.Target.ID) + "/" + steps[a.Verb].path
	if err := svc.Post(ctx, path, nil, nil, nil); err != nil {
		return fmt.Errorf("%s %s: %w", a.Verb, called(a.Target), err)
	}
	return nil
}

func (p *Podman) find(a model.Action) (Service, error) {
	svc, ok := p.service(a.Target.UID)
	if !ok {
		return Service{}, fmt.Errorf("cannot %s %s: no Podman service answers for user %s; start it with: systemctl --user start podman.socket (root's: systemctl start podman.socket)",
			a.Verb, called(a.Target), userOf(a.Target))
	}
	return svc, nil
}

// command is what the user could type instead, safe to paste: a name that
// Podman would not have given is another user's invention, and the id stands in
// its place.
func (s Service) command(v model.Verb, t model.Target) string {
	name := t.Name
	if !plain.MatchString(name) {
		name = string(t.ID)
	}
	if s.Default {
		return fmt.Sprintf("podman %s %s", v, name)
	}
	url := "unix://" + s.Socket
	if !plainURL.MatchString(url) {
		url = "'" + strings.ReplaceAll(url, "'", `'\''`) + "'"
	}
	return fmt.Sprintf("podman --url %s %s %s", url, v, name)
}

var (
	plain    = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`) // Podman's own rule for names
	plainURL = regexp.MustCompile(`^[a-zA-Z0-9_./:@+-]+$`)
)

// called is the container's name, or its short id if it has none.
func called(t model.Target) string { return cmp.Or(t.Name, t.ID.Short()) }

func userOf(t model.Target) string { return cmp.Or(t.User, strconv.Itoa(t.UID)) }

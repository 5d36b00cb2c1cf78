// Package actions changes the host. It says exactly what it will do first:
// Plan, then Do. What it must know it is told, or asks of Podman about the one
// container; it never reads for display.
package actions

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"podtop/model"
)

// An API is one Podman service that takes changes; paths are below /libpod.
type API interface {
	Get(ctx context.Context, path string, query url.Values, reply any) error
	Post(ctx context.Context, path string, query url.Values, body, reply any) error
	Delete(ctx context.Context, path string, query url.Values, reply any) error
}

// A Service is where one user's containers are changed.
type Service struct {
	API
	Socket  string // path
	Default bool   // the plain podman command of whoever runs podtop speaks to it
}

// A Podman plans and carries out actions through Podman's services, and through
// systemd where a unit runs the container.
type Podman struct {
	Limits *Limits // nil: podtop changes no limits
	Run    Runner  // runs systemctl
	Self   int     // the uid podtop runs as

	service func(uid int) (Service, bool)
}

// New returns a Podman that finds a user's service with service, and runs
// systemctl with run.
func New(service func(uid int) (Service, bool), run Runner) *Podman {
	return &Podman{Run: run, Self: os.Getuid(), service: service}
}

// Plan says what a would do. It fails if podtop has no way to do it, or if
// Podman would refuse it.
func (p *Podman) Plan(ctx context.Context, a model.Action) (model.Plan, error) {
	if a.Verb == model.Update && p.Limits != nil {
		return p.Limits.Plan(ctx, a)
	}
	return p.planLifecycle(ctx, a)
}

// Do carries out a plan and waits for Podman to say that it is done, or for
// ctx to end.
func (p *Podman) Do(ctx context.Context, plan model.Plan) error {
	if plan.Action.Verb == model.Update && p.Limits != nil {
		return p.Limits.Do(ctx, plan)
	}
	return p.doLifecycle(ctx, plan)
}

func (p *Podman) find(a model.Action) (Service, error) {
	svc, ok := p.service(a.Target.UID)
	if !ok {
		return Service{}, fmt.Errorf("cannot %s: no Podman service answers for user %s; start it with: systemctl --user start podman.socket (root's: systemctl start podman.socket)",
			operation(a), userOf(a.Target))
	}
	return svc, nil
}

// command is what the user could type instead, safe to paste.
func (s Service) command(v model.Verb, t model.Target, flags ...string) string {
	words := append(append([]string{string(v)}, flags...), podmanName(t))
	if s.Default {
		return "podman " + strings.Join(words, " ")
	}
	return "podman --url " + quoted("unix://"+s.Socket) + " " + strings.Join(words, " ")
}

// quoted is a word as a shell reads it for what it is.
func quoted(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

var (
	plain     = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_.-]*$`) // Podman's own rule for names
	plainWord = regexp.MustCompile(`^[a-zA-Z0-9_./:@+=-]+$`)
)

// displayName is the container's name, or its short id if it has none.
func displayName(t model.Target) string { return cmp.Or(t.Name, t.ID.Short()) }

// operation is what a is, in words.
func operation(a model.Action) string { return a.Operation(displayName(a.Target)) }

func userOf(t model.Target) string { return cmp.Or(t.User, strconv.Itoa(t.UID)) }

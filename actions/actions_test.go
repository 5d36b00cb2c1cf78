package actions

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"podtop/model"
)

type calls struct {
	paths []string
	err   error
}

func (c *calls) Post(_ context.Context, path string, _ url.Values, _, _ any) error {
	c.paths = append(c.paths, path)
	return c.err
}

var web = model.Target{ID: model.ID(strings.Repeat("ab", 32)), Name: "web", UID: 1000, User: "op"}

func TestPauseIsPlannedThenDone(t *testing.T) {
	var api calls
	p := New(func(uid int) (Service, bool) {
		return Service{API: &api, Socket: "/run/user/1000/podman/podman.sock"}, uid == 1000
	})
	plan, err := p.Plan(t.Context(), model.Action{Verb: model.Pause, Target: web})
	if err != nil || len(api.paths) > 0 {
		t.Fatalf("planning: %v, sent %v", err, api.paths)
	}
	if want := "podman --url unix:///run/user/1000/podman/podman.sock pause web"; plan.Command != want {
		t.Errorf("the command is %q, want %q", plan.Command, want)
	}
	if !strings.Contains(plan.Undo, "unpause web") || len(plan.Effects) != 1 || plan.Effects[0] != "web: running → paused" {
		t.Errorf("plan %+v", plan)
	}
	if err := p.Do(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if want := "/containers/" + string(web.ID) + "/pause"; len(api.paths) != 1 || api.paths[0] != want {
		t.Errorf("sent %v, want %s once", api.paths, want)
	}
}

func TestOwnServiceNeedsNoURL(t *testing.T) {
	p := New(func(int) (Service, bool) { return Service{API: &calls{}, Default: true}, true })
	plan, err := p.Plan(t.Context(), model.Action{Verb: model.Unpause, Target: web})
	if err != nil || plan.Command != "podman unpause web" || plan.Undo != "podman pause web" {
		t.Errorf("%+v, %v", plan, err)
	}
}

func TestFailuresNameTheDeedAndTheThing(t *testing.T) {
	gone := errors.New("no such container")
	p := New(func(uid int) (Service, bool) { return Service{API: &calls{err: gone}, Default: true}, uid == 0 })
	own := web
	own.UID = 0
	err := p.Do(t.Context(), model.Plan{Action: model.Action{Verb: model.Pause, Target: own}})
	if !errors.Is(err, gone) || err.Error() != "pause web: no such container" {
		t.Errorf("it says %v", err)
	}
	if _, err := p.Plan(t.Context(), model.Action{Verb: model.Pause, Target: web}); err == nil || !strings.Contains(err.Error(), "user op") {
		t.Errorf("without a service it says %v", err)
	}
	if _, err := p.Plan(t.Context(), model.Action{Verb: "explode", Target: own}); err == nil {
		t.Error("it planned an unknown verb")
	}
}

func TestCommandsAreSafeToPaste(t *testing.T) {
	evil := web
	for _, evil.Name = range []string{"web; rm -rf ~", "-a", "$(id)", ""} {
		plan, err := New(func(int) (Service, bool) { return Service{API: &calls{}, Default: true}, true }).
			Plan(t.Context(), model.Action{Verb: model.Pause, Target: evil})
		if want := "podman pause " + string(web.ID); err != nil || plan.Command != want {
			t.Errorf("%q: %q, %v", evil.Name, plan.Command, err)
		}
	}
	s := Service{Socket: "/tmp/it's here/p.sock"}
	if got, want := s.command(model.Pause, web), `podman --url 'unix:///tmp/it'\''s here/p.sock' pause web`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

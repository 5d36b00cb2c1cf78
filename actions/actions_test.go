package actions

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"podtop/model"
)

// calls is a Podman that notes what it is sent and knows one container.
type calls struct {
	sent     []string
	json     string // what inspect says
	check    string // what the health check says
	err      error  // of what changes
	checkErr error  // of the health check
	gone     error  // of inspect
	hang     bool
}

func (c *calls) Get(ctx context.Context, path string, _ url.Values, reply any) error {
	text := cmp.Or(c.json, `{"State":{"Status":"running"}}`)
	switch {
	case c.hang:
		<-ctx.Done()
		return ctx.Err()
	case strings.HasPrefix(path, "/pods/"):
		text = `{"Name":"shop"}`
	case strings.HasSuffix(path, "/healthcheck"):
		c.sent = append(c.sent, "GET "+path)
		if c.checkErr != nil {
			return c.checkErr
		}
		text = c.check
	case c.gone != nil:
		return c.gone
	}
	return json.Unmarshal([]byte(text), reply)
}

func (c *calls) Post(ctx context.Context, path string, query url.Values, _, _ any) error {
	if c.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	c.sent = append(c.sent, strings.TrimSuffix("POST "+path+"?"+query.Encode(), "?"))
	return c.err
}

func (c *calls) Delete(_ context.Context, path string, query url.Values, _ any) error {
	c.sent = append(c.sent, "DELETE "+path+"?"+query.Encode())
	return c.err
}

var web = model.Target{ID: model.ID(strings.Repeat("ab", 32)), Name: "web", UID: 1000, User: "op"}

// podman is a Podman of user op's, at whose service api is.
func podman(api *calls) *Podman {
	return New(func(uid int) (Service, bool) {
		return Service{API: api, Socket: "/run/user/1000/podman/podman.sock"}, uid == 1000
	}, runsNothing)
}

func runsNothing(context.Context, int, ...string) ([]byte, error) { panic("it ran a program") }

func TestPauseIsPlannedThenDone(t *testing.T) {
	var api calls
	p := podman(&api)
	plan, err := p.Plan(t.Context(), model.Action{Verb: model.Pause, Target: web})
	if err != nil || len(api.sent) > 0 {
		t.Fatalf("planning: %v, sent %v", err, api.sent)
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
	if want := "POST /containers/" + string(web.ID) + "/pause"; len(api.sent) != 1 || api.sent[0] != want {
		t.Errorf("sent %v, want %s once", api.sent, want)
	}
}

func TestOwnServiceNeedsNoURL(t *testing.T) {
	p := New(func(int) (Service, bool) {
		return Service{API: &calls{json: `{"State":{"Status":"paused"}}`}, Default: true}, true
	}, runsNothing)
	plan, err := p.Plan(t.Context(), model.Action{Verb: model.Unpause, Target: web})
	if err != nil || plan.Command != "podman unpause web" || plan.Undo != "podman pause web" {
		t.Errorf("%+v, %v", plan, err)
	}
}

func TestFailuresNameTheDeedAndTheThing(t *testing.T) {
	gone := errors.New("no such container")
	p := New(func(uid int) (Service, bool) { return Service{API: &calls{err: gone}, Default: true}, uid == 0 }, runsNothing)
	own := web
	own.UID = 0
	err := p.Do(t.Context(), model.Plan{Action: model.Action{Verb: model.Pause, Target: own}})
	if !errors.Is(err, gone) || err.Error() != "cannot pause web: no such container" {
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
		plan, err := New(func(int) (Service, bool) { return Service{API: &calls{}, Default: true}, true }, runsNothing).
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

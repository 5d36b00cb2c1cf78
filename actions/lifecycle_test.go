package actions

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

const (
	op       = "podman --url unix:///run/user/1000/podman/podman.sock "
	runs     = `{"State":{"Status":"running"},"Config":{"StopTimeout":10,"StopSignal":15},"HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}]}},"Mounts":[{"Type":"volume","Name":"data"},{"Type":"bind"}]}`
	nginx    = `{"State":{"Status":"running"},"Config":{"StopTimeout":5,"StopSignal":"SIGQUIT","Healthcheck":{"Test":["CMD","true"],"Retries":3}},"HostConfig":{"RestartPolicy":{"Name":"always"}}}`
	exited   = `{"State":{"Status":"exited","ExitCode":137}}`
	paused   = `{"State":{"Status":"paused"}}`
	infra    = `{"State":{"Status":"running"},"IsInfra":true,"Pod":"beef"}`
	withRm   = `{"State":{"Status":"running"},"HostConfig":{"AutoRemove":true}}`
	patient  = `{"State":{"Status":"running"},"Config":{"StopTimeout":4294967295}}`
	noPrefix = "/containers/"
)

// Each plan: what is shown, what is said, what is sent.
func TestLifecycle(t *testing.T) {
	path := noPrefix + string(web.ID)
	for _, tt := range []struct {
		name, json string
		action     model.Action
		command    string
		says       []string // in effects, warnings and undo
		sends      string
	}{
		{"stop", runs, model.Action{Verb: model.Stop}, op + "stop web", []string{"web: running → exited", "SIGTERM, then SIGKILL after 10 s", "nothing answers any more on 0.0.0.0:8080", "undo: " + op + "start web"}, "POST " + path + "/stop"},
		{"stop with a policy", nginx, model.Action{Verb: model.Stop}, op + "stop web", []string{"SIGQUIT, then SIGKILL after 5 s", "! restart policy always: stopped like this it stays stopped"}, "POST " + path + "/stop"},
		{"stop with --rm", withRm, model.Action{Verb: model.Stop}, op + "stop web", []string{"SIGKILL at once", "! it was made with --rm"}, "POST " + path + "/stop"},
		{"stop without an end", patient, model.Action{Verb: model.Stop}, op + "stop web", []string{"no SIGKILL"}, "POST " + path + "/stop"},
		{"start", exited, model.Action{Verb: model.Start}, op + "start web", []string{"web: exited → running; its exit code 137 is forgotten", "undo: " + op + "stop web"}, "POST " + path + "/start"},
		{"restart", runs, model.Action{Verb: model.Restart}, op + "restart web", []string{"stop: SIGTERM, then SIGKILL after 10 s", "for a while nothing answers on 0.0.0.0:8080"}, "POST " + path + "/restart"},
		{"restart what has ended", exited, model.Action{Verb: model.Restart}, op + "restart web", []string{"exited → running"}, "POST " + path + "/restart"},
		{"unpause", paused, model.Action{Verb: model.Unpause}, op + "unpause web", []string{"paused → running"}, "POST " + path + "/unpause"},
		{"kill", runs, model.Action{Verb: model.Kill, Signal: "HUP"}, op + "kill --signal HUP web", []string{"SIGHUP to its first process"}, "POST " + path + "/kill?signal=HUP"},
		{"kill a paused one", paused, model.Action{Verb: model.Kill, Signal: "KILL"}, op + "kill --signal KILL web", []string{"it exits with 137", "! it is paused"}, "POST " + path + "/kill?signal=KILL"},
		{"kill with a policy", nginx, model.Action{Verb: model.Kill, Signal: "STOP"}, op + "kill --signal STOP web", []string{"! restart policy always: after any signal", "undo: " + op + "kill --signal CONT web"}, "POST " + path + "/kill?signal=STOP"},
		{"remove", exited, model.Action{Verb: model.Remove}, op + "rm web", []string{"exited → removed", "! nothing takes it back"}, "DELETE " + path + "?force=false&v=false"},
		{"remove what runs", runs, model.Action{Verb: model.Remove}, op + "rm --force web", []string{"→ stopped (SIGTERM, then SIGKILL after 10 s) → removed", "volumes are kept: data"}, "DELETE " + path + "?force=true&v=false"},
		{"health check", nginx, model.Action{Verb: model.Healthcheck}, op + "healthcheck run web", []string{"runs in it: CMD true", "3 failures in a row"}, "GET " + path + "/healthcheck"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			api := calls{json: tt.json, check: `{"Status":"healthy","Log":[{"ExitCode":0}]}`}
			tt.action.Target = web
			plan, err := podman(&api).Plan(t.Context(), tt.action)
			if err != nil || len(api.sent) > 0 {
				t.Fatalf("planning: %v, sent %v", err, api.sent)
			}
			if plan.Command != tt.command {
				t.Errorf("the command is %q, want %q", plan.Command, tt.command)
			}
			said := saidBy(plan)
			for _, want := range tt.says {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q but\n%s", want, said)
				}
			}
			if err := podman(&api).Do(t.Context(), plan); err != nil {
				t.Fatal(err)
			}
			if len(api.sent) != 1 || api.sent[0] != tt.sends {
				t.Errorf("sent %q, want %q", api.sent, tt.sends)
			}
		})
	}
}

// saidBy is all a plan says, a line each.
func saidBy(p model.Plan) string {
	return strings.Join(p.Effects, "\n") + "\n! " + strings.Join(p.Warnings, "\n! ") + "\nundo: " + p.Undo
}

// What Podman would refuse, or what is not what it seems, is refused first.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name, json string
		action     model.Action
		want       string
	}{
		{"stopped", exited, model.Action{Verb: model.Stop}, "cannot stop web: it is exited, not running"},
		{"paused", paused, model.Action{Verb: model.Stop}, "cannot stop web: it is paused; let it go on first"},
		{"paused again", paused, model.Action{Verb: model.Pause}, "cannot pause web: it is paused"},
		{"started", runs, model.Action{Verb: model.Start}, "cannot start web: it is running, not created"},
		{"infra", infra, model.Action{Verb: model.Stop}, "do it to the pod: podman pod stop shop"},
		{"infra removed", infra, model.Action{Verb: model.Remove}, "do it to the pod: podman pod rm shop"},
		{"no signal", runs, model.Action{Verb: model.Kill, Signal: "9; reboot"}, "sends no signal"},
		{"no check", runs, model.Action{Verb: model.Healthcheck}, "it has none"},
	} {
		api := calls{json: tt.json}
		tt.action.Target = web
		if _, err := podman(&api).Plan(t.Context(), tt.action); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

type code struct{ status int }

func (c code) Error() string { return "no container with that id" }
func (c code) Code() int     { return c.status }

func TestPodmanRefuses(t *testing.T) {
	stop := model.Action{Verb: model.Stop, Target: web}
	if _, err := podman(&calls{gone: code{404}}).Plan(t.Context(), stop); err == nil || !strings.Contains(err.Error(), "cannot stop web: it is gone") {
		t.Errorf("404 when planned: %v", err)
	}
	if err := podman(&calls{err: code{404}}).Do(t.Context(), model.Plan{Action: stop}); err == nil || !strings.Contains(err.Error(), "it is gone") {
		t.Errorf("404: %v", err)
	}
	if err := podman(&calls{err: code{409}}).Do(t.Context(), model.Plan{Action: stop}); err == nil || !strings.Contains(err.Error(), "not in its present state") {
		t.Errorf("409: %v", err)
	}
}

func TestPodmanHangs(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	p := podman(&calls{hang: true})
	if _, err := p.Plan(ctx, model.Action{Verb: model.Stop, Target: web}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("planning: %v", err)
	}
	if err := p.Do(ctx, model.Plan{Action: model.Action{Verb: model.Stop, Target: web}}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("doing: %v", err)
	}
}

func TestStopTakesItsTime(t *testing.T) {
	plan, err := podman(&calls{json: runs}).Plan(t.Context(), model.Action{Verb: model.Stop, Target: web})
	if err != nil || plan.Takes != 10*time.Second {
		t.Errorf("it takes %v, %v", plan.Takes, err)
	}
}

// A check that failed was run, as was asked for: that is no failure to run it.
func TestFailedHealthCheckRan(t *testing.T) {
	at := func(d time.Duration) string { return time.Now().Add(d).Format(time.RFC3339Nano) }
	record := func(start string) string {
		return `{"State":{"Status":"running","Health":{"Status":"starting","FailingStreak":4,"Log":[{"ExitCode":0},
			{"Start":"` + start + `","ExitCode":22,"Output":"curl: (22) \u001b[31m503\nmore\n"}]}}}`
	}
	const failed = "the health check of web ran and failed with 22, 4 times in a row now: curl: (22) ?[31m503 more"
	for _, tt := range []struct {
		name, check, json string
		err               error // of the check
		want              string
		ran               bool
	}{
		{"as 4.3 and 5.4 answer", `{"Status":"unhealthy","FailingStreak":0,"Log":null}`, record(at(-time.Hour)), nil, failed, true},
		{"too slow, as since 5.5", "", record(at(time.Hour)), code{500}, failed, true},
		{"it did not run", "", record(at(-time.Hour)), code{500}, "cannot run the health check of web: no container with that id", false},
		{"refused", "", record(at(time.Hour)), code{409}, "cannot run the health check of web: not in its present state: no container with that id", false},
		{"no log", `{"Status":"unhealthy"}`, runs, nil, "the health check of web ran and failed with 1: its output is not on record", true},
		{"fine", `{"Status":"healthy"}`, runs, nil, "", false},
	} {
		api := calls{check: tt.check, json: tt.json, checkErr: tt.err}
		err := podman(&api).Do(t.Context(), model.Plan{Action: model.Action{Verb: model.Healthcheck, Target: web}})
		got := ""
		if err != nil {
			got = err.Error()
		}
		var ran interface{ Ran() bool }
		if got != tt.want || (errors.As(err, &ran) && ran.Ran()) != tt.ran {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

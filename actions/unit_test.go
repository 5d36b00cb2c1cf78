package actions

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

const quadlet = "LoadState=loaded\nSourcePath=/etc/containers/systemd/web.container\nRestart=always\nTimeoutStopUSec=1min 30s\n"

// ran is a Runner that notes what it is to run.
type ran struct {
	args  []string
	shows string
	err   error
}

func (r *ran) run(_ context.Context, _ int, args ...string) ([]byte, error) {
	line := strings.Join(args, " ")
	if strings.Contains(line, " show ") {
		return []byte(r.shows), nil
	}
	r.args = append(r.args, line)
	return nil, r.err
}

func TestUnits(t *testing.T) {
	system, own := web, web
	system.UID, system.User, system.Unit = 0, "root", "web.service"
	own.Unit, own.UserUnit = "web.service", true
	system.Path, own.Path = "/system.slice/web.service/libpod-payload-1", "/user.slice/app.slice/web.service/libpod-payload-1"
	foreign := system
	foreign.Unit, foreign.Path = "sshd.service", "/machine.slice/libpod-1.scope"
	kube := strings.ReplaceAll(quadlet, ".container", ".kube")
	runuser := "runuser -u op -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user "
	for _, tt := range []struct {
		name, shows string
		self        int
		target      model.Target
		verb        model.Verb
		command     string // "": refused
		says        string
	}{
		{"root's", quadlet, 0, system, model.Stop, "systemctl stop web.service", "undo: systemctl start web.service"},
		{"start", quadlet, 0, system, model.Start, "systemctl start web.service", "undo: systemctl stop web.service"},
		{"restart", quadlet, 0, system, model.Restart, "systemctl restart web.service", "with a new id"},
		{"for a user", quadlet, 0, own, model.Stop, runuser + "stop web.service", "undo: " + runuser + "start web.service"},
		{"by the user", quadlet, 1000, own, model.Stop, "systemctl --user stop web.service", "systemd is asked"},
		{"no Quadlet", "LoadState=loaded\n", 0, system, model.Stop, "systemctl stop web.service", "becomes inactive"},
		{"of several", kube, 0, system, model.Stop, "systemctl stop web.service", "all of its containers"},
		{"root's by a user", quadlet, 1000, system, model.Stop, "", "as root: systemctl stop web.service"},
		{"another's", quadlet, 1001, own, model.Stop, "", "is user op's"},
		{"not there", "LoadState=not-found\n", 0, system, model.Start, "", "not-found"},
		{"a foreign one, by its label", "LoadState=loaded\nMainPID=7\nExecStart=/usr/sbin/sshd -D\n", 0, foreign, model.Stop, "", "nothing proves that it runs it; do what you mean: systemctl stop sshd.service, or podman stop web"},
		{"an option", quadlet, 0, model.Target{Name: "x", Unit: "--root=/tmp"}, model.Start, "", "no name of a unit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := ran{shows: tt.shows}
			p := New(func(int) (Service, bool) { return Service{}, false }, r.run) // systemd needs no Podman
			p.Self = tt.self
			plan, err := p.Plan(t.Context(), model.Action{Verb: tt.verb, Target: tt.target})
			if tt.command == "" {
				if err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%v, want %q", err, tt.says)
				}
				return
			}
			if err != nil || len(r.args) > 0 {
				t.Fatalf("planning: %v, ran %v", err, r.args)
			}
			if said := saidBy(plan); plan.Command != tt.command || !strings.Contains(said, tt.says) {
				t.Errorf("%s, want %s; does not say %q but\n%s", plan.Command, tt.command, tt.says, said)
			}
			if err := p.Do(t.Context(), plan); err != nil || len(r.args) != 1 || r.args[0] != tt.command {
				t.Errorf("%v, ran %q", err, r.args)
			}
		})
	}
}

// A key can be faster than systemd's answer to whoever watches: the label is
// looked at once more, and what it says is tried.
func TestPlanFindsTheUnit(t *testing.T) {
	const label = `"Config":{"Labels":{"PODMAN_SYSTEMD_UNIT":"web.service"}}`
	const running, ended = `{"State":{"Status":"running","ConmonPid":42},` + label + `}`, `{"State":{"Status":"exited","ConmonPid":0},` + label + `}`
	const shows = quadlet + "MainPID=42\n"
	const idle = quadlet + "MainPID=0\nExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run --name web }\n"
	systemd := "runuser -u op -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user "
	for _, tt := range []struct {
		name, json, shows string
		verb              model.Verb
		command, says     string
	}{
		{"its conmon is the unit's", running, shows, model.Stop, systemd + "stop web.service", "systemd is asked"},
		{"ended", ended, idle, model.Start, systemd + "start web.service", "systemd is asked"},
		{"removed", ended, idle, model.Remove, op + "rm web", "unit web.service makes it anew"},
		{"another's conmon", running, strings.ReplaceAll(shows, "42", "43"), model.Stop, op + "stop web", "SIGKILL"},
		{"ended, and a foreign unit", ended, "LoadState=loaded\nMainPID=0\nExecStart=/bin/true\n", model.Start, op + "start web", "running"},
		{"no service", strings.ReplaceAll(ended, "web.service", "reboot.target"), idle, model.Start, op + "start web", "running"},
		{"no such unit", ended, "LoadState=not-found\nMainPID=0\n", model.Start, op + "start web", "running"},
		{"systemd is silent", ended, "", model.Start, op + "start web", "running"},
		{"hostile", strings.ReplaceAll(ended, "web.service", "--root=/tmp"), quadlet, model.Start, op + "start web", "running"},
	} {
		r, api := ran{shows: tt.shows}, calls{json: tt.json}
		p := podman(&api)
		p.Run, p.Self = r.run, 0
		plan, err := p.Plan(t.Context(), model.Action{Verb: tt.verb, Target: web})
		if said := saidBy(plan); err != nil || plan.Command != tt.command || !strings.Contains(said, tt.says) {
			t.Errorf("%s: %v, %q, want %q, and %q in\n%s", tt.name, err, plan.Command, tt.command, tt.says, said)
		}
		if err := p.Do(t.Context(), plan); err != nil || len(r.args)+len(api.sent) != 1 || len(r.args) == 1 && r.args[0] != tt.command {
			t.Errorf("%s: %v, ran %q, sent %q", tt.name, err, r.args, api.sent)
		}
	}
}

func TestUnitTakesItsTime(t *testing.T) {
	for text, want := range map[string]time.Duration{"1min 30s": 90 * time.Second, "infinity": defaultStopTimeout, "": defaultStopTimeout, "500ms": 500 * time.Millisecond, "2h": 2 * time.Hour} {
		if got := (unitProperties{"TimeoutStopUSec": text}).stopTimeout(); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func TestSystemdRefuses(t *testing.T) {
	own := web
	own.Unit, own.UserUnit = "web.service", true
	r := ran{err: errors.New("Failed to stop web.service: Unit web.service not loaded.\nmore")}
	p := podman(&calls{})
	p.Run, p.Self = r.run, 0
	err := p.Do(t.Context(), model.Plan{Action: model.Action{Verb: model.Stop, Target: own}})
	if err == nil || err.Error() != "cannot stop web: systemd says: Failed to stop web.service: Unit web.service not loaded." {
		t.Error(err)
	}
}

// A unit makes anew what is removed behind its back.
func TestRemoveNamesTheFileOfTheUnit(t *testing.T) {
	own := web
	own.Unit, own.UserUnit = "web.service", true
	r := ran{shows: quadlet}
	p := podman(&calls{})
	p.Run, p.Self = r.run, 0
	plan, err := p.Plan(t.Context(), model.Action{Verb: model.Remove, Target: own})
	if want := "unit web.service makes it anew (Restart=always); to be rid of it remove /etc/containers/systemd/web.container"; err != nil || !strings.Contains(saidBy(plan), want) {
		t.Errorf("%v\n%s", err, saidBy(plan))
	}
}

func FuzzParseShown(f *testing.F) {
	f.Add(quadlet)
	f.Fuzz(func(t *testing.T, out string) {
		u := parseUnitProperties(out)
		if d := u.stopTimeout(); d < 0 || d > endless {
			t.Errorf("it stops in %v", d)
		}
		u.isQuadlet()
		u.file()
	})
}

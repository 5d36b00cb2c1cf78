package actions

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"podtop/actions/audit"
	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
	"podtop/model/modeltest"
)

// poisoned is what inspect says, each text of it hostile but for the state.
func poisoned(t *testing.T, state string) string {
	t.Helper()
	var c inspected
	modeltest.Fill(&c)
	c.Config.StopSignal, c.Config.StopTimeout, c.IsInfra = []byte(`"TERM\u001b[2J"`), 10, false
	modeltest.Poison(&c)
	c.State.Status, c.State.ExitCode = state, 3
	c.Mounts[0].Type = "volume"
	text, err := json.Marshal(&c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever Podman and systemd say, a plan and an error are clean.
func TestPlansAreClean(t *testing.T) {
	shows := func(_ context.Context, _ int, args ...string) ([]byte, error) {
		if args[len(args)-1] == "web.service" && !strings.Contains(strings.Join(args, " "), "show") {
			return nil, errors.New("no" + modeltest.Payload)
		}
		text := strings.NewReplacer("\n", "", "\r", "").Replace(modeltest.Payload)
		return []byte("LoadState=loaded\nSourcePath=/a.pod" + text + "\nSourcePath=" + text + ".pod\nFragmentPath=" + text + "\nExecStart=podman" + text + "\nRestart=" + text + "\n"), nil
	}
	for _, state := range []string{"running", "exited", "paused", "odd" + modeltest.Payload} {
		for verb := range steps {
			for _, unit := range []string{"", "web.service"} {
				api := &calls{json: poisoned(t, state), check: `{"Status":"unhealthy"}`, err: &conflict{}}
				p := New(func(int) (Service, bool) { return Service{API: api, Default: true}, true }, shows)
				target := web
				target.Unit, p.Self = unit, target.UID
				target.UserUnit = true
				a := model.Action{Verb: verb, Target: target, Signal: "KILL"}
				plan, err := p.Plan(t.Context(), a)
				checkClean(t, &plan, err)
				checkClean(t, nil, p.Do(t.Context(), model.Plan{Action: a}))
			}
		}
	}
	if got := firstLine(strings.Repeat("ü", 101) + modeltest.Payload); got != strings.Repeat("ü", 100)+"…" {
		t.Errorf("%q", got)
	}
}

// conflict is a refusal, whose words conn has cleaned.
type conflict struct{}

func (*conflict) Error() string { return "conflict" }
func (*conflict) Code() int     { return 409 }

func checkClean(t *testing.T, plan *model.Plan, err error) {
	t.Helper()
	if err != nil && clean.Text(err.Error()) != err.Error() {
		t.Errorf("an error is not clean: %q", err)
	}
	for _, text := range modeltest.Unclean(plan) {
		t.Error(text)
	}
}

// What Podman has on record is shown clean, and goes back to it as it was, by way
// of the audit log too.
func TestWhatGoesBackStaysWhole(t *testing.T) {
	b := newBox()
	b.record.Restart, b.record.Cpus = "always"+modeltest.Payload, "0-1"
	b.record.Restart = strings.ToValidUTF8(b.record.Restart, "?") // Podman speaks JSON
	b.record.Ulimits = []limit.Ulimit{{Name: "RLIMIT" + modeltest.Payload}}
	if err := b.applyRecord(); err != nil {
		t.Fatal(err)
	}
	p := New(func(int) (Service, bool) { return Service{API: b, Default: true}, true }, runsNothing)
	p.Limits = b.limits()
	was := b.record.Restart
	log := audit.Open(filepath.Join(t.TempDir(), "audit.jsonl"), audit.Options{Journal: "-"})
	actor := audit.Audited(p, log)
	do := func(a model.Action) {
		t.Helper()
		plan, err := actor.Plan(t.Context(), a)
		checkClean(t, &plan, err)
		if err == nil {
			err = actor.Do(t.Context(), plan)
		}
		checkClean(t, nil, err)
		if err != nil {
			t.Fatal(err)
		}
	}
	do(update(t, "restart=no cpuset-cpus=1"))
	if b.record.Restart != "no" {
		t.Fatalf("on record is %q", b.record.Restart)
	}
	back, err := actor.Undo(t.Context(), webLimits)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := actor.Plan(t.Context(), back)
	if err != nil || plan.Command != "" {
		t.Errorf("as by %q, which nobody can type (%v)", plan.Command, err)
	}
	do(back)
	if b.record.Restart != was || b.record.Cpus != "0-1" {
		t.Errorf("on record is %q, and was %q; %s", b.record.Restart, was, b.record.Cpus)
	}
}

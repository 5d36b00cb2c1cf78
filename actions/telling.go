package actions

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
)

// A telling writes into a plan what is going to happen.
type telling struct {
	*model.Plan
	c   *inspected
	svc Service
}

func (t *telling) becomes(state, more string) {
	t.effect(called(t.Action.Target) + ": " + t.c.State.Status + " → " + state + more)
}

func (t *telling) effect(text string) { t.Effects = append(t.Effects, text) }
func (t *telling) warn(text string)   { t.Warnings = append(t.Warnings, text) }

// undo is the command that takes it back.
func (t *telling) undo(v model.Verb) { t.Undo = t.svc.command(v, t.Action.Target) }

func (t *telling) ports(text string) {
	if ports := t.c.ports(); len(ports) > 0 {
		t.effect(text + " " + strings.Join(ports, ", "))
	}
}

func tellPause(t *telling) {
	t.becomes("paused", "")
	t.ports("who is connected will wait, on")
	t.undo(model.Unpause)
}

func tellUnpause(t *telling) {
	t.becomes("running", "")
	t.undo(model.Pause)
}

func tellStart(t *telling) {
	was := ""
	if t.c.State.ExitCode != 0 {
		was = "; its exit code " + strconv.Itoa(t.c.State.ExitCode) + " is forgotten"
	}
	t.becomes("running", was)
	t.ports("it listens on")
	t.undo(model.Stop)
}

func tellStop(t *telling) {
	t.becomes("exited", ", with 137 if it has to be killed, else what it makes of "+t.c.signal())
	t.effect(killedAfter(t.c))
	t.ports("nothing answers any more on")
	t.Takes = t.c.patience()
	if t.c.HostConfig.AutoRemove {
		t.warn("it was made with --rm: once stopped it is removed, with its files and the volumes that have no name")
		return
	}
	switch t.c.HostConfig.RestartPolicy.Name {
	case "always":
		t.warn("restart policy always: stopped like this it stays stopped; podman-restart.service, where it is enabled, starts it at the next boot")
	case "unless-stopped":
		t.effect("restart policy unless-stopped: it stays stopped")
	case "on-failure":
		t.effect("restart policy on-failure: stopped like this it stays stopped")
	}
	t.undo(model.Start)
}

func tellRestart(t *telling) {
	t.becomes("running anew", "")
	t.Undo = "nothing: what its processes hold in memory is lost"
	if model.State(t.c.State.Status) != model.Running {
		t.undo(model.Stop)
		return
	}
	t.effect("stop: " + killedAfter(t.c))
	t.ports("for a while nothing answers on")
	t.Takes = t.c.patience()
}

func tellKill(t *telling) {
	sig := t.Action.Signal
	for _, s := range model.Signals {
		if s.Name == sig {
			t.effect("SIG" + sig + " to its first process: " + s.Does)
		}
	}
	if sig == "KILL" {
		t.effect("it exits with 137")
	}
	if model.State(t.c.State.Status) == model.Paused {
		t.warn("it is paused: the signal waits until it goes on (on cgroup v2 KILL does not)")
	}
	if p := t.c.HostConfig.RestartPolicy.Name; p == "always" || p == "on-failure" || p == "unless-stopped" {
		t.warn("restart policy " + p + ": after any signal by hand Podman takes its end for wanted, and does not start it again")
	}
	switch sig {
	case "STOP":
		t.Undo = t.svc.command(model.Kill, t.Action.Target, "--signal", "CONT")
	case "CONT":
		t.Undo = t.svc.command(model.Kill, t.Action.Target, "--signal", "STOP")
	}
}

func tellRemove(t *telling) {
	if t.c.HostConfig.AutoRemove || !model.State(t.c.State.Status).Live() {
		t.effect(called(t.Action.Target) + ": " + t.c.State.Status + " → removed")
	} else {
		t.effect(called(t.Action.Target) + ": " + t.c.State.Status + " → stopped (" + killedAfter(t.c) + ") → removed")
		t.ports("nothing answers any more on")
		t.Takes = t.c.patience()
	}
	if v := t.c.volumes(); len(v) > 0 {
		t.effect("volumes are kept: " + strings.Join(v, ", "))
	}
	t.warn("nothing takes it back: what it wrote outside of volumes is lost, and its logs, limits and settings with it")
}

func tellCheck(t *telling) {
	h := t.c.Config.Healthcheck
	t.Takes = max(0, min(time.Duration(h.Timeout), time.Hour))
	t.effect("runs in it: " + strings.Join(h.Test, " "))
	if h.Retries > 0 {
		t.effect("the outcome counts: it is unhealthy after " + model.Plural(h.Retries, "failure", "failures") + " in a row")
	}
}

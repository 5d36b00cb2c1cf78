package actions

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
)

// A planText writes into a plan what it does to a container, in words.
type planText struct {
	*model.Plan
	c   *inspected
	svc Service
}

func (t *planText) addState(state, more string) {
	t.addEffect(displayName(t.Action.Target) + ": " + t.c.State.Status + " → " + state + more)
}

func (t *planText) addEffect(text string)  { t.Effects = append(t.Effects, text) }
func (t *planText) addWarning(text string) { t.Warnings = append(t.Warnings, text) }

// setUndo sets the command that takes it back.
func (t *planText) setUndo(v model.Verb) { t.Undo = t.svc.command(v, t.Action.Target) }

func (t *planText) addPorts(text string) {
	if ports := t.c.ports(); len(ports) > 0 {
		t.addEffect(text + " " + strings.Join(ports, ", "))
	}
}

func describePause(t *planText) {
	t.addState("paused", "")
	t.addPorts("who is connected will wait, on")
	t.setUndo(model.Unpause)
}

func describeUnpause(t *planText) {
	t.addState("running", "")
	t.setUndo(model.Pause)
}

func describeStart(t *planText) {
	was := ""
	if t.c.State.ExitCode != 0 {
		was = "; its exit code " + strconv.Itoa(t.c.State.ExitCode) + " is forgotten"
	}
	t.addState("running", was)
	t.addPorts("it listens on")
	t.setUndo(model.Stop)
}

func describeStop(t *planText) {
	t.addState("exited", ", with 137 if it has to be killed, else what it makes of "+t.c.signal())
	t.addEffect(stopText(t.c))
	t.addPorts("nothing answers any more on")
	t.Takes = t.c.patience()
	if t.c.HostConfig.AutoRemove {
		t.addWarning("it was made with --rm: once stopped it is removed, with its files and the volumes that have no name")
		return
	}
	switch t.c.HostConfig.RestartPolicy.Name {
	case "always":
		t.addWarning("restart policy always: stopped like this it stays stopped; podman-restart.service, where it is enabled, starts it at the next boot")
	case "unless-stopped":
		t.addEffect("restart policy unless-stopped: it stays stopped")
	case "on-failure":
		t.addEffect("restart policy on-failure: stopped like this it stays stopped")
	}
	t.setUndo(model.Start)
}

func describeRestart(t *planText) {
	t.addState("running anew", "")
	t.Undo = "nothing: what its processes hold in memory is lost"
	if model.State(t.c.State.Status) != model.Running {
		t.setUndo(model.Stop)
		return
	}
	t.addEffect("stop: " + stopText(t.c))
	t.addPorts("for a while nothing answers on")
	t.Takes = t.c.patience()
}

func describeKill(t *planText) {
	sig := t.Action.Signal
	for _, s := range model.Signals {
		if s.Name == sig {
			t.addEffect("SIG" + sig + " to its first process: " + s.Does)
		}
	}
	if sig == "KILL" {
		t.addEffect("it exits with 137")
	}
	if model.State(t.c.State.Status) == model.Paused {
		t.addWarning("it is paused: the signal waits until it goes on (on cgroup v2 KILL does not)")
	}
	if p := t.c.HostConfig.RestartPolicy.Name; p == "always" || p == "on-failure" || p == "unless-stopped" {
		t.addWarning("restart policy " + p + ": after any signal by hand Podman takes its end for wanted, and does not start it again")
	}
	switch sig {
	case "STOP":
		t.Undo = t.svc.command(model.Kill, t.Action.Target, "--signal", "CONT")
	case "CONT":
		t.Undo = t.svc.command(model.Kill, t.Action.Target, "--signal", "STOP")
	}
}

func describeRemove(t *planText) {
	if t.c.HostConfig.AutoRemove || !model.State(t.c.State.Status).Live() {
		t.addEffect(displayName(t.Action.Target) + ": " + t.c.State.Status + " → removed")
	} else {
		t.addEffect(displayName(t.Action.Target) + ": " + t.c.State.Status + " → stopped (" + stopText(t.c) + ") → removed")
		t.addPorts("nothing answers any more on")
		t.Takes = t.c.patience()
	}
	if v := t.c.volumes(); len(v) > 0 {
		t.addEffect("volumes are kept: " + strings.Join(v, ", "))
	}
	t.addWarning("nothing takes it back: what it wrote outside of volumes is lost, and its logs, limits and settings with it")
}

func describeCheck(t *planText) {
	h := t.c.Config.Healthcheck
	t.Takes = max(0, min(time.Duration(h.Timeout), time.Hour))
	t.addEffect("runs in it: " + strings.Join(h.Test, " "))
	if h.Retries > 0 {
		t.addEffect("the outcome counts: it is unhealthy after " + model.Plural(h.Retries, "failure", "failures") + " in a row")
	}
}

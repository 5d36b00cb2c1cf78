package model

import (
	"testing"
	"time"
)

// listed lets root's Podman have said which containers there are.
func (st *story) listed() {
	st.setInventory()
	st.s.Inventory.Engines = []Engine{{User: "root", Up: true, Listed: true}}
}

// nope is a container whose command does not exist.
func nope(created time.Time) Meta {
	return Meta{ID: id(1), Name: "nope", User: "root", State: Created, Created: created, Source: FromAPI}
}

func (st *story) fail(n int, reason string) {
	st.metas[n-1].State, st.metas[n-1].StartError = Failed, reason
	st.listed()
}

const noSuchFile = "exec /nope: no such file"

// A start that fails is told once, as what it is: the cgroup that it had for a
// moment is neither a start nor an end.
func TestFailedStart(t *testing.T) {
	for name, learn := range map[string]func(st *story){
		"without a cgroup":  func(st *story) { st.fail(1, noSuchFile) },
		"before its cgroup": func(st *story) { st.fail(1, noSuchFile); st.brief() },
		"during its cgroup": func(st *story) {
			st.cgroup(1, 7)
			st.run(200 * time.Millisecond)
			st.fail(1, noSuchFile)
			st.run(200 * time.Millisecond)
			st.rmdir(1)
		},
		"after its cgroup": func(st *story) { st.brief(); st.fail(1, noSuchFile) },
		"twice": func(st *story) {
			st.brief()
			st.fail(1, noSuchFile)
			st.run(3 * time.Second)
			st.brief()
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := newStory()
			st.listed()
			st.run(time.Second)
			st.metas = []Meta{nope(st.step(0).Time)}
			st.listed()
			st.run(100 * time.Millisecond)
			st.addEvent("create", 1, 100*time.Millisecond)
			learn(st)
			snap := st.run(time.Second)
			wantLines(t, snap, "other nope: created [podman]", "failed nope: failed to start: exec /nope: no such file [podman]")
			if c := &snap.Containers[0]; c.State != Failed || c.Ended() || c.StartError != noSuchFile {
				t.Errorf("it is %s, %q", c.State, c.StartError)
			}
		})
	}
}

// brief lets container 1 have a cgroup for a moment.
func (st *story) brief() {
	st.cgroup(1, uint64(st.s.Mono))
	st.run(200 * time.Millisecond)
	st.rmdir(1)
	st.run(200 * time.Millisecond)
}

// What failed before podtop looked, or while Podman did not answer, is no event.
func TestFailedBefore(t *testing.T) {
	st := newStory()
	made := st.step(0).Time.Add(-time.Hour)
	st.metas = []Meta{nope(made)}
	st.setInventory() // the list says that it is created; nobody was asked about it yet
	st.run(time.Second)
	st.metas[0].State, st.metas[0].StartError = Failed, noSuchFile
	st.listed()
	wantLines(t, st.run(time.Second))
}

// A start that Podman tells was one, whatever the start before it was.
func TestStartAfterFailure(t *testing.T) {
	st := newStory()
	st.listed()
	st.run(time.Second)
	st.metas = []Meta{nope(st.step(0).Time)}
	st.fail(1, noSuchFile)
	st.run(time.Second)
	st.cgroup(1, 9)
	st.run(100 * time.Millisecond)
	st.addEvent("start", 1, 0)
	st.run(100 * time.Millisecond)
	st.rmdir(1)
	st.run(100 * time.Millisecond)
	st.addEvent("died", 1, 0, exit(0))
	wantLines(t, st.run(time.Second),
		"failed nope: failed to start: exec /nope: no such file [podman]", "start nope: started [podman]", "stop nope: exited with 0 [podman]")
}

// Its alert says why, and is no second event.
func TestFailedStartAlert(t *testing.T) {
	st := newStory(nope(time.Time{}))
	st.Rules = DefaultRules()
	st.listed()
	st.run(time.Second)
	st.fail(1, noSuchFile)
	snap := st.run(time.Second)
	if len(snap.Alerts) != 1 || snap.Alerts[0].Text != "nope: failed to start: exec /nope: no such file" || snap.Alerts[0].Severity != Bad {
		t.Errorf("the alerts are %+v", snap.Alerts)
	}
	if len(snap.Events) != 1 {
		t.Errorf("the events are %q", lines(snap))
	}
}

// What is created, has a cgroup for a moment and is removed, as a Quadlet's
// container whose command does not exist, was never started.
func TestNeverStarted(t *testing.T) {
	st := newStory()
	st.listed()
	st.run(time.Second)
	st.metas = []Meta{nope(time.Time{})}
	st.listed()
	st.addEvent("create", 1, 0)
	st.run(100 * time.Millisecond)
	st.cgroup(1, 7)
	st.run(100 * time.Millisecond)
	st.addEvent("remove", 1, 0)
	st.run(100 * time.Millisecond)
	st.rmdir(1)
	st.metas = nil
	st.listed()
	wantLines(t, st.run(time.Second), "other nope: created [podman]", "other nope: removed, and never started [podman]")
}

// Of a unit that failed so, only systemd is left to tell.
func TestFailedUnit(t *testing.T) {
	st := newStory()
	st.Rules = DefaultRules()
	st.listed()
	st.run(time.Second)
	u := Unit{
		Name: "nope.service", Container: "nope", User: "root", ActiveState: "failed", Result: "exit-code", ExitCode: 127,
		StartError: "podman run exited with 127, no such command", Changed: st.step(0).Time,
	}
	for range 2 {
		st.listed()
		st.s.Inventory.Units = []Unit{u}
		wantLines(t, st.run(time.Second), "failed nope: failed to start: podman run exited with 127, no such command [systemd]")
	}
	if c := &st.snap.Containers[0]; c.State != Failed || c.Ended() || len(st.snap.Alerts) != 1 {
		t.Errorf("it is %s, with %d alerts", c.State, len(st.snap.Alerts))
	}
}

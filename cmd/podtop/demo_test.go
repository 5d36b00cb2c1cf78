package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
)

// What is changed in the demonstration changes there, by the commands that
// would do it to a real host; its plan says that there is none.
func TestDemonstrationIsItsOwnPodman(t *testing.T) {
	h := openDemo(&options{demo: true, seed: 1, seeded: true}, time.Second)
	h.tracker.Recall(h.past)
	d := h.source.(*demonstration)
	find := func(name string) model.Container {
		d.host.Advance(time.Second)
		for _, c := range h.tracker.Push(d.host.Sample(time.Second)).Containers {
			if c.Name == name {
				return c
			}
		}
		t.Fatalf("no container is called %s", name)
		return model.Container{}
	}
	for _, tt := range []struct{ name, command, fails string }{
		{"nginx", "podman pause nginx", ""},
		{"ci-runner", "podman --url unix:///run/user/1000/podman/podman.sock pause ci-runner", ""},
		{"box$(reboot)", "", "no Podman service answers for user guest"},
	} {
		c := find(tt.name)
		action := model.Action{Verb: model.Pause, Target: model.Target{ID: c.ID, Name: c.Name, UID: c.UID, User: c.User}}
		plan, err := h.actor.Plan(t.Context(), action)
		if tt.fails != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fails) {
				t.Errorf("%s: %v, want %q", tt.name, err, tt.fails)
			}
			continue
		}
		if err != nil || plan.Command != tt.command || !strings.Contains(strings.Join(plan.Warnings, "\n"), "nothing real is touched") {
			t.Fatalf("%s: %+v, %v", tt.name, plan, err)
		}
		if err := h.actor.Do(t.Context(), plan); err != nil {
			t.Fatal(err)
		}
		if c := find(tt.name); c.State != model.Paused {
			t.Errorf("%s is %s after it was paused", tt.name, c.State)
		}
		if err := h.actor.Do(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "paused, not running") {
			t.Errorf("%s paused again: %v", tt.name, err)
		}
	}
}

// It answers what pages ask about its containers.
func TestDemonstrationAnswers(t *testing.T) {
	h := openDemo(&options{demo: true, seed: 1, seeded: true}, time.Second)
	d := h.source.(*demonstration)
	d.host.Advance(time.Second)
	h.tracker.Recall(h.past)
	snap := h.tracker.Push(d.host.Sample(time.Second))
	i := slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "nginx" })
	s := probe.TargetOf(&snap.Containers[i])
	cgroups, err := h.prober.Cgroups(t.Context(), s)
	processes, err2 := h.prober.Processes(t.Context(), s)
	network, err3 := h.prober.Network(t.Context(), s)
	if err != nil || err2 != nil || err3 != nil {
		t.Fatal(err, err2, err3)
	}
	memory, err := h.prober.Memory(t.Context(), s, processes.List[0].PID)
	if err != nil || cgroups.Own().Path != s.Path || len(network.Listening) == 0 || len(memory.Status) == 0 {
		t.Errorf("it says %+v, %+v, %+v, %v", cgroups, network, memory, err)
	}
}

// One tick comes an interval after the other; ticks that were missed do not
// come later, and another interval holds at once.
func TestDemonstrationsClock(t *testing.T) {
	d := demonstration{interval: time.Second}
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		after, interval, left time.Duration
	}{
		{0, time.Second, 0}, // the first comes at once
		{0, time.Second, time.Second},
		{400 * time.Millisecond, time.Second, 600 * time.Millisecond},
		{650 * time.Millisecond, time.Second, 0},
		{0, time.Second, 950 * time.Millisecond}, // a late one does not put off the next
		{time.Hour, time.Second, 0},
		{0, time.Second, time.Second},
		{0, 100 * time.Millisecond, 100 * time.Millisecond},
		{30 * time.Millisecond, 100 * time.Millisecond, 70 * time.Millisecond},
	} {
		now = now.Add(step.after)
		d.SetInterval(step.interval)
		if left := max(0, d.untilTick(now)); left != step.left {
			t.Errorf("%v after the step before, every %v: %v left, want %v", step.after, step.interval, left, step.left)
		}
	}
}

// Limits that are changed in the demonstration hold there, and what takes them
// back does.
func TestDemonstrationHasLimits(t *testing.T) {
	h := openDemo(&options{demo: true, seed: 1, seeded: true}, time.Second)
	h.tracker.Recall(h.past)
	d := h.source.(*demonstration)
	find := func() *model.Container {
		d.host.Advance(time.Second)
		snap := h.tracker.Push(d.host.Sample(time.Second))
		return &snap.Containers[slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "nginx" })]
	}
	before := find().Effective
	do := func(all []model.Setting) model.Plan {
		plan, err := h.actor.Plan(t.Context(), model.Action{Verb: model.Update, Target: find().Target(), Limits: all})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.actor.Do(t.Context(), plan); err != nil {
			t.Fatal(err)
		}
		return plan
	}
	plan := do([]model.Setting{{Field: model.FieldCPUs, Value: clean.Of("0.5")}, {Field: model.FieldMemory, Value: clean.Of("900m")}, {Field: model.FieldPidsLimit, Value: clean.Of("100")}})
	if want := "podman update --cpus 0.5 --memory 900m --pids-limit 100 nginx"; plan.Command != want || len(plan.Changes) != 3 {
		t.Errorf("%s, want %s; %+v", plan.Command, want, plan.Changes)
	}
	if c := find(); c.CPULimit != 0.5 || c.MemLimit != 900<<20 || c.Effective.Pids != model.LimitOf(100) {
		t.Errorf("they are %+v", c.Effective)
	}
	undo := func() (model.Action, error) { return h.actor.Undo(t.Context(), find().Target()) }
	action, err := undo()
	if err != nil || !slices.Equal(action.Limits, plan.Back) {
		t.Fatalf("%+v, %v, want %v", action, err, plan.Back)
	}
	if plan, err = h.actor.Plan(t.Context(), action); err != nil {
		t.Fatal(err)
	}
	if err := h.actor.Do(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if _, err := undo(); err == nil {
		t.Error("what was taken back can be taken back")
	}
	if after := find().Effective; after != before {
		t.Errorf("taken back they are %+v, were %+v", after, before)
	}
	if _, err := h.actor.Plan(t.Context(), model.Action{Verb: model.Update, Target: find().Target(), Limits: []model.Setting{{Field: model.FieldBlkioWeight, Value: clean.Of("100")}}}); err == nil {
		t.Error("it has a weight of disks")
	}
}

// Its units are stopped and started by its own systemd.
func TestDemonstrationHasUnits(t *testing.T) {
	h := openDemo(&options{demo: true, seed: 1, seeded: true}, time.Second)
	h.tracker.Recall(h.past)
	d := h.source.(*demonstration)
	d.host.Advance(time.Second)
	snap := h.tracker.Push(d.host.Sample(time.Second))
	c := &snap.Containers[slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "registry" })]
	plan, err := h.actor.Plan(t.Context(), model.Action{Verb: model.Stop, Target: c.Target()})
	if err != nil || plan.Command != "systemctl stop registry.service" {
		t.Fatalf("%+v, %v", plan, err)
	}
	if err := h.actor.Do(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	d.host.Advance(time.Second)
	snap = h.tracker.Push(d.host.Sample(time.Second))
	if i := slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "registry" }); snap.Containers[i].State != model.Inactive {
		t.Errorf("it is %s", snap.Containers[i].State)
	}
}

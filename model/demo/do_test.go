package demo_test

import (
	"testing"
	"time"

	"podtop/model"
	"podtop/model/demo"
)

// player does things to the containers of a host, found by name.
type player struct {
	*testing.T
	host *demo.Host
	tr   *model.Tracker
}

func (p *player) find(name string) *model.Container {
	p.host.Advance(time.Second)
	snap := p.tr.Push(p.host.Sample(time.Second))
	for i := range snap.Containers {
		if snap.Containers[i].Name == name {
			return &snap.Containers[i]
		}
	}
	return nil
}

func (p *player) do(v model.Verb, name string) {
	p.Helper()
	if err := p.host.Do(v, p.find(name).ID); err != nil {
		p.Fatalf("%s %s: %v", v, name, err)
	}
}

func (p *player) is(name string, s model.State) {
	p.Helper()
	if c := p.find(name); c == nil || c.State != s {
		p.Errorf("%s is %+v, want %s", name, c, s)
	}
}

// What is stopped stays so until it is started, though its fate was to come
// back; what is removed is no more.
func TestLifecycle(t *testing.T) {
	h, tr := now(1)
	p := &player{t, h, tr}
	for _, name := range []string{"nginx", "thumbnailer"} {
		p.do(model.Stop, name)
		h.Advance(time.Minute)
		p.is(name, model.Exited)
		p.do(model.Start, name)
		p.is(name, model.Running)
		p.do(model.Restart, name)
		p.is(name, model.Running)
	}
	p.do(model.Remove, "nginx")
	h.Advance(time.Minute)
	if c := p.find("nginx"); c != nil {
		t.Errorf("it is still there: %+v", c)
	}
	if err := h.Signal("HUP", p.find("registry").ID); err != nil {
		t.Error(err)
	}
	p.is("registry", model.Running)
	if err := h.Signal("KILL", p.find("search").ID); err != nil {
		t.Error(err)
	}
	if c := p.find("search"); c.State != model.Exited || c.ExitCode != 137 {
		t.Errorf("killed, it is %s with %d", c.State, c.ExitCode)
	}
	if err := h.Do(model.Healthcheck, p.find("registry").ID); err == nil {
		t.Error("it has no health check, and it was run")
	}
}

// A unit's container goes with the unit, and comes back with another id.
func TestUnitLifecycle(t *testing.T) {
	h, tr := now(1)
	p := &player{t, h, tr}
	id := p.find("registry").ID
	for _, step := range []struct {
		verb  model.Verb
		state model.State
	}{{model.Stop, model.Inactive}, {model.Start, model.Running}, {model.Restart, model.Running}} {
		if err := h.DoUnit(step.verb, "registry.service", 0); err != nil {
			t.Fatal(err)
		}
		p.is("registry", step.state)
	}
	if p.find("registry").ID == id {
		t.Error("it has the id it had")
	}
	if err := h.DoUnit(model.Stop, "none.service", 0); err == nil {
		t.Error("there is no such unit")
	}
}

func TestUpdate(t *testing.T) {
	h, tr := now(1)
	p := &player{t, h, tr}
	var w demo.NewLimits
	quota, memory, pids := int64(50_000), int64(64<<20), int64(-1)
	w.CPU.Quota, w.Memory.Limit, w.Pids.Limit = &quota, &memory, &pids
	if err := h.Update(&w, p.find("web").ID); err != nil {
		t.Fatal(err)
	}
	c := p.find("web")
	if c.CPULimit != 0.5 || c.MemLimit != 64<<20 || c.Effective.Pids != model.NoLimit || c.Limits.Memory != model.Known(64<<20) {
		t.Errorf("its limits are %v cores, %v bytes, %+v; on record %+v", c.CPULimit, c.MemLimit, c.Effective, c.Limits)
	}
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"podtop/actions"
	"podtop/model"
	"podtop/model/demo"
	"podtop/model/probe"
)

// actor changes the demonstration, by the made-up Podman and systemd of it.
func (d *demonstration) actor() demoActor {
	p := actions.New(d.service, d.run)
	p.Self = 0
	return demoActor{p, d}
}

// Get implements actions.API.
func (d *demonstration) Get(_ context.Context, path string, _ url.Values, reply any) error {
	id, what, err := onePath(path)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if what == "healthcheck" {
		if err := d.host.Do(model.Healthcheck, id); err != nil {
			return err
		}
	}
	a, err := d.host.Inspect(probe.Target{Target: model.Target{ID: id}})
	if err != nil {
		return err
	}
	if what == "healthcheck" {
		return convert(struct{ Status string }{a.Health.Status}, reply)
	}
	return json.Unmarshal(a.JSON, reply)
}

// Post implements actions.API.
func (d *demonstration) Post(_ context.Context, path string, query url.Values, body, _ any) error {
	id, verb, err := onePath(path)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch verb {
	case "kill":
		return d.host.Signal(query.Get("signal"), id)
	case "update":
		var w demo.NewLimits
		if err := convert(body, &w); err != nil {
			return err
		}
		return d.host.Update(&w, id)
	}
	return d.host.Do(model.Verb(verb), id)
}

// Delete implements actions.API.
func (d *demonstration) Delete(_ context.Context, path string, _ url.Values, _ any) error {
	id, _, err := onePath(path)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Do(model.Remove, id)
}

// onePath is which container a path is about, and what of it.
func onePath(path string) (id model.ID, what string, err error) {
	rest, ok := strings.CutPrefix(path, "/containers/")
	if !ok {
		return "", "", fmt.Errorf("the demonstration has no %s", path)
	}
	name, what, _ := strings.Cut(rest, "/")
	return model.ID(name), what, nil
}

// convert reads from as JSON into v.
func convert(from, v any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// run is the demonstration's systemctl: its last words are the verb and the
// unit.
func (d *demonstration) run(_ context.Context, _ int, args ...string) ([]byte, error) {
	unit, verb := args[len(args)-1], args[len(args)-2]
	d.mu.Lock()
	defer d.mu.Unlock()
	if strings.Contains(verb, ",") { // of show
		u, err := d.host.Unit(probe.Target{Target: model.Target{Unit: unit}})
		if err != nil {
			return []byte("LoadState=not-found\n"), nil
		}
		return fmt.Appendf(nil, "LoadState=loaded\nMainPID=%d\nSourcePath=%s\nExecStart=/usr/bin/podman run\n", u.MainPID, u.Source), nil
	}
	return nil, d.host.DoUnit(model.Verb(verb), unit, 0)
}

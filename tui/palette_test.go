package tui

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// The palette names groups, and says whose another user's containers are.
func TestPaletteNames(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	entry := func(name string) *overlay.Entry {
		all := a.entries()
		i := slices.IndexFunc(all, func(e overlay.Entry) bool { return e.Name == name })
		if i < 0 {
			t.Errorf("there is no %q", name)
			return nil
		}
		return &all[i]
	}
	if entry("nginx"); len(entry("op/jupyter").Text) == 0 {
		t.Error("it does not say what op/jupyter is")
	}
	entry("project shop")
	if e := entry("pod web"); e != nil {
		e.Do()
		if p, ok := a.front().(pane.Grouper); !ok || p.Group(a.env(a.focus())).Key != a.shown().Groups(model.ByPod)[0].Key {
			t.Errorf("pod web opens %T", a.front())
		}
	}
	a.leave()
	for i := range a.shown().Containers {
		if c := &a.shown().Containers[i]; c.Name == "jupyter" {
			a.visit(pane.Detail{Key: c.Key})
		}
	}
	entry("op/jupyter: Limits")
	if e := entry("op/jupyter: logs"); e != nil {
		e.Do()
		if name := a.pages.front().row.name; name != "logs" {
			t.Errorf("its logs open %s", name)
		}
	}
}

// A key is found by what the configuration calls it, too.
func TestPaletteFindsKeysByName(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	p := overlay.Palette(&a.keys.writing, a.keyEntries())
	for _, r := range "events" {
		p.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	p.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if name := a.pages.front().row.name; name != "events" {
		t.Errorf("events opens %s", name)
	}
}

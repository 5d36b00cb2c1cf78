package tui

import (
	"reflect"
	"slices"
	"testing"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/pane"
)

// What rows of the table name is there, and each name once.
func TestPageTable(t *testing.T) {
	table := newPageTable()
	visits := []pane.Visit{pane.Detail{}, pane.Members{}}
	names := map[string]bool{}
	a := appOn(modeltest.Busy().Samples(301), Options{Actor: obedient{}})
	a.press(typed("j"))
	c := a.chosen("to be asked about")
	for _, row := range table {
		if names[row.name] {
			t.Errorf("there are two pages named %s", row.name)
		}
		names[row.name] = true
		if after := row.opener.after; after != "" && len(everywhere().binding(after).Keys()) == 0 {
			t.Errorf("%s: there is no command %s that help lists before its key", row.name, after)
		}
		var offered []pane.Visit
		if row.offersOn != nil {
			for _, o := range row.offersOn(c) {
				offered = append(offered, o.Visit)
			}
		}
		visits = append(visits, offered...)
		if row.opener.visit == nil {
			continue
		}
		v := row.opener.visit(a)
		if visits = append(visits, v); row.offersOn != nil && !slices.ContainsFunc(offered, func(o pane.Visit) bool { return reflect.DeepEqual(o, v) }) {
			t.Errorf("%s: its key opens %#v, which it does not offer", row.name, v)
		}
	}
	for _, v := range visits {
		if table.row(v.Page()) == nil {
			t.Errorf("no page is opened by %#v", v)
		}
	}
}

// A page that is asked for twice is open once; that of another container is
// another.
func TestPagesDoNotStack(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	first, second := a.shown().Containers[0].Key, a.shown().Containers[1].Key
	for i, step := range []struct {
		visit func()
		open  int
	}{
		{func() { a.press(typed("E")) }, 2},
		{func() { a.press(typed("E")) }, 2},
		{func() { a.press(typed("H")) }, 3},
		{func() { a.visit(pane.Detail{Key: first}) }, 4},
		{func() { a.visit(pane.Detail{Key: first, Tab: "Memory"}) }, 4},
		{func() { a.visit(pane.Detail{Key: second}) }, 5},
		{func() { a.press(typed("E")) }, 6},
	} {
		if step.visit(); len(a.pages.stack) != step.open {
			t.Errorf("after step %d %d pages are open, want %d", i, len(a.pages.stack), step.open)
		}
	}
}

// unknown asks for a page that is not there.
type unknown struct{}

func (unknown) Page() string { return "unknown" }

// What no page is opened by opens none.
func TestNoPage(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	a.open(unknown{})
	a.openPage(a.table.row("detail"), nil)
	a.openPage(a.table.row("detail"), unknown{})
	if len(a.pages.stack) != 1 {
		t.Errorf("%d pages are open", len(a.pages.stack))
	}
}

// What was chosen on a page holds on the next of its kind, and on the one below
// when that is on screen again. Choices that were handed out stay as they are.
func TestPreferencesOfPages(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	key := a.shown().Containers[0].Key
	a.visit(pane.Members{By: model.ByPod, Key: a.shown().Pods[0].Key})
	a.visit(pane.Detail{Key: key, Tab: "Memory"})
	before := a.Choices()
	a.press(typed("w"))
	after := a.Choices()
	if before.Pages["detail"] == after.Pages["detail"] {
		t.Error("the tab alone is no choice of its own")
	}
	for i, show := range []func(){a.leave, func() { a.visit(pane.Detail{Key: key}) }} {
		if show(); a.Choices().Pages["detail"] != after.Pages["detail"] {
			t.Errorf("after step %d it is %+v, want %+v", i, a.Choices().Pages["detail"], after.Pages["detail"])
		}
	}
}

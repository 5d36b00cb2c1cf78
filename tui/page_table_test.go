package tui

import (
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
	for _, row := range table {
		if names[row.name] {
			t.Errorf("there are two pages named %s", row.name)
		}
		names[row.name] = true
		if after := row.opener.after; after != "" && len(everywhere().binding(after).Keys()) == 0 {
			t.Errorf("%s: there is no command %s that help lists before its key", row.name, after)
		}
		c := &model.Container{}
		if row.opener.visit != nil {
			visits = append(visits, row.opener.visit(c))
		}
		if row.offersOn != nil {
			for _, o := range row.offersOn(c) {
				visits = append(visits, o.Visit)
			}
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

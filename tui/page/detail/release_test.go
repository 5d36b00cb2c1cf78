package detail

import (
	"runtime"
	"testing"
	"weak"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/pane"
)

// A page that is not on screen keeps no snapshot: there may be twenty of them,
// and thousands of containers in each. What it shows then is as it was.
func TestPagesThatAreCoveredKeepNoSnapshot(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(201))
	keys := DefaultKeyMap()
	for name, page := range map[string]*Page{
		"container": newPage(&keys, pane.Detail{Key: model.Key{Name: "app"}}),
		"group":     newMembers(&keys, pane.Members{By: model.ByPod, Key: snap.Pods[0].Key}),
	} {
		own := *snap
		own.Containers = append([]model.Container(nil), snap.Containers...)
		env := envOf(t, &own, 120, 40)
		for range 12 { // each of its tabs
			press(page, env, "tab")
			page.Draw(nil, env)
		}
		before := text(page, env)
		page.Release()
		if after := text(page, env); after != before {
			t.Errorf("%s:\n%s\nwas before it was covered\n%s", name, after, before)
		}
		shrunk := own // then it has a member less
		shrunk.Pods = append([]model.Group(nil), own.Pods...)
		shrunk.Pods[0].Members = own.Pods[0].Members[1:]
		less := env
		less.Snapshot = &shrunk
		page.Draw(nil, less)
		page.Release()
		kept, rows := weak.Make(env.Snapshot), weak.Make(&env.Snapshot.Containers[0])
		env, less, own, shrunk = pane.Env{}, pane.Env{}, model.Snapshot{}, model.Snapshot{}
		runtime.GC()
		runtime.GC()
		if kept.Value() != nil || rows.Value() != nil {
			t.Errorf("%s: it keeps its snapshot", name)
		}
		runtime.KeepAlive(page)
	}
}

package model

import "testing"

func TestDegraded(t *testing.T) {
	run := func(health string) Container { return Container{Meta: Meta{State: Running, Health: health}} }
	ended := Container{Meta: Meta{State: Exited}}
	for what, tt := range map[string]struct {
		by   Grouping
		all  []Container
		want bool
	}{
		"all run":               {ByPod, []Container{run(""), run("healthy")}, false},
		"one has ended":         {ByPod, []Container{run(""), ended}, true},
		"one cannot start":      {ByPod, []Container{run(""), {Meta: Meta{State: Failed, StartError: "exec /nope: no such file"}}}, true},
		"one is unhealthy":      {ByPod, []Container{run(""), run("unhealthy")}, true},
		"the only one is":       {ByPod, []Container{run("unhealthy")}, true},
		"all have ended":        {ByPod, []Container{ended, ended}, false},
		"one is not begun":      {ByPod, []Container{run(""), {Meta: Meta{State: Created}}}, false},
		"a project, one exited": {ByProject, []Container{run(""), ended}, false},
		"nobody":                {ByPod, nil, false},
	} {
		g, s := Group{By: tt.by}, Snapshot{Containers: tt.all}
		for i := range tt.all {
			g.Members = append(g.Members, i)
		}
		if got := g.Degraded(&s); got != tt.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

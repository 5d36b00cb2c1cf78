package inspect

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/tab"
	"podtop/tui/tab/tabtest"
)

var (
	_ tab.Finder = (*inspect)(nil)
	_ tab.Valuer = (*inspect)(nil)
)

// inspected is what Podman 5.4.2 said of a container.
func inspected542(t *testing.T) []byte {
	doc, err := os.ReadFile("../../../model/probe/testdata/inspect.json")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func onInspect(t *testing.T, doc []byte) *tabtest.Stage {
	g := tabtest.On(t, New, "app")
	g.With.Inspect = g.Inspection(probe.Health{})
	g.With.Inspect.JSON = doc
	g.Tick(0)
	return g
}

func find(g *tabtest.Stage, text string) { g.Tab.(tab.Finder).Find(g.Env, &g.Subject, text) }

func value(g *tabtest.Stage) string { return g.Tab.(tab.Valuer).Value(g.Env, &g.Subject) }

func TestInspect(t *testing.T) {
	t.Run("folded", func(t *testing.T) { onInspect(t, inspected542(t)).Golden() })
	t.Run("unfolded", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.Press("z", "G", "pgup", "pgup")
		g.Golden()
	})
	t.Run("found", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		find(g, "PASSWORD")
		g.Press("n")
		g.Golden()
	})
	t.Run("revealed", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		find(g, "db_password")
		g.Press("x")
		g.Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.With.Hangs = true
		g.Tick(5 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("waits", func(t *testing.T) {
		g := tabtest.On(t, New, "app")
		g.With.Hangs = true
		g.Tick(0)
		g.Tick(2 * time.Second)
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := onInspect(t, []byte(`{"Id": "1"}`))
		g.With.Inspect.Missing = []model.Note{{Severity: model.Warn, Text: "sizes were not asked for: that takes long"}}
		g.Tick(5 * time.Second)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := onInspect(t, []byte(`{"\u001b[2J容器\u202e": "\u001b]0;x\u0007", "a": ["`+strings.Repeat("long ", 80)+`", {"\n": null}], "z": "e\u0301\u200b"}`))
		g.Press("z", "j", "j", "enter")
		g.Golden()
	})
}

func TestInspectSays(t *testing.T) {
	g := onInspect(t, []byte(`{"a": 1, "b"`))
	g.Shows("Not all of it is here: it ends too soon.", "a: 1", "nothing covered")
	g.Subject.Gone = true
	g.Shows("It is gone; this is from", "a: 1")

	g = tabtest.On(t, New, "app")
	g.With.Err = errors.New("no container with ID 12")
	g.Tick(0)
	g.Shows("Podman: no container with ID 12; asking again.")

	for name, want := range map[string]string{
		"mailer":  "It has no container now: there is nothing to read.", // its unit failed
		"migrate": "asking Podman…",                                     // it has ended, and Podman knows it
	} {
		g = tabtest.On(t, New, name)
		g.With.Hangs = true
		g.Tick(0)
		g.Shows(want)
	}

	g = tabtest.On(t, New, "app")
	g.Subject.Runtime = model.Docker
	g.Tick(0)
	g.Shows("It is run by docker, which podtop does not ask: there is nothing to read.")

	g = tabtest.On(t, New, "app")
	g.Env.Prober = nil
	g.Tick(0)
	g.Shows("Nobody reads this: there are only samples here.")
	if value(g) != "" {
		t.Error("there is something to copy of nothing")
	}
	g.Press("z", "enter", "n", "x", "j") // does nothing
	find(g, "x")
	g.Screen()
}

func TestInspectFits(t *testing.T) {
	g := onInspect(t, inspected542(t))
	g.EverySize()
	find(g, "a")
	g.Press("z", "enter")
	g.EverySize()
}

// What has not changed is not parsed again.
func TestSameDocumentIsKept(t *testing.T) {
	g := onInspect(t, []byte(`{"a": 1}`))
	q := g.Tab.(*inspect).record
	first := q.Got
	g.Tick(5 * time.Second)
	if q.Got == first || q.Got.Whole != first.Whole {
		t.Error("the same document has another tree")
	}
}

func onEnv(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, NewEnv, "app")
	g.With.Inspect = g.Inspection(probe.Health{})
	g.With.Inspect.Env = []probe.Pair{
		{Name: "PATH", Value: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{Name: "DATABASE_URL", Value: "postgres://app:s3cr3t@db:5432/app"},
		{Name: "API_KEY", Value: "abcdef0123456789"},
		{Name: "HOSTNAME", Value: "0ebc52e354bd"},
		{Name: "EMPTY", Value: ""},
		{Name: "MOTD", Value: "\x1b[2J\u202ehello"},
	}
	g.With.Inspect.Labels = []probe.Pair{
		{Name: "com.docker.compose.project.working_dir", Value: "/srv/shop"},
		{Name: "com.example.token", Value: "t0ps3cret"},
	}
	g.Tick(0)
	return g
}

func TestEnv(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onEnv(t).Golden() })
	t.Run("revealed", func(t *testing.T) {
		g := onEnv(t)
		g.Press("x", "j", "j")
		g.Golden()
	})
	t.Run("whole", func(t *testing.T) {
		g := onEnv(t)
		g.Press("j", "enter")
		g.Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onEnv(t)
		g.With.Hangs = true
		g.Tick(5 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
}

func TestEnvSays(t *testing.T) {
	g := onEnv(t)
	g.Shows("postgres://app:********@db:5432/app", "0ebc52e354bd", "annotations none", "labels 2", "3 values covered, x shows them")
	g.Lacks("s3cr3t", "abcdef", "t0ps3cret")
	g.Press("j", "j")
	if v := value(g); v != "postgres://app:********@db:5432/app" {
		t.Errorf("%q is copied", v)
	}
	g.Press("x")
	g.Shows("s3cr3t", "abcdef", "t0ps3cret", "3 values shown that look secret")
	find(g, "token")
	if v := value(g); v != "t0ps3cret" {
		t.Errorf("%q is copied", v)
	}
	g.Press("z")
	g.Lacks("PATH")
	g.Shows("environment 6")
}

func TestEnvFits(t *testing.T) {
	g := onEnv(t)
	g.EverySize()
	g.Press("j", "enter")
	g.EverySize()
}

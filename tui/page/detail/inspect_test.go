package detail

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/tab"
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

func onInspect(t *testing.T, doc []byte) *stage {
	g := onStage(t, newInspect, "app")
	g.with.inspect = inspection(g, probe.Health{})
	g.with.inspect.JSON = doc
	g.tick(0)
	return g
}

func (g *stage) find(text string) { g.tab.(tab.Finder).Find(g.env, &g.s, text) }

func (g *stage) value() string { return g.tab.(tab.Valuer).Value(g.env, &g.s) }

func TestInspect(t *testing.T) {
	t.Run("folded", func(t *testing.T) { onInspect(t, inspected542(t)).golden() })
	t.Run("unfolded", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.press("z", "G", "pgup", "pgup")
		g.golden()
	})
	t.Run("found", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.find("PASSWORD")
		g.press("n")
		g.golden()
	})
	t.Run("revealed", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.find("db_password")
		g.press("x")
		g.golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onInspect(t, inspected542(t))
		g.with.hangs = true
		g.tick(5 * time.Second)
		g.tick(10 * time.Second)
		g.golden()
	})
	t.Run("waits", func(t *testing.T) {
		g := onStage(t, newInspect, "app")
		g.with.hangs = true
		g.tick(0)
		g.tick(2 * time.Second)
		g.golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := onInspect(t, []byte(`{"Id": "1"}`))
		g.with.inspect.Missing = []model.Note{{Severity: model.Warn, Text: "sizes were not asked for: that takes long"}}
		g.tick(5 * time.Second)
		g.golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := onInspect(t, []byte(`{"\u001b[2J容器\u202e": "\u001b]0;x\u0007", "a": ["`+strings.Repeat("long ", 80)+`", {"\n": null}], "z": "e\u0301\u200b"}`))
		g.press("z", "j", "j", "enter")
		g.golden()
	})
}

func TestInspectSays(t *testing.T) {
	g := onInspect(t, []byte(`{"a": 1, "b"`))
	g.shows("Not all of it is here: it ends too soon.", "a: 1", "nothing covered")
	g.s.Gone = true
	g.shows("It is gone; this is from", "a: 1")

	g = onStage(t, newInspect, "app")
	g.with.err = errors.New("no container with ID 12")
	g.tick(0)
	g.shows("Podman: no container with ID 12; asking again.")

	for name, want := range map[string]string{
		"mailer":  "It has no container now: there is nothing to read.", // its unit failed
		"migrate": "asking Podman…",                                     // it has ended, and Podman knows it
	} {
		g = onStage(t, newInspect, name)
		g.with.hangs = true
		g.tick(0)
		g.shows(want)
	}

	g = onStage(t, newInspect, "app")
	g.s.Runtime = model.Docker
	g.tick(0)
	g.shows("It is run by docker, which podtop does not ask: there is nothing to read.")

	g = onStage(t, newInspect, "app")
	g.env.Prober = nil
	g.tick(0)
	g.shows("Nobody reads this: there are only samples here.")
	if g.value() != "" {
		t.Error("there is something to copy of nothing")
	}
	g.press("z", "enter", "n", "x", "j") // does nothing
	g.find("x")
	g.screen()
}

func TestInspectFits(t *testing.T) {
	g := onInspect(t, inspected542(t))
	g.everySize()
	g.find("a")
	g.press("z", "enter")
	g.everySize()
}

// What has not changed is not parsed again.
func TestSameDocumentIsKept(t *testing.T) {
	g := onInspect(t, []byte(`{"a": 1}`))
	q := g.tab.(*inspect).record
	first := q.Got
	g.tick(5 * time.Second)
	if q.Got == first || q.Got.Whole != first.Whole {
		t.Error("the same document has another tree")
	}
}

func onEnv(t *testing.T) *stage {
	g := onStage(t, newEnv, "app")
	g.with.inspect = inspection(g, probe.Health{})
	g.with.inspect.Env = []probe.Pair{
		{Name: "PATH", Value: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{Name: "DATABASE_URL", Value: "postgres://app:s3cr3t@db:5432/app"},
		{Name: "API_KEY", Value: "abcdef0123456789"},
		{Name: "HOSTNAME", Value: "0ebc52e354bd"},
		{Name: "EMPTY", Value: ""},
		{Name: "MOTD", Value: "\x1b[2J\u202ehello"},
	}
	g.with.inspect.Labels = []probe.Pair{
		{Name: "com.docker.compose.project.working_dir", Value: "/srv/shop"},
		{Name: "com.example.token", Value: "t0ps3cret"},
	}
	g.tick(0)
	return g
}

func TestEnv(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onEnv(t).golden() })
	t.Run("revealed", func(t *testing.T) {
		g := onEnv(t)
		g.press("x", "j", "j")
		g.golden()
	})
	t.Run("whole", func(t *testing.T) {
		g := onEnv(t)
		g.press("j", "enter")
		g.golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onEnv(t)
		g.with.hangs = true
		g.tick(5 * time.Second)
		g.tick(10 * time.Second)
		g.golden()
	})
}

func TestEnvSays(t *testing.T) {
	g := onEnv(t)
	g.shows("postgres://app:********@db:5432/app", "0ebc52e354bd", "annotations none", "labels 2", "3 values covered, x shows them")
	g.lacks("s3cr3t", "abcdef", "t0ps3cret")
	g.press("j", "j")
	if v := g.value(); v != "postgres://app:********@db:5432/app" {
		t.Errorf("%q is copied", v)
	}
	g.press("x")
	g.shows("s3cr3t", "abcdef", "t0ps3cret", "3 values shown that look secret")
	g.find("token")
	if v := g.value(); v != "t0ps3cret" {
		t.Errorf("%q is copied", v)
	}
	g.press("z")
	g.lacks("PATH")
	g.shows("environment 6")
}

func TestEnvFits(t *testing.T) {
	g := onEnv(t)
	g.everySize()
	g.press("j", "enter")
	g.everySize()
}

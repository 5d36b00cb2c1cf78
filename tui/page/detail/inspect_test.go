package detail

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
)

var (
	_ finder = (*inspect)(nil)
	_ valuer = (*inspect)(nil)
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

func (g *stage) find(text string) { g.tab.(finder).find(g.env, &g.s, text) }

func (g *stage) value() string { return g.tab.(valuer).value(g.env, &g.s) }

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

// names are what the rows of the tab on screen are called, and the one the
// cursor is on.
func (g *stage) names() (all []string, at string) {
	g.screen()
	o := &g.tab.(*inspect).outline
	for _, r := range o.rows {
		all = append(all, o.tree.Path(r.node))
	}
	if len(all) == 0 {
		return nil, ""
	}
	return all, all[o.scroll.At]
}

const sample = `{"a": {"x": 1, "y": [true, {"deep": "needle"}]}, "b": "hay", "c": {"Needle": {}, "e": []}}`

func TestFolding(t *testing.T) {
	for _, tt := range []struct {
		name, keys string
		want       []string
		at         string
	}{
		{"at first", "", []string{"a", "b", "c"}, "a"},
		{"one", "enter", []string{"a", "a.x", "a.y", "b", "c"}, "a"},
		{"one in it", "enter j j enter", []string{"a", "a.x", "a.y", "a.y[0]", "a.y[1]", "b", "c"}, "a.y"},
		{"again", "enter j j enter g enter", []string{"a", "b", "c"}, "a"},
		{"what was in it stays", "enter j j enter g enter enter", []string{"a", "a.x", "a.y", "a.y[0]", "a.y[1]", "b", "c"}, "a"},
		{"all", "z", []string{"a", "a.x", "a.y", "a.y[0]", "a.y[1]", "a.y[1].deep", "b", "c", "c.Needle", "c.e"}, "a"},
		{"all, but one", "z enter", []string{"a", "b", "c", "c.Needle", "c.e"}, "a"},
		{"none", "z j j j j z", []string{"a", "b", "c"}, "a"},
		{"one, then none", "enter z", []string{"a", "b", "c"}, "a"},
		{"the last", "z G", []string{"a", "a.x", "a.y", "a.y[0]", "a.y[1]", "a.y[1].deep", "b", "c", "c.Needle", "c.e"}, "c.e"},
		{"what holds nothing", "G enter j enter", []string{"a", "b", "c", "c.Needle", "c.e"}, "c.Needle"},
	} {
		g := onInspect(t, []byte(sample))
		g.press(strings.Fields(tt.keys)...)
		if got, at := g.names(); !slices.Equal(got, tt.want) || at != tt.at {
			t.Errorf("%s: %v at %s, want %v at %s", tt.name, got, at, tt.want, tt.at)
		}
	}
}

func TestFinding(t *testing.T) {
	g := onInspect(t, []byte(sample))
	at := func(want string, shown ...string) {
		t.Helper()
		if got, at := g.names(); at != want || shown != nil && !slices.Equal(got, shown) {
			t.Errorf("at %s of %v, want %s of %v", at, got, want, shown)
		}
	}
	g.press("j")
	g.find("nee")
	at("c.Needle", "a", "a.x", "a.y", "a.y[0]", "a.y[1]", "a.y[1].deep", "b", "c", "c.Needle", "c.e")
	g.shows("2 of 2 found")
	g.press("n")
	at("a.y[1].deep")
	g.shows("1 of 2 found")
	g.press("N")
	at("c.Needle")
	g.press("g")
	at("a")
	g.shows("2 found")
	g.press("n")
	at("a.y[1].deep")
	g.find("needle")
	at("c.Needle") // from where it began
	g.find("needles")
	at("b")
	g.shows("nothing found")
	g.find("needle")
	g.press("n")
	at("a.y[1].deep")
	g.find("") // what was found stays in sight, the rest is folded again
	at("a.y[1].deep", "a", "a.x", "a.y", "a.y[0]", "a.y[1]", "a.y[1].deep", "b", "c")
	g.lacks("found")
	g.press("n")
	at("a.y[1].deep")
}

// While text is looked for, what is folded by hand is folded.
func TestFoldingWhileFinding(t *testing.T) {
	g := onInspect(t, []byte(sample))
	g.find("needle")
	g.press("g", "enter")
	if got, at := g.names(); !slices.Equal(got, []string{"a", "b", "c", "c.Needle", "c.e"}) || at != "a" {
		t.Errorf("after folding: %v at %s", got, at)
	}
	g.press("n")
	if _, at := g.names(); at != "a.y[1].deep" {
		t.Errorf("n goes to %s", at)
	}
}

// A secret is not found by what it is while it is covered.
func TestFindingDoesNotTell(t *testing.T) {
	g := onInspect(t, []byte(`{"DB_PASSWORD": "hunter2"}`))
	g.find("hunter2")
	g.shows("nothing found")
	if v := g.value(); v != "********" {
		t.Errorf("%q is copied", v)
	}
	g.press("x")
	g.shows("1 of 1 found", "hunter2", "1 value shown that looks secret, x covers it")
	if v := g.value(); v != "hunter2" {
		t.Errorf("%q is copied", v)
	}
	g.press("x")
	g.lacks("hunter2")
}

func TestIndexFold(t *testing.T) {
	for _, tt := range []struct {
		text, sought string
		want         int
	}{
		{"Needle", "needle", 0},
		{"a NEEDle", "needle", 2},
		{"needl", "needle", -1},
		{"ÄÖ", "ö", 2},
		{"x", "", -1},
		{"", "x", -1},
		{"\xff\xfeab", "ab", 2},
	} {
		if got := indexFold(tt.text, tt.sought); got != tt.want {
			t.Errorf("%q is at %d of %q, want %d", tt.sought, got, tt.text, tt.want)
		}
	}
}

// The next answer has other values, and more of them: the cursor and what is
// folded stay with what they are on.
func TestCursorStaysWithItsValue(t *testing.T) {
	g := onInspect(t, []byte(sample))
	g.press("z", "j", "j", "j", "j", "j")
	g.with.inspect = inspection(g, probe.Health{})
	g.with.inspect.JSON = []byte(`{"new": {"a": 5}, "a": {"w": 0, "x": 1, "y": [false, {"deep": "other"}]}, "c": {}}`)
	g.tick(5 * time.Second)
	if _, at := g.names(); at != "a.y[1].deep" || g.value() != "other" {
		t.Errorf("the cursor is at %s, with %s", at, g.value())
	}
	g.with.inspect = inspection(g, probe.Health{})
	g.with.inspect.JSON = []byte(`{"a": 1}`)
	g.tick(5 * time.Second)
	if _, at := g.names(); at != "a" { // the line it was on is no more, nor is another after it
		t.Errorf("the cursor is at %s", at)
	}
}

func TestLongValueIsUnfolded(t *testing.T) {
	g := onInspect(t, []byte(`{"a": "`+strings.Repeat("word ", 60)+`end", "b": 1}`))
	g.lacks("end\"")
	g.press("enter")
	g.shows("end")
	if got, at := g.names(); len(got) != 3 || at != "a" {
		t.Errorf("it has lines %v, the cursor is at %s", got, at)
	}
	g.press("j")
	if _, at := g.names(); at != "a" {
		t.Errorf("a line on, the cursor is at %s", at)
	}
	g.press("enter")
	if got, at := g.names(); len(got) != 2 || at != "a" {
		t.Errorf("folded it has lines %v, the cursor is at %s", got, at)
	}
}

func TestInspectFits(t *testing.T) {
	g := onInspect(t, inspected542(t))
	g.everySize()
	g.find("a")
	g.press("z", "enter")
	g.everySize()
}

// large is a document of a megabyte and more.
func large() []byte {
	b := []byte(`{"Labels": {`)
	for i := range 13000 {
		b = fmt.Appendf(b, `"com.example.label-%d": "value %d, and some more words that take up room", `, i, i)
	}
	for i := range 900 {
		b = fmt.Appendf(b, `"o%d": {"password": "x", "list": [1, 2, {"a": null}]}, `, i)
	}
	return append(b, `"last": 1}}`...)
}

// Rows are worked out once, however many frames there are of them.
func TestLargeDocument(t *testing.T) {
	doc := large()
	if len(doc) < 1<<20 {
		t.Fatalf("it has %d bytes only", len(doc))
	}
	g := onInspect(t, doc)
	g.press("z", "G")
	g.find("a")
	o := &g.tab.(*inspect).outline
	g.screen()
	rows, first := len(o.rows), &o.rows[0]
	if rows < 19_000 {
		t.Errorf("there are %d rows", rows)
	}
	o.rows[0].node = -1 // is not read, and stays until rows are worked out anew
	b := g.tab.draw(nil, g.env, &g.s)
	if n := testing.AllocsPerRun(20, func() { b = g.tab.draw(b[:0], g.env, &g.s) }); n != 0 && !race.Enabled {
		t.Errorf("a frame allocates %v times, want 0", n)
	}
	if &o.rows[0] != first || o.rows[0].node != -1 {
		t.Error("a frame works out the rows anew")
	}
}

// What has not changed is not parsed again.
func TestSameDocumentIsKept(t *testing.T) {
	g := onInspect(t, []byte(sample))
	q := &g.tab.(*inspect).Shared.Inspect
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

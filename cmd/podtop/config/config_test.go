package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/cmd/podtop/config"
	"podtop/model"
	"podtop/tui/pane"
)

const full = `
interval = "500ms"
history = "1536K"
columns = ["name", "cpu:9", "user"]
sort = "mem"
invert = true
group = "user"
all = true
window = "5 min"
theme = "dark"
ascii = true
[filters]
busy = "cpu>1 name~\"a b\""
[threshold.memory]
when = "mem.limit%>95 for 10m"
[threshold.cpu]
off = true
[threshold.mine]
when = "pids > 1000"
severity = "bad"
short = "forks"
words = "a \"fork bomb\"?\tor not"
[threshold."my own"]
when = "cpu>2 for 90s"
[keys]
sort = "o"
columns = "s f5"
`

func parse(t *testing.T, text string) config.Config {
	t.Helper()
	c, err := config.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return c
}

func TestParse(t *testing.T) {
	c := parse(t, full)
	want := config.Settings{
		Columns: c.Columns, Sort: "mem", Inverted: true, Group: model.ByUser, All: true, Window: pane.Minutes5,
		Interval: 500 * time.Millisecond, History: 1536 << 10, Theme: "dark", ASCII: true,
	}
	if d := cmp.Diff(want, c.Settings); d != "" || c.Columns.String() != "name,cpu:9,user" {
		t.Error(d, c.Columns)
	}
	if c.Filters["busy"] != `cpu>1 name~"a b"` || c.Keys["columns"] != "s f5" {
		t.Error(c.Filters, c.Keys)
	}
}

// What podtop config prints means the same as what it was made from, wherever
// the rest is from.
func TestRoundTrip(t *testing.T) {
	state, err := config.ParseState("sort = \"mem\"\nall = true\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"empty": "", "full": full, "some": "theme = \"mono\"\n"} {
		c := parse(t, text)
		effective := c.With(state)
		again := parse(t, effective.String())
		if d := cmp.Diff(c.With(config.Config{}), again.With(config.Config{}), cmp.AllowUnexported(config.Config{})); d != "" {
			t.Errorf("%s: %s\nin\n%s", name, d, effective.String())
		}
	}
}

// What is printed as a comment can be used as it is.
func TestCommentsAreValid(t *testing.T) {
	c := config.Config{}.With(config.Config{})
	var all strings.Builder
	for line := range strings.Lines(c.String()) {
		if text, ok := strings.CutPrefix(line, "# "); ok && (strings.Contains(text, " = \"") || strings.Contains(text, " = [") || strings.HasPrefix(text, "[") || strings.HasSuffix(text, "= false\n")) {
			line = text
		}
		all.WriteString(line)
	}
	got := parse(t, all.String())
	if d := cmp.Diff(config.Defaults(), got.Settings, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Columns" }, cmp.Ignore())); d != "" {
		t.Error(d)
	}
	if got.Columns.String() != c.Columns.String() {
		t.Errorf("columns %v, want %v", got.Columns, c.Columns)
	}
	was, is := model.DefaultRules(), got.Rules()
	for i := range was {
		if was[i].Name != is[i].Name || was[i].For != is[i].For || was[i].Severity != is[i].Severity || was[i].Short != is[i].Short || was[i].Words != is[i].Words || was[i].When.String() != is[i].When.String() {
			t.Errorf("rule %q became %q", was[i].Name, is[i].When)
		}
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"\nthems = \"dark\"":                                   `line 2: unknown key "thems"; did you mean "theme"?`,
		"zzzzzzzzz = 1":                                        `line 1: unknown key "zzzzzzzzz"; there are: `,
		"theme = \"drak\"":                                     `line 1: there is no "drak"; did you mean "dark"?`,
		"theme = 3":                                            `line 1: want a text in quotes, not 3`,
		"ascii = \"yes\"":                                      `line 1: want true or false, not yes`,
		"interval = \"1ms\"":                                   `line 1: "1ms": want a time from 100ms to 1h`,
		"history = \"1K\"":                                     `line 1: "1K": want a size from 1M to 64G`,
		"columns = \"name\"":                                   `line 1: want a list`,
		"columns = [\"name\", \"cup\"]":                        `line 1: there is no column "cup"`,
		"sort = \"memory\"":                                    `line 1: there is no "memory"`,
		"group = \"pods\"":                                     `line 1: "pods" is no grouping`,
		"window = \"7 min\"":                                   `line 1: there is no window "7 min"; there are: live, all, `,
		"a = 1\na = 2":                                         `line 2: `,
		"theme = ":                                             `line 1: `,
		"\n\n[thresholds.mine]\nwhen = \"cpu>1\"":              `line 3: unknown key "thresholds"; did you mean "threshold"?`,
		"\n[theme.b]\nx = 1\n[theme.a]\nx = 1":                 `line 2: want a text in quotes`,
		"\nfilters.a.b = 1":                                    `line 2: want a text in quotes`,
		"\n\n[threshold.mine.x]\ny = 1":                        `line 3: threshold "mine" is none of podtop's own`,
		"columns = [\"name\", \"cpuu\"]":                       `line 1: there is no column "cpuu"; did you mean cpu?`,
		"filters = 3":                                          `line 1: want a table: [filters]`,
		"[filters]\nbusy = 3":                                  `line 2: want a text in quotes`,
		"[filters]\n\nbusy = \"cpu>x\"":                        `line 3: "x" is not a number`,
		"[filters]\n\"a b\" = \"cpu>1\"":                       `line 2: "a b" is no name for a filter`,
		"[threshold]\nmemory = 3":                              `line 2: want a table: [threshold.NAME]`,
		"[threshold.memory]\nwhen = \"mem>\"":                  `line 2: `,
		"[threshold.memory]\nwhn = \"mem>1\"":                  `line 2: unknown key "whn" in threshold "memory"; did you mean "when"?`,
		"[threshold.memory]\noff = 1":                          `line 2: want true or false`,
		"[threshold.memory]\nseverity = \"worse\"":             `line 2: there is no severity "worse"`,
		"[threshold.memory]\nshort = \"memory limit\"":         `line 2: "memory limit" is 12 cells wide, and a row has room for 10`,
		"[threshold.memory]\nshort = \"内存内存内存\"":               `line 2: "内存内存内存" is 12 cells wide`,
		"[threshold.memory]\nwords = \"at {mem.limt%}\"":       `line 2: there is no {mem.limt%}; did you mean {mem.limit%}?`,
		"[threshold.memory]\nadvice = \"{for} {zzzzzzzzz}\"":   `line 2: there is no {zzzzzzzzz}: `,
		"[threshold.meory]\noff = true":                        `line 1: threshold "meory" is none of podtop's own`,
		"[keys]\nsrt = \"o\"":                                  `line 2: there is no key named "srt"; did you mean sort?`,
		"[keys]\nhelp = \"f2\"\nsort = \"nokey\"":              `line 3: sort: there is no key "nokey"`,
		"[keys]\nhelp = \"f2\"\nsort = \"c\"":                  `line 3: key c means both`,
		"theme = \"dark\"\nthem = 1\n[keys]\nsrt = \"o\"\nx=1": `line 2: unknown key "them"`,
	} {
		_, err := config.Parse(text)
		var at *config.Error
		if !errors.As(err, &at) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestRules(t *testing.T) {
	c := parse(t, full)
	rules := map[string]model.Rule{}
	for _, r := range c.Rules() {
		rules[r.Name] = r
	}
	if n, want := len(rules), len(model.DefaultRules())+1; n != want {
		t.Errorf("%d rules, want %d", n, want)
	}
	if _, ok := rules["cpu"]; ok {
		t.Error("a rule that is off is there")
	}
	if r := rules["memory"]; r.For != 10*time.Minute || r.Severity != model.Bad || !strings.Contains(r.Words, "of its limit") {
		t.Errorf("memory: %+v", r)
	}
	if r := rules["mine"]; r.Severity != model.Bad || r.Short != "forks" || r.Words != "a \"fork bomb\"?\tor not" {
		t.Errorf("mine: %+v", r)
	}
	if r := rules["my own"]; r.Severity != model.Warn || r.For != 90*time.Second || r.Words == "" {
		t.Errorf("my own: %+v", r)
	}
}

// A rule that is changed to be about something else does not say what it was
// about before.
func TestWordsGoWithTheCondition(t *testing.T) {
	for text, want := range map[string]struct{ short, words, advice string }{
		"[threshold.memory]\nwhen = \"mem.limit%>50\"":                 {"mem limit", "memory {mem.limit%} of its limit for {for}", "raise its limit or find the leak"},
		"[threshold.memory]\nwhen = \"pids > 3\"":                      {"", "pids {pids} (pids > 3)", ""},
		"[threshold.memory]\nwhen = \"pids>3\"\nadvice = \"{unit}!\"":  {"", "pids {pids} (pids>3)", "{unit}!"},
		"[threshold.unit-failed]\nwhen = \"unit.state=failed for 1m\"": {"failed", "its unit failed", "look at: {systemctl} status {unit}"},
		"[threshold.cpu]\nshort = \"hot\"":                             {"hot", "CPU {cpu.limit%} of its limit for {for}", ""},
		"[threshold.unit-failed]\nwhen = \"health=unhealthy\"":         {"", "health=unhealthy", ""},
	} {
		c := parse(t, text)
		found := false
		for _, r := range c.Rules() {
			if _, ok := c.Thresholds[r.Name]; ok {
				found = true
				if r.Short != want.short || r.Words != want.words || r.Advice != want.advice {
					t.Errorf("%s:\n%q, %q, %q", text, r.Short, r.Words, r.Advice)
				}
			}
		}
		if !found {
			t.Errorf("%s: no such rule", text)
		}
	}
}

func TestLayers(t *testing.T) {
	state, err := config.ParseState("sort = \"mem\"\ninvert = true\ntheme = \"mono\"\nfrom_the_future = 1\n")
	if err != nil {
		t.Fatal(err)
	}
	c := parse(t, "sort = \"pids\"\n").With(state)
	if c.Sort != "pids" || !c.Inverted || c.Theme != "default" {
		t.Errorf("%+v", c.Settings)
	}
	if c.From("sort") != config.File || c.From("invert") != config.State || c.From("theme") != config.Default {
		t.Error("sources")
	}
}

func TestStateIsKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a", "state.toml")
	c := parse(t, full)
	if err := config.WriteState(path, config.Defaults()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file that says nothing")
	}
	for _, chosen := range []config.Settings{c.Settings, config.Defaults()} {
		if err := config.WriteState(path, chosen); err != nil {
			t.Fatal(err)
		}
		state, err := config.ReadState(path)
		if err != nil {
			t.Fatal(err)
		}
		got := config.Config{}.With(state).Settings
		// What is not chosen on the screen is not kept.
		chosen.Interval, chosen.History, chosen.Theme, chosen.ASCII = got.Interval, got.History, got.Theme, got.ASCII
		if d := cmp.Diff(chosen, got); d != "" {
			t.Error(d)
		}
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("%d files beside each other", len(files))
	}
}

// A broken state costs what it broke, and no more.
func TestBrokenState(t *testing.T) {
	state, err := config.ParseState("sort = \"nothing\"\nall = true\n")
	if c := (config.Config{}).With(state); err == nil || c.Sort != "cpu" || !c.All {
		t.Errorf("%v: %+v", err, c.Settings)
	}
	for _, text := range []string{"\x00", "sort", "[[[", "sort = {"} {
		if _, err := config.ParseState(text); err == nil {
			t.Errorf("%q has no mistake", text)
		}
	}
	if _, err := config.ReadState(t.TempDir()); err == nil {
		t.Error("a directory was read")
	}
}

func TestPaths(t *testing.T) {
	env := func(m map[string]string) func(string) string { return func(k string) string { return m[k] } }
	for want, vars := range map[string]map[string]string{
		"/x/podtop/config.toml":               {"XDG_CONFIG_HOME": "/x", "HOME": "/home/op"},
		"/home/op/.config/podtop/config.toml": {"XDG_CONFIG_HOME": "x", "HOME": "/home/op"},
		"":                                    {},
	} {
		if got := config.Path(env(vars)); got != want {
			t.Errorf("%v: %q, want %q", vars, got, want)
		}
	}
	if got := config.StatePath(env(map[string]string{"HOME": "/root"})); got != "/root/.local/state/podtop/state.toml" {
		t.Error(got)
	}
}

// No text makes Parse panic, and what it takes, it prints so that it takes it
// again.
func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("[threshold]\na.b = 1")
	f.Add("keys = []\nfilters.x = \"cpu\"")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := config.Parse(text)
		if err != nil {
			return
		}
		c = c.With(config.Config{})
		again, err := config.Parse(c.String())
		if err != nil {
			t.Fatalf("%v in\n%s", err, c.String())
		}
		if d := cmp.Diff(c, again.With(config.Config{}), cmp.AllowUnexported(config.Config{})); d != "" {
			t.Error(d)
		}
	})
}

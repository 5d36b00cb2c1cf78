package containers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

func TestParseColumns(t *testing.T) {
	for in, want := range map[string]string{
		"name,cpu":                   "name,cpu",
		" cpu:8 , STATE,age ":        "name,cpu:8,state,uptime",
		"mem.ws,name:30,user,ports":  "name:30,mem.ws,user,ports",
		defaultLayout.String():       "name,state,cpu,graph,mem,limit,net,blk,psi,throttled%,pids,uptime,image,alert",
		"name,restarts,health,exit":  "name,restarts,health,exit",
		"name,name:20":               "name:20",
		"graph,name,cpu.limit%,unit": "name,graph,cpu.limit%,unit",
	} {
		l, err := ParseColumns(in)
		if err != nil || l.String() != want {
			t.Errorf("%q: %q, %v, want %q", in, l, err, want)
		}
	}
	for in, want := range map[string]string{
		"":           "no columns; there are: name state",
		"name,colou": `there is no column "colou"; there are: name state cpu graph`,
		"cpu:0":      `column cpu: "0" is not a width from 1 to 120`,
		"cpu:x":      `column cpu: "x" is not a width`,
		"cpu,mem,":   `there is no column ""`,
		"cpu,cpu:9":  `column "cpu" is there twice`,
	} {
		if l, err := ParseColumns(in); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %q, %v, want %q", in, l, err, want)
		}
	}
}

func FuzzParseColumns(f *testing.F) {
	f.Add("name,state,cpu:8,graph")
	f.Add("cpu:-1,,name:")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := ParseColumns(s)
		if err != nil {
			return
		}
		again, err := ParseColumns(l.String())
		if err != nil || !slices.Equal(l, again) || l[0].Name != "name" {
			t.Errorf("%q is %q, and that %q, %v", s, l, again, err)
		}
	})
}

// Every metric and every text is a column and a sort key, under its own name.
func TestCatalogueIsComplete(t *testing.T) {
	names, sorts := columnNames(), SortNames()
	for _, m := range model.Metrics {
		if !slices.Contains(names, m.Name) || !slices.Contains(sorts, m.Name) {
			t.Errorf("%s is not a column, or no sort key", m.Name)
		}
	}
	for _, x := range model.Texts {
		if !slices.Contains(names, x.Name) || !slices.Contains(sorts, x.Name) {
			t.Errorf("%s is not a column, or no sort key", x.Name)
		}
	}
	for _, name := range leaving {
		if name != others && !slices.Contains(names, name) {
			t.Errorf("%s leaves, but there is no such column", name)
		}
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(columnNames()) {
		t.Errorf("a column is there twice: %v", names)
	}
}

// What a row has no room for is said of the one under the cursor.
func TestLongNamesCanBeRead(t *testing.T) {
	p := listOf(Choices{Sort: "name"})
	snap := tiny(0, map[string]float64{"a": 1, "b-" + strings.Repeat("long-", 12) + "name": 2, "c": 3})
	snap.Containers[1].Image, snap.Containers[1].User = "registry.example/b:1", "op"
	snap.Alerts = []model.Alert{{Key: snap.Containers[2].Key, Name: "c", Text: "c: memory 97% of its limit", Advice: "raise it", Severity: model.Bad}}
	env := envOf(snap, 80, 24)
	long := "op/b-" + strings.Repeat("long-", 12) + "name  image registry.example/b:1  id " + snap.Containers[1].ID.Short()
	if _, got := p.Describe(env); got != "" {
		t.Errorf("before the cursor was moved: %q", got)
	}
	for _, tt := range []struct{ key, want string }{
		{"g", ""}, {"j", long}, {"j", "c: memory 97% of its limit; raise it"}, {"k", long}, {"k", ""},
	} {
		press(p, env, tt.key)
		if _, got := p.Describe(env); got != tt.want {
			t.Errorf("after %s: %q, want %q", tt.key, got, tt.want)
		}
	}
	press(p, env, "j")
	later := *snap
	later.Mono += time.Minute
	if _, got := p.Describe(envOf(&later, 80, 24)); got != "" {
		t.Errorf("a minute later: %q", got)
	}
}

// placeOn is the names of what is placed.
func placeOn(layout, sort string, width int) string {
	l, _ := ParseColumns(layout)
	k, _ := sortKeyByName(sort)
	var names []string
	for _, c := range place(l, k, width, theme.Default(theme.Braille).Glyphs) {
		names = append(names, fmt.Sprint(c.name, ":", c.width))
	}
	return strings.Join(names, " ")
}

func TestPlace(t *testing.T) {
	for _, tt := range []struct {
		layout, sort string
		width        int
		want         string
	}{
		{"", "cpu", 16, ""},
		{"", "cpu", 30, "name:24 cpu:6"},
		{"name:50,cpu", "cpu", 30, "name:30"},
		{"", "cpu", 79, "name:17 state:13 cpu:6 graph:9 mem:7 limit:13 net:14"},
		{"", "pids", 79, "name:19 pids:6 state:13 cpu:6 mem:7 limit:14 net:14"},
		{"", "net.tx", 79, "name:17 state:13 cpu:6 graph:9 mem:7 limit:13 net:14"},
		{"", "net.tx", 69, "name:21 net.tx:7 state:13 cpu:6 mem:7 limit:15"},
		{"name,state,cpu,user,ports", "cpu", 79, "name:20 state:13 cpu:6 user:14 ports:26"},
		{"name,state,cpu,user,ports", "cpu", 60, "name:25 state:13 cpu:6 user:16"},
		{"name,cpu:9", "name", 60, "name:40 cpu:9"},
		{"name,cpu:2", "name", 60, "name:40 cpu:6"},
		{"name,cpu", "user", 60, "name:34 user:20 cpu:6"},
	} {
		if got := placeOn(tt.layout, tt.sort, tt.width); got != tt.want {
			t.Errorf("%q by %s on %d cells:\n got %s\nwant %s", tt.layout, tt.sort, tt.width, got, tt.want)
		}
	}
}

// On a screen one cell wider no column is missing that was there before, and
// never are rows wider than the screen.
func TestPlaceKeepsWhatMatters(t *testing.T) {
	g := theme.Default(theme.Braille).Glyphs
	cpu, _ := sortKeyByName("cpu")
	var before []placed
	for w := 0; w <= 400; w++ {
		cols, used := place(nil, cpu, w, g), 0
		for _, c := range cols {
			used += c.width
			if c.width < c.min || c.width > c.most {
				t.Fatalf("width %d: %s of %d cells, not within %d and %d", w, c.name, c.width, c.min, c.most)
			}
		}
		if used > w {
			t.Fatalf("width %d: columns take %d", w, used)
		}
		for _, b := range before {
			if !slices.ContainsFunc(cols, func(c placed) bool { return c.name == b.name }) {
				t.Fatalf("width %d has no %s, a narrower one has", w, b.name)
			}
		}
		before = cols
	}
}

// Whatever columns in whatever widths, sorted by whatever, on whatever screen:
// each line is as wide as the pane.
func TestRowsFitTheScreen(t *testing.T) {
	var snaps []*model.Snapshot
	for _, h := range []*modeltest.Host{modeltest.Busy(), modeltest.Hostile(), modeltest.Degraded()} {
		snaps = append(snaps, snapshots(h.Samples(31))[30])
	}
	snaps = append(snaps, alarmed(401))
	names, sorts := columnNames(), SortNames()
	rapid.Check(t, func(t *rapid.T) {
		var l Layout
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID[string]).Draw(t, "columns") {
			l = append(l, Column{name, rapid.IntRange(0, maxWidth).Draw(t, "width")})
		}
		parsed, err := ParseColumns(l.String())
		if err != nil {
			t.Fatal(err)
		}
		p := listOf(Choices{
			Columns: parsed, Sort: rapid.SampledFrom(sorts).Draw(t, "sort"), All: rapid.Bool().Draw(t, "all"),
			Group: rapid.SampledFrom(groupBy[:]).Draw(t, "group").String(),
		})
		env := envOf(rapid.SampledFrom(snaps).Draw(t, "host"), rapid.IntRange(40, 300).Draw(t, "cells"), 30)
		env.Theme = theme.Default(rapid.SampledFrom([]theme.Charset{theme.Braille, theme.Blocks, theme.ASCII}).Draw(t, "charset"))
		env.Scale = rapid.SampledFrom([]pane.Scale{pane.Absolute, pane.OfHost, pane.OfLimit}).Draw(t, "scale")
		keys := rapid.SliceOf(rapid.SampledFrom([]string{"j", "k", "G", "space", "left", "right", "p", "a", "I", "n", "enter"})).Draw(t, "keys")
		press(p, env, keys...)
		if rapid.Bool().Draw(t, "filtered") {
			env.Filter, _ = model.ParseFilter("e")
		}
		for line := range strings.Lines(string(p.Draw(nil, env))) {
			line = strings.TrimSuffix(line, "\n")
			if got := ansi.StringWidthWc(line); got != env.Width {
				t.Fatalf("%s at %d: a line of %d cells: %q", parsed, env.Width, got, ansi.Strip(line))
			}
		}
	})
}

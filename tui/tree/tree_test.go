package tree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
	"podtop/tui/widget"
)

// A screen is an outline on screen, and who presses keys.
type screen struct {
	t *testing.T
	o Outline
	v View
}

func onScreen(t *testing.T, doc string) *screen {
	g := &screen{t: t, o: Outline{RevealKey: "x"}, v: View{80, 24, theme.Default(theme.Braille)}}
	g.show(doc)
	return g
}

func (g *screen) show(doc string) {
	g.o.Show(probe.ParseTree([]byte(doc)))
	g.draw()
}

func (g *screen) draw() string {
	var above widget.Sheet
	above.Begin(g.v.Width, g.v.Theme)
	return string(g.o.Draw(nil, g.v, &above))
}

func (g *screen) press(keys ...string) {
	g.draw()
	for _, k := range keys {
		switch k {
		case "j", "k", "G", "g", "pgup", "pgdown":
			g.o.Move(g.v, map[string]int{"j": 1, "k": -1, "G": 1 << 20, "g": -1 << 20, "pgup": -g.o.Page(), "pgdown": g.o.Page()}[k])
		case "enter":
			g.o.Toggle(g.v)
		case "z":
			g.o.FoldAll(g.v)
		case "x":
			g.o.Reveal()
		case "n":
			g.o.Next(g.v, 1)
		case "N":
			g.o.Next(g.v, -1)
		default:
			g.t.Fatalf("no key %s", k)
		}
		g.draw()
	}
}

func (g *screen) find(text string) { g.o.Find(text) }

func (g *screen) value() string { return g.o.Value(g.v) }

// names are what the rows on screen are called, and the one the cursor is on.
func (g *screen) names() (all []string, at string) {
	g.draw()
	for _, r := range g.o.rows {
		all = append(all, g.o.tree.Path(r.node))
	}
	if len(all) == 0 {
		return nil, ""
	}
	return all, all[g.o.scroll.At]
}

func (g *screen) has(text string) bool {
	g.v.Width, g.v.Height = 160, 80
	return strings.Contains(ansi.Strip(g.draw()), text)
}

// shows fails unless each text is on a screen that is large enough.
func (g *screen) shows(texts ...string) {
	g.t.Helper()
	for _, text := range texts {
		if !g.has(text) {
			g.t.Errorf("there is no %q in\n%s", text, tuitest.Draw(g.draw(), g.v.Width, g.v.Height))
		}
	}
}

// lacks fails if one of the texts is there.
func (g *screen) lacks(texts ...string) {
	g.t.Helper()
	for _, text := range texts {
		if g.has(text) {
			g.t.Errorf("there is %q in\n%s", text, tuitest.Draw(g.draw(), g.v.Width, g.v.Height))
		}
	}
}

const sample = `{"a": {"x": 1, "y": [true, {"deep": "needle"}]}, "b": "hay", "c": {"Needle": {}, "e": []}}`

// A key that comes before the first frame of a document finds its rows.
func TestKeysBeforeTheFirstFrame(t *testing.T) {
	g := &screen{t: t, o: Outline{RevealKey: "x"}, v: View{80, 24, theme.Default(theme.Braille)}}
	g.o.Toggle(g.v)
	g.o.FoldAll(g.v)
	g.o.Next(g.v, 1) // of no document they do nothing
	g.o.Show(probe.ParseTree([]byte(sample)))
	g.o.Toggle(g.v)
	if got, _ := g.names(); !slices.Equal(got, []string{"a", "a.x", "a.y", "b", "c"}) {
		t.Errorf("enter before the first frame shows %v", got)
	}
}

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
		g := onScreen(t, sample)
		g.press(strings.Fields(tt.keys)...)
		if got, at := g.names(); !slices.Equal(got, tt.want) || at != tt.at {
			t.Errorf("%s: %v at %s, want %v at %s", tt.name, got, at, tt.want, tt.at)
		}
	}
}

func TestFinding(t *testing.T) {
	g := onScreen(t, sample)
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
	g := onScreen(t, sample)
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
	g := onScreen(t, `{"DB_PASSWORD": "hunter2"}`)
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
	g := onScreen(t, sample)
	g.press("z", "j", "j", "j", "j", "j")
	g.show(`{"new": {"a": 5}, "a": {"w": 0, "x": 1, "y": [false, {"deep": "other"}]}, "c": {}}`)
	if _, at := g.names(); at != "a.y[1].deep" || g.value() != "other" {
		t.Errorf("the cursor is at %s, with %s", at, g.value())
	}
	g.show(`{"a": 1}`)
	if _, at := g.names(); at != "a" { // the line it was on is no more, nor is another after it
		t.Errorf("the cursor is at %s", at)
	}
}

func TestLongValueIsUnfolded(t *testing.T) {
	g := onScreen(t, `{"a": "`+strings.Repeat("word ", 60)+`end", "b": 1}`)
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
	g := onScreen(t, string(doc))
	g.press("z", "G")
	g.find("a")
	o := &g.o
	g.draw()
	rows, first := len(o.rows), &o.rows[0]
	if rows < 19_000 {
		t.Errorf("there are %d rows", rows)
	}
	o.rows[0].node = -1 // is not read, and stays until rows are worked out anew
	var above widget.Sheet
	above.Begin(g.v.Width, g.v.Theme)
	b := o.Draw(nil, g.v, &above)
	if n := testing.AllocsPerRun(20, func() { b = o.Draw(b[:0], g.v, &above) }); n > 20 && !race.Enabled {
		t.Errorf("a frame allocates %v times, want the few of its last line", n)
	}
	if &o.rows[0] != first || o.rows[0].node != -1 {
		t.Error("a frame works out the rows anew")
	}
}

package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/theme"
)

// documents are what somebody who does anything at all may be shown.
var documents = []string{
	`{}`, `[]`, `"x"`, ``, `{"a": {"b": {"c": [1, 2, {"d": null}]}}, "a": "twice", "PASSWORD": "hunter2"}`, sample,
	`{"` + strings.Repeat("long ", 40) + `": "` + strings.Repeat("容器 and some words ", 60) + `", "e": [[], {}, [[]]], "\u001b[2J": "\u202e\n\t"}`,
	`[["TOKEN=abc", "--password", "x"], {"a`,
}

// Whatever is pressed, on whatever document, in whatever size: the outline is as
// large as its tab, the cursor is on something that is in sight, and no secret
// is unless it was asked for.
func TestOutlineHoldsTogether(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		of := rapid.SampledFrom([]func(*KeyMap, *poll.Shared) tab{newInspect, newEnv}).Draw(rt, "tab")
		g := onStage(t, of, "app")
		g.env.Theme = theme.Default(rapid.SampledFrom([]theme.Charset{theme.Braille, theme.ASCII}).Draw(rt, "charset"))
		revealed := false
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch do := rapid.SampledFrom([]string{"j", "k", "G", "g", "pgup", "pgdown", "enter", "z", "n", "N", "x", "find", "answer", "size"}).Draw(rt, "do"); do {
			case "find":
				g.find(rapid.SampledFrom([]string{"", "a", "and", "HUNTER", "twice", "\x1b", "容"}).Draw(rt, "text"))
			case "answer":
				g.with.inspect = inspection(g, probe.Health{})
				g.with.inspect.JSON = []byte(rapid.SampledFrom(documents).Draw(rt, "document"))
				g.with.inspect.Env = []probe.Pair{{Name: "PASSWORD", Value: "hunter2"}, {Name: "A", Value: strings.Repeat("word ", 50)}}
				g.tick(g.tab.(*inspect).Shared.Inspect.Every)
			case "size":
				g.env.Width, g.env.Height = rapid.IntRange(1, 120).Draw(rt, "width"), rapid.IntRange(1, 40).Draw(rt, "height")
			default:
				g.press(do)
				revealed = revealed != (do == "x" && g.tab.(*inspect).tree != nil)
			}
			b := string(g.tab.draw(nil, g.env, &g.s))
			g.check(b)
			screen := ansi.Strip(b)
			o := &g.tab.(*inspect).outline
			if o.tree == nil {
				continue
			}
			if len(o.rows) > 0 && (o.scroll.At < o.scroll.Top || o.lines > 0 && o.scroll.At >= o.scroll.Top+o.lines || o.at() != o.rows[o.scroll.At].node) {
				rt.Fatalf("the cursor is on line %d of %d, from %d on %d are shown:\n%s", o.scroll.At, len(o.rows), o.scroll.Top, o.lines, screen)
			}
			if !revealed && strings.Contains(screen, "hunter2") {
				rt.Fatalf("a secret is shown:\n%s", screen)
			}
		}
	})
}

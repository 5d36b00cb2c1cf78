package tree

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model/probe"
	"podtop/tui/theme"
)

// documents are what somebody who does anything at all may be shown.
var documents = []string{
	`{}`, `[]`, `"x"`, ``, `{"a": {"b": {"c": [1, 2, {"d": null}]}}, "a": "twice", "PASSWORD": "hunter2"}`, sample,
	`{"` + strings.Repeat("long ", 40) + `": "` + strings.Repeat("容器 and some words ", 60) + `", "e": [[], {}, [[]]], "\u001b[2J": "\u202e\n\t"}`,
	`[["TOKEN=abc", "--password", "x"], {"a`,
}

// Whatever is pressed, on whatever document, in whatever size: the outline is as
// large as it is to be, the cursor is on something that is in sight, and no
// secret is unless it was asked for.
func TestOutlineHoldsTogether(t *testing.T) {
	env := probe.TreeOf(probe.Pairs{Title: "environment", Pairs: []probe.Pair{
		{Name: "PASSWORD", Value: "hunter2"}, {Name: "A", Value: strings.Repeat("word ", 50)},
	}})
	rapid.Check(t, func(rt *rapid.T) {
		pairs := rapid.Bool().Draw(rt, "pairs")
		charset := rapid.SampledFrom([]theme.Charset{theme.Braille, theme.ASCII}).Draw(rt, "charset")
		g := &screen{t: t, o: Outline{Pairs: pairs, Unfolded: pairs, RevealKey: "x"}, v: View{80, 24, theme.Default(charset)}}
		revealed := false
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch do := rapid.SampledFrom([]string{"j", "k", "G", "g", "pgup", "pgdown", "enter", "z", "n", "N", "x", "find", "answer", "size"}).Draw(rt, "do"); do {
			case "find":
				g.find(rapid.SampledFrom([]string{"", "a", "and", "HUNTER", "twice", "\x1b", "容"}).Draw(rt, "text"))
			case "answer":
				tree := env
				if !pairs {
					tree = probe.ParseTree([]byte(rapid.SampledFrom(documents).Draw(rt, "document")))
				}
				g.o.Show(tree)
			case "size":
				g.v.Width, g.v.Height = rapid.IntRange(1, 120).Draw(rt, "width"), rapid.IntRange(1, 40).Draw(rt, "height")
			default:
				revealed = revealed != (do == "x" && g.o.tree != nil)
				g.press(do)
			}
			g.holds(rt, revealed)
		}
	})
}

// holds checks what is on screen.
func (g *screen) holds(rt *rapid.T, revealed bool) {
	if g.o.tree == nil {
		return
	}
	b, o := g.draw(), &g.o
	screen := ansi.Strip(b)
	lines := strings.Split(b, "\n")
	if len(lines) != g.v.Height {
		rt.Fatalf("at %dx%d there are %d lines", g.v.Width, g.v.Height, len(lines))
	}
	for i, line := range lines {
		if w := ansi.StringWidthWc(line); w != g.v.Width {
			rt.Fatalf("at %dx%d line %d is %d cells wide: %q", g.v.Width, g.v.Height, i, w, line)
		}
	}
	if len(o.rows) > 0 && (o.scroll.At < o.scroll.Top || o.lines > 0 && o.scroll.At >= o.scroll.Top+o.lines || o.at() != o.rows[o.scroll.At].node) {
		rt.Fatalf("the cursor is on line %d of %d, from %d on %d are shown:\n%s", o.scroll.At, len(o.rows), o.scroll.Top, o.lines, screen)
	}
	if !revealed && strings.Contains(screen, "hunter2") {
		rt.Fatalf("a secret is shown:\n%s", screen)
	}
}

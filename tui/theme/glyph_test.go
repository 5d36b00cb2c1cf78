package theme

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
)

// Every sign is one cell wide, whoever measures it, and there is one for
// everything.
func TestGlyphs(t *testing.T) {
	for _, c := range []Charset{Braille, Blocks, ASCII} {
		v := reflect.ValueOf(*glyphs(c))
		for i := range v.NumField() {
			if v.Field(i).Kind() != reflect.String {
				continue
			}
			name, s := v.Type().Field(i).Name, v.Field(i).String()
			r, size := utf8.DecodeRuneInString(s)
			narrow := runewidth.Condition{StrictEmojiNeutral: true}
			if size == 0 || size != len(s) || narrow.RuneWidth(r) != 1 || ansi.StringWidth(s) != 1 || ansi.StringWidthWc(s) != 1 {
				t.Errorf("in charset %d, %s is %q, not one cell", c, name, s)
			}
			if c == ASCII && r >= utf8.RuneSelf {
				t.Errorf("%s is %q in ASCII", name, s)
			}
		}
	}
}

// What happens at a time has a sign of its own.
func TestMarksDiffer(t *testing.T) {
	for _, c := range []Charset{Braille, ASCII} {
		g, seen := glyphs(c), map[string]bool{}
		for _, s := range []string{g.OOM, g.Restart, g.Start, g.Stop, g.Limit, g.Bench, g.Health, g.Threshold} {
			if seen[s] {
				t.Errorf("%q means two things", s)
			}
			seen[s] = true
		}
	}
}
